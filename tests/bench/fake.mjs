// Owns a gateway that is none: it lets everybody in, lists made-up sessions in pages, and tells of changes at a rate that is asked
// for. Fast enough that what is measured is the page. Knows nothing of what rows look like, and refuses every deed.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { changed, dice } from './rows.mjs';

const INSTALL = fileURLToPath(new URL('../lab/install.sh', import.meta.url));
const SCOPES = ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.questions', 'operator.pairing'];
/** Events come in handfuls of so many milliseconds, as from a gateway that is busy. */
const HANDFUL_MS = 10;

export class FakeGateway {
  token = 'fake-token';
  /** How many events were told so far. */
  told = 0;
  #server;
  #sockets = new Map(); // socket -> the number of its last event
  #timer;
  #roll = dice(11);

  constructor(rows) {
    this.rows = rows;
  }

  async start() {
    const installed = execFileSync(INSTALL, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
    const { WebSocketServer } = createRequire(`${path.join(installed, 'gateway')}/`)('ws');
    this.#server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    await new Promise((yes, no) => this.#server.once('listening', yes).once('error', no));
    this.#server.on('connection', (socket) => this.#greet(socket));
    return this;
  }

  get url() {
    return `ws://127.0.0.1:${this.#server.address().port}`;
  }

  /** From now on so many rows a second change; 0 ends it. */
  flood(perSecond) {
    clearInterval(this.#timer);
    if (!perSecond) return;
    const began = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) * perSecond) / 1000);
      for (; sent < due; sent += 1) this.#changeOne();
    }, HANDFUL_MS);
  }

  async stop() {
    this.flood(0);
    for (const socket of this.#sockets.keys()) socket.terminate();
    await new Promise((done) => this.#server.close(done));
  }

  #greet(socket) {
    this.#sockets.set(socket, 0);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('message', (text) => {
      const { id, method, params } = JSON.parse(text);
      const payload = this.#answer(method, params);
      const answer = payload === undefined ? { ok: false, error: { code: 'INVALID_REQUEST', message: `the fake knows no ${method}` } } : { ok: true, payload };
      socket.send(JSON.stringify({ type: 'res', id, ...answer }));
    });
    socket.send(JSON.stringify({ type: 'event', event: 'connect.challenge', payload: { nonce: 'n', ts: Date.now() } }));
  }

  #answer(method, params) {
    switch (method) {
      case 'connect':
        return {
          type: 'hello-ok',
          protocol: 4,
          server: { version: 'fake', connId: 'c', bootId: 'b' },
          auth: { role: 'operator', scopes: SCOPES, deviceToken: 'device-token' },
          policy: { tickIntervalMs: 30_000 },
        };
      case 'sessions.subscribe':
        return { subscribed: true, list: this.#page(params) };
      case 'sessions.list':
        return this.#page(params);
      case 'exec.approval.list':
        return [];
      case 'question.list':
        return { questions: [] };
      case 'last-heartbeat':
      case 'sessions.messages.subscribe':
      case 'sessions.messages.unsubscribe':
        return null;
      case 'models.list':
        return { models: [] };
      case 'agents.list':
        return { agents: [{ id: 'main' }] };
      case 'sessions.groups.list':
        return { groups: [{ name: 'Work' }, { name: 'Home' }] };
      default:
        return undefined;
    }
  }

  #page({ limit, offset = 0, archived = false }) {
    const rows = archived ? [] : this.rows;
    const sessions = rows.slice(offset, offset + limit);
    return { ts: Date.now(), count: sessions.length, totalCount: rows.length, sessions, defaults: { model: 'one' } };
  }

  #changeOne() {
    const at = this.#roll(this.rows.length);
    const session = (this.rows[at] = changed(this.rows[at], this.#roll));
    const payload = { sessionKey: session.key, reason: 'send', ts: session.snapshotAt, session };
    for (const [socket, last] of this.#sockets) {
      this.#sockets.set(socket, last + 1);
      socket.send(JSON.stringify({ type: 'event', event: 'sessions.changed', payload, seq: last + 1 }));
    }
    this.told += 1;
  }
}
