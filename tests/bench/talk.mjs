// Owns a made-up conversation of one session: its messages, what `chat.history` answers of them, and the frames by which a gateway
// tells of a run. The shapes are those of recorded frames, also where the page does not read them. Knows no socket and no time.
import { prose } from './prose.mjs';
import { dice } from './rows.mjs';

const COST = { input: 0.0158, output: 0.005, cacheRead: 0.00001, cacheWrite: 0, total: 0.0208 };
const USAGE = { input: 10_537, output: 834, totalTokens: 11_471, cacheRead: 100, cacheWrite: 0, cost: COST };
const MODEL = { api: 'openai-completions', provider: 'fake', model: 'fake-1' };
const OWNER = {
  senderIsOwner: true,
  senderId: 'gateway-owner',
  senderIdentity: { type: 'profile', id: 'gateway-owner' },
  transport: { clients: [{ id: 'openclaw-control-ui', mode: 'webchat' }] },
};
const ENDS = { stopReason: 'stop', aborted: false, livenessState: 'working' };
/** Answers that are streamed are at least so long, in letters; those of the past are shorter. */
const LONG = 3_000;
/** About a token, as models stream them: a word with what is before it, or a piece of one. */
const TOKEN = /\s*\S{1,6}|\s+/g;

const said = (text) => ({ role: 'assistant', content: [{ type: 'text', text }], timestamp: Date.now() });

export class Talk {
  /** Old to new. */
  messages = [];
  /** What of each message is to be read on the page. */
  shown = [];
  /** The run of the newest answer. */
  newest;
  #running;
  #roll;

  /** A session's row, and how many messages there are already. */
  constructor(row, count, seed = 5) {
    this.row = { ...row, hasActiveRun: false, activeRunIds: [], status: 'done' };
    this.key = row.key;
    this.#roll = dice(seed);
    while (this.messages.length < count) {
      const run = this.#id();
      this.#say(run);
      this.#answer(run, prose(this.#roll, 200 + this.#roll(1500), `So ends ${run}.`));
    }
  }

  /** The last words of the newest answer, which are in no other. */
  get ending() {
    return this.shown.at(-1).split('\n').at(-1);
  }

  /** An id as gateways give them: any two differ in their first letters. */
  #id() {
    return 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => this.#roll(16).toString(16));
  }

  #note(message, shown) {
    const seq = this.messages.length + 1;
    const id = this.#id();
    const notes = { id, recordTimestampMs: message.timestamp, transcriptPosition: { source: 'transcript', rawSeq: seq }, seq };
    this.messages.push({ ...message, __openclaw: { ...message.__openclaw, ...notes } });
    this.shown.push(shown);
  }

  #say(run) {
    const text = `What is to be known of ${run}, and why?`;
    const idempotencyKey = `${run}:user`;
    this.#note({ role: 'user', content: text, timestamp: Date.now(), idempotencyKey, __openclaw: { ...OWNER, idempotencyKey } }, text);
  }

  #answer(run, { source, shown }) {
    this.newest = run;
    const about = { ...MODEL, usage: USAGE, stopReason: 'stop', timestamp: Date.now(), responseId: `response-${run}`, __openclaw: { runId: run } };
    this.#note({ ...said(source), ...about }, shown);
  }

  /** Answers `chat.history`: a page from the end, or what was written since a cursor. */
  history({ limit = 200, offset = 0, cursor }) {
    const stands = {
      deltaCursor: `after-${this.messages.length}`,
      pendingInputs: { items: [], total: 0 },
      sessionInfo: this.row,
      ...(this.#running && { inFlightRun: this.#running }),
    };
    if (cursor) {
      const since = this.messages.slice(Number(cursor.slice('after-'.length)));
      return { kind: 'delta', messages: since.map((message) => this.#told(message)), ...stands };
    }
    const upto = Math.max(0, this.messages.length - offset);
    const from = Math.max(0, upto - limit);
    const hasMore = from > 0;
    return {
      sessionKey: this.key,
      sessionId: this.row.sessionId,
      messages: this.messages.slice(from, upto),
      hasMore,
      ...(hasMore && { nextOffset: this.messages.length - from }),
      totalMessages: this.messages.length,
      defaults: { modelProvider: 'fake', model: 'fake-1', contextTokens: 128_000 },
      ...stands,
    };
  }

  /** A message as `session.message` tells it: with the session's row, and with the row's fields beside it once more. */
  #told(message) {
    const { id, seq } = message.__openclaw;
    return { ...this.row, sessionKey: this.key, message, messageId: id, messageSeq: seq, session: this.row };
  }

  /**
   * Tells of a run from what was said to its end, as it was recorded: `tell(event, payload)` hears each frame, and the generator stops
   * after every delta of the answer. A delta is told twice: as the agent's, and as the chat's.
   *
   * Other than recorded: a gateway that streams slowly puts some tokens together and tells them every 75 ms; here each token is told,
   * which is how a rate is reached. Every answer is a run with a message of its own, some thousands of letters long.
   */
  *run(tell) {
    const run = this.#id();
    const of = { runId: run, sessionKey: this.key, agentId: 'main' };
    const startedAt = Date.now();
    let seq = 0;
    const agent = (stream, data) => tell('agent', { ...of, stream, data, seq: (seq += 1), ts: Date.now(), isHeartbeat: false });
    const chat = (state, more) => tell('chat', { ...of, seq, state, ...more });
    const status = (phase) => {
      agent('run_status', { phase });
      chat('status', { phase });
    };

    this.#say(run);
    this.row = { ...this.row, hasActiveRun: true, activeRunIds: [run], status: 'running', startedAt };
    this.#running = { runId: run, text: '', startedAt, events: [] };
    tell('sessions.changed', this.#changed({ reason: 'send' }));
    tell('session.message', this.#told(this.messages.at(-1)));
    status('preparing_workspace');
    status('preparing_context');
    agent('lifecycle', { phase: 'start', startedAt });
    tell('sessions.changed', this.#changed({ phase: 'start', runId: run }));
    status('starting_model');
    agent('lifecycle', { phase: 'model', provider: 'fake', model: 'fake-1' });

    const answer = prose(this.#roll, LONG, `So ends ${run}.`);
    const itemId = `${run}-item:1`;
    for (const delta of answer.source.match(TOKEN)) {
      const text = (this.#running.text += delta);
      agent('assistant', { text, delta, itemId });
      chat('delta', { deltaText: delta, message: said(text) });
      yield;
    }

    agent('usage', { outputTokens: 834 });
    this.#answer(run, answer);
    this.#running = undefined;
    tell('session.message', this.#told(this.messages.at(-1)));
    agent('lifecycle', { phase: 'finishing', ...ENDS, endedAt: Date.now() });
    agent('lifecycle', { phase: 'model', provider: null, model: null });
    this.row = { ...this.row, hasActiveRun: false, activeRunIds: [], status: 'done', endedAt: Date.now() };
    const terminalReply = { disposition: 'visible', text: answer.source };
    agent('lifecycle', { ...ENDS, phase: 'end', endedAt: Date.now(), startedAt, replayInvalid: false, terminalReply });
    chat('final', { stopReason: 'stop', message: said(answer.source) });
    tell('sessions.changed', this.#changed({ reason: 'agent.input.settled' }));
    tell('sessions.changed', this.#changed({ phase: 'end', runId: run }));
  }

  #changed(more) {
    return { sessionKey: this.key, agentId: 'main', ...more, ts: Date.now(), session: { ...this.row, snapshotAt: Date.now() } };
  }
}
