// Owns what the page said to the gateway and heard from it, as seen by the browser. Knows no view.

/** Whether a call is for what stands behind the first hundred sessions, which comes in pages. */
export const isPage = ({ method, params }) => method === 'sessions.list' && params.offset > 0;

export class Wire {
  /** In the order of opening: `{ url, sent, heard, closed }`, the frames parsed. */
  sockets = [];

  constructor(page) {
    page.on('websocket', (socket) => {
      const seen = { url: socket.url(), sent: [], heard: [], closed: false };
      this.sockets.push(seen);
      socket.on('framesent', ({ payload }) => seen.sent.push(JSON.parse(payload)));
      socket.on('framereceived', ({ payload }) => seen.heard.push(JSON.parse(payload)));
      socket.on('close', () => (seen.closed = true));
    });
  }

  /** The calls so far, over all sockets, oldest first; only those of one method if it is named. */
  calls(method) {
    const calls = this.sockets.flatMap((socket) => socket.sent).filter((frame) => frame.type === 'req');
    return method ? calls.filter((call) => call.method === method) : calls;
  }

  /** Their names, without what may come at any time: the sample of the latency, and what the queue of what waits asks at leisure. */
  get methods() {
    return this.calls().filter((call) => !isPage(call)).map((call) => call.method).filter((method) => !['last-heartbeat', 'cron.list', 'device.pair.list'].includes(method));
  }
}
