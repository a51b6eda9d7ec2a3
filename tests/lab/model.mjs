// Owns the scripted model: an OpenAI-compatible server on loopback that says what the message asks it to say.
// Knows nothing of gateways, pages or tests.
//
// Words in the last user message:
//   hold:<name>   starts to answer, then waits until release(<name>) or until the caller hangs up
//   slow          one word every 100 ms, 200 words (for trying things by hand)
//   count:<n>     says the numbers from 1 to n, one every 60 ms
//   think:<words> thinks in these words aloud before it answers
//   fail          answers 400
//   tool:<name> {json}   calls that tool, then says what it answered; with first:<name> it waits like hold:<name> before it calls
//   anything else is echoed
import { randomUUID } from 'node:crypto';
import http from 'node:http';

const INTERNAL = /<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>[\s\S]*?<<<END_OPENCLAW_INTERNAL_CONTEXT>>>/g;
const SLOW = Array.from({ length: 200 }, (_, i) => `word${i} `);

/** The text of a message, without the blocks that the gateway appends for the agent. */
function textOf({ content }) {
  const text = Array.isArray(content) ? content.map((part) => part.text ?? '').join('\n') : (content ?? '');
  return text.replace(INTERNAL, '').trim();
}

function lastWords(messages) {
  return messages.filter((m) => m.role === 'user').map(textOf).filter(Boolean).at(-1) ?? '';
}

/** The tool that the last words ask for, unless it was called already. */
function toolAsked(messages) {
  const last = messages.filter((m) => m.role !== 'user' || textOf(m)).at(-1);
  const [, name, json] = (last?.role === 'user' && /tool:(\S+)\s+(\{.*\})/s.exec(textOf(last))) || [];
  return name && { id: `call_${randomUUID()}`, type: 'function', function: { name, arguments: json } };
}

function answerOfTool(messages) {
  const last = messages.filter((m) => m.role !== 'user' || textOf(m)).at(-1);
  return last?.role === 'tool' ? `The tool answered: ${textOf(last).slice(0, 200)}` : undefined;
}

async function readJson(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return JSON.parse(body || '{}');
}

function sendJson(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

export class Model {
  #server;
  #holds = new Map(); // name -> { reached: Promise, reach, open: Promise, release }

  async start(port = 0) {
    this.#server = http.createServer((request, response) => this.#answer(request, response).catch(() => response.destroy()));
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return this;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/v1`;
  }

  /** Resolves once an answer waits under this name. */
  holding(name) {
    return this.#hold(name).reached;
  }

  /** Lets every answer that waits (or will wait) under this name finish. */
  release(name) {
    this.#hold(name).release();
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #hold(name) {
    if (!this.#holds.has(name)) {
      const hold = {};
      hold.reached = new Promise((resolve) => (hold.reach = resolve));
      hold.open = new Promise((resolve) => (hold.release = resolve));
      this.#holds.set(name, hold);
    }
    return this.#holds.get(name);
  }

  async #answer(request, response) {
    if (request.url.endsWith('/models')) return sendJson(response, 200, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
    const { messages = [], model, stream } = await readJson(request);
    const said = lastWords(messages);
    if (/\bfail\b/.test(said)) return sendJson(response, 400, { error: { message: 'scripted failure', type: 'invalid_request_error' } });

    const gone = new Promise((resolve) => response.once('close', resolve));
    const tool = toolAsked(messages);
    // What a tool is asked to do may hold something itself.
    const name = (tool ? /\bfirst:([\w-]+)/ : /\bhold:([\w-]+)/).exec(said)?.[1];
    const toolSaid = answerOfTool(messages);
    const hold = name && !toolSaid && this.#hold(name);
    const base = { id: 'scripted-1', created: Math.floor(Date.now() / 1000), model };
    if (!stream) {
      if (hold) await released(hold, gone);
      const message = { role: 'assistant', content: toolSaid ?? `You said: ${said}`, ...(tool && { tool_calls: [tool] }) };
      const choice = { index: 0, message, finish_reason: tool ? 'tool_calls' : 'stop' };
      return sendJson(response, 200, { ...base, object: 'chat.completion', choices: [choice], usage: usage(said) });
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const emit = (fields) => response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', ...fields })}\n\n`);
    const say = (content) => emit({ choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] });
    if (hold) {
      say('Holding. ');
      await released(hold, gone);
    }
    const thought = /\bthink:(.+)$/m.exec(said)?.[1];
    if (thought && !tool && !toolSaid) emit({ choices: [{ index: 0, delta: { role: 'assistant', reasoning_content: thought }, finish_reason: null }] });
    const count = !tool && !toolSaid && Number(/\bcount:(\d+)/.exec(said)?.[1] ?? 0);
    if (tool) emit({ choices: [{ index: 0, delta: { role: 'assistant', tool_calls: [{ index: 0, ...tool }] }, finish_reason: null }] });
    else if (/\bslow\b/.test(said)) {
      for (const word of SLOW) {
        if (response.destroyed) return;
        say(word);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    for (let number = 1; number <= count; number++) {
      if (response.destroyed) return;
      say(`${number} `);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    if (!tool && !count) say(toolSaid ?? `You said: ${said}`);
    emit({ choices: [{ index: 0, delta: {}, finish_reason: tool ? 'tool_calls' : 'stop' }] });
    emit({ choices: [], usage: usage(said) });
    response.end('data: [DONE]\n\n');
  }
}

function released(hold, gone) {
  hold.reach();
  return Promise.race([hold.open, gone]);
}

function usage(said) {
  const words = said.split(/\s+/).length;
  return { prompt_tokens: 100 + words, completion_tokens: words + 2, total_tokens: 102 + 2 * words };
}
