// Owns a gateway that is none: it lets everybody in, lists made-up sessions in pages, answers for made-up conversations, and tells of
// changes and of runs at a rate that is asked for. Fast enough that what is measured is the page. Knows nothing of what rows and
// messages look like, and refuses every deed.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { changed, dice } from './rows.mjs';

const INSTALL = fileURLToPath(new URL('../lab/install.sh', import.meta.url));
const SCOPES = ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.questions', 'operator.pairing'];
/** Events come in handfuls of so many milliseconds, as from a gateway that is busy. */
const HANDFUL_MS = 10;
/** So many bytes may be on their way to a page that is slow, where that is waited for. */
const MOST_BUFFERED = 500_000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class FakeGateway {
  token = 'fake-token';
  /** How many events were told so far. */
  told = 0;
  /** The conversations that there are, by key. */
  talks = new Map();
  /** What was asked, and what of it is not known here. */
  heard = [];
  refused = [];
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

  /**
   * Plays whole runs of a conversation, so many deltas a second, until there were that many; returns how many, and when the last was
   * told. `waits`: no faster than they are taken.
   */
  async play(talk, perSecond, least, { waits = false } = {}) {
    const tell = (event, payload) => this.#tell(event, payload);
    const began = performance.now();
    let [sent, run] = [0, talk.run(tell)];
    let waited = 0;
    for (;;) {
      const from = performance.now();
      while (waits && [...this.#sockets.keys()].some(({ bufferedAmount }) => bufferedAmount > MOST_BUFFERED)) await pause(HANDFUL_MS);
      waited += performance.now() - from;
      const due = Math.floor(((performance.now() - began - waited) * perSecond) / 1000);
      while (sent < due) {
        if (!run.next().done) sent += 1;
        else if (sent >= least) return { sent, took: performance.now() - began, last: Date.now() };
        else run = talk.run(tell);
      }
      await pause(HANDFUL_MS);
    }
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
      this.heard.push(method);
      if (payload === undefined) this.refused.push(method);
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
      case 'plugin.approval.list':
        return [];
      case 'device.pair.list':
        return { pending: [], paired: [] };
      case 'cron.list':
        return { jobs: [], total: 0, offset: 0, limit: 200, hasMore: false, nextOffset: null };
      case 'question.list':
        return { questions: [] };
      case 'taskSuggestions.list':
        return { suggestions: [] };
      case 'last-heartbeat':
        return null;
      case 'sessions.messages.subscribe':
      case 'sessions.messages.unsubscribe':
        return { subscribed: method === 'sessions.messages.subscribe', key: params.key };
      case 'chat.history':
        return this.talks.get(params.sessionKey)?.history(params);
      case 'commands.list':
        return { commands: [] };
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
    this.#tell('sessions.changed', { sessionKey: session.key, reason: 'send', ts: session.snapshotAt, session });
    this.told += 1;
  }

  #tell(event, payload) {
    for (const [socket, last] of this.#sockets) {
      this.#sockets.set(socket, last + 1);
      socket.send(JSON.stringify({ type: 'event', event, payload, seq: last + 1, recipientProfileId: 'gateway-owner' }));
    }
  }
}
