// Owns the road between a page and a gateway: a loopback TCP proxy that can cut it, silence it, slow it down, close it, or name
// another client.
// Knows nothing of WebSockets beyond the first HTTP head, into which it writes the headers asked for.
import net from 'node:net';
import { freePort } from './gateway.mjs';

/** `target` is the port behind; `headers` are added to the first request of every connection. */
export async function startProxy({ target, headers = {} }) {
  const proxy = new Proxy(target, headers);
  await proxy.open();
  return proxy;
}

class Proxy {
  #target;
  #lines;
  #port = 0;
  #server;
  #pairs = new Set();
  #silent = false;
  #delay = 0;

  constructor(target, headers) {
    this.#target = target;
    this.#lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }

  get url() {
    return `ws://127.0.0.1:${this.#port}`;
  }

  /** Listens (again): connections are passed on. */
  async open() {
    this.#port ||= await freePort();
    this.#server = net.createServer((near) => this.#accept(near));
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
  }

  /** Cuts every connection; new ones are welcome. */
  drop() {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }

  /** Nothing listens any more: new connections are refused, old ones are cut. */
  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.drop();
    await closed;
  }

  /** A long road: from now on everything from the gateway comes that much later. */
  delay(ms) {
    this.#delay = ms;
  }

  /** A black hole: sockets stay open, new ones are accepted, nothing passes. */
  silence() {
    this.#silent = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** The end of the black hole: everything that was held back passes. */
  resume() {
    this.#silent = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  #accept(near) {
    const far = net.connect(this.#target, '127.0.0.1');
    const pair = [near, far];
    this.#pairs.add(pair);
    let head = this.#lines ? '' : null;
    near.on('data', (data) => {
      if (head === null) return far.write(data);
      head += data.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      far.write(`${head.slice(0, end + 2)}${this.#lines}${head.slice(end + 2)}`, 'latin1');
      head = null;
    });
    far.on('data', (data) => {
      if (this.#delay) setTimeout(() => near.destroyed || near.write(data), this.#delay);
      else near.write(data);
    });
    for (const socket of pair) {
      socket.setNoDelay();
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
      if (this.#silent) socket.pause();
    }
  }
}
