// Owns a small Node client of the gateway: what an operator's own tool would do (seed, look, approve), never what the page does.
// Knows nothing of starting gateways. Without an Origin header and on loopback, the token alone gives it every scope.
import { createRequire } from 'node:module';

const SCOPES = ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.questions', 'operator.pairing'];

export class Rpc {
  #socket;
  #pending = new Map();
  #watchers = new Set();
  #lastId = 0;
  #caps;

  /** `from` is a folder whose node_modules hold `ws`; `auth` is `{ token }` or `{ password }`; `caps` is what the client can digest. */
  static async connect({ url, auth, from, caps = [] }) {
    const WebSocket = createRequire(`${from}/`)('ws');
    const rpc = new Rpc();
    rpc.#caps = caps;
    await new Promise((resolve, reject) => {
      rpc.#socket = new WebSocket(url, { perMessageDeflate: false });
      rpc.#socket.once('error', reject);
      rpc.#socket.once('close', (code, reason) => {
        const why = new Error(`the link to the gateway closed: ${code} ${reason}`);
        for (const { reject } of rpc.#pending.values()) reject(why);
        reject(why);
      });
      rpc.#socket.on('message', (text) => rpc.#receive(JSON.parse(text), auth, resolve, reject));
    });
    return rpc;
  }

  call(method, params = {}) {
    const id = String(++this.#lastId);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ type: 'req', id, method, params }));
    });
  }

  /** Resolves with the first event that `wanted` accepts; start it before the deed that causes the event. */
  event(wanted) {
    return new Promise((resolve) => {
      const watcher = (frame) => {
        if (!wanted(frame)) return;
        this.#watchers.delete(watcher);
        resolve(frame);
      };
      this.#watchers.add(watcher);
    });
  }

  close() {
    this.#socket.close(1000);
  }

  #receive(frame, auth, resolve, reject) {
    if (frame.event === 'connect.challenge') {
      const client = { id: 'cli', version: '0.1.0', platform: 'node', mode: 'cli' };
      this.call('connect', { minProtocol: 4, maxProtocol: 4, client, role: 'operator', scopes: SCOPES, caps: this.#caps, auth }).then(
        (hello) => {
          this.hello = hello;
          resolve();
        },
        reject,
      );
    } else if (frame.type === 'event') {
      for (const watcher of this.#watchers) watcher(frame);
    } else if (frame.type === 'res') {
      const waiting = this.#pending.get(frame.id);
      this.#pending.delete(frame.id);
      if (frame.ok) waiting?.resolve(frame.payload);
      else waiting?.reject(Object.assign(new Error(`${waiting.method}: ${frame.error.message}`), { fault: frame.error }));
    }
  }
}
