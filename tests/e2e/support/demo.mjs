// Owns the way into the demo and a raw client of its gateway, past the page: frames, orders, nothing that a person sees.
// Knows the worker's messages and the handshake; asserts nothing.
import { randomUUID } from 'node:crypto';

const SCOPES = ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.questions', 'operator.pairing'];

/** Runs in the worker, once: `talks` are connections into the gateway like those of the page. */
function openTheBackDoor() {
  if (self.talks) return;
  self.talks = new Map();
  const read = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined; // what is garbled on purpose comes here, too
    }
  };
  class Talk {
    events = [];
    /** Every frame so far, in the order of coming. */
    frames = [];
    #waiting = new Map();
    #last = 0;
    #port;

    constructor(connect) {
      const { port1, port2 } = new MessageChannel();
      this.#port = port1;
      this.hello = new Promise((resolve, reject) => {
        this.refuse = reject;
        port1.onmessage = ({ data }) => {
          if (data[0] !== 't') return this.#closed(data);
          const frame = read(data.slice(1));
          this.frames.push({ type: frame?.type, event: frame?.event, seq: frame?.seq, length: data.length - 1, isReadable: frame !== undefined });
          if (!frame) return;
          if (frame.event === 'connect.challenge') {
            const device = { nonce: frame.payload.nonce };
            this.ask('connect', { minProtocol: 4, maxProtocol: 4, role: 'operator', ...connect, device }).then(resolve);
          } else if (frame.type === 'event') {
            this.events.push(frame);
          } else {
            this.#waiting.get(frame.id)?.resolve(frame);
            this.#waiting.delete(frame.id);
          }
        };
      });
      self.onmessage({ data: 'socket', ports: [port2] });
    }

    ask(method, params) {
      const id = String(++this.#last);
      return new Promise((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#port.postMessage(`t${JSON.stringify({ type: 'req', id, method, params })}`);
      });
    }

    #closed(word) {
      this.isClosed = true;
      const why = new Error(`the demo closed: ${word.slice(1)}`);
      this.refuse(why);
      for (const { reject } of this.#waiting.values()) reject(why);
    }
  }
  self.Talk = Talk;
}

export class DemoGateway {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /**
   * Opens the page in the demo. `look` is what else stands in the address; nothing starts by itself unless `still` is false.
   * What the page asks from then on is in `asked()`.
   */
  async enter(dashboard, look = '', { still = true } = {}) {
    await this.#page.addInitScript(() => {
      window.asked = [];
      const { postMessage } = MessagePort.prototype;
      MessagePort.prototype.postMessage = function (word, ...more) {
        if (typeof word === 'string' && word.startsWith('t')) window.asked.push(JSON.parse(word.slice(1)).method);
        return postMessage.call(this, word, ...more);
      };
    });
    await dashboard.open(`sessions?demo${still ? '&still' : ''}${look}`);
    await dashboard.arrived();
    await dashboard.lookAway();
  }

  /** The methods that the page called so far. */
  asked() {
    return this.#page.evaluate(() => window.asked);
  }

  /** Lets something go wrong, or right again. */
  async order(order) {
    await (await this.#worker()).evaluate((data) => self.onmessage({ data, ports: [] }), order);
  }

  /** Calls a method past the page: the payload, or an error with the gateway's `fault`. A connection that was lost is made anew. */
  async call(method, params = {}) {
    const worker = await this.#worker();
    const asked = [{ scopes: SCOPES, caps: ['session-scoped-events'] }, method, params];
    const frame = await worker.evaluate(async ([connect, method, params]) => {
      const ask = async () => {
        if (!self.own || self.own.isClosed) self.own = new self.Talk(connect);
        await self.own.hello;
        return self.own.ask(method, params);
      };
      // The first may meet the end of a connection that was just cut.
      return ask().catch(ask);
    }, asked);
    return payloadOf(method, frame);
  }

  /** Another connection: its `hello`, `call`, the `events` so far, from one on, and what every one of its `frames` looked like. */
  async talk({ caps }) {
    const worker = await this.#worker();
    const id = randomUUID();
    const hello = await worker.evaluate(async ([id, connect]) => {
      const talk = new self.Talk(connect);
      self.talks.set(id, talk);
      return talk.hello;
    }, [id, { scopes: SCOPES, caps }]);
    const call = async (method, params = {}) => {
      const asked = [id, method, params];
      return payloadOf(method, await worker.evaluate(([id, method, params]) => self.talks.get(id).ask(method, params), asked));
    };
    return {
      hello: hello.payload,
      call,
      events: (from = 0) => worker.evaluate(([id, from]) => self.talks.get(id).events.slice(from), [id, from]),
      frames: () => worker.evaluate((id) => self.talks.get(id).frames, id),
    };
  }

  async #worker() {
    const worker = this.#page.workers()[0] ?? (await this.#page.waitForEvent('worker'));
    await worker.evaluate(openTheBackDoor);
    return worker;
  }
}

function payloadOf(method, frame) {
  if (frame.ok) return frame.payload;
  throw Object.assign(new Error(`${method}: ${frame.error.message}`), { fault: frame.error });
}
