// Owns a real gateway of one's own: a fresh state folder, free ports, start, stop, kill, restart, its command line.
// Knows nothing of pages. Needs install.sh to have run; everything listens on loopback and is gone when the process ends.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Model } from './model.mjs';
import { Rpc } from './rpc.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const READY_WITHIN_MS = 120_000;
const BATCH = 10; // asked for more at once, the gateway loses many of its own change events
const running = new Set();

process.once('exit', () => {
  for (const gateway of running) gateway.abandon();
});

/** Starts a gateway with its own model. `config` is laid over the stock configuration, key by key. */
export async function startGateway({ config = {} } = {}) {
  const gateway = new Gateway(await new Model().start(), await freePort(), config);
  await gateway.start();
  return gateway;
}

export class Gateway {
  token = 'lab-token';
  #installed = execFileSync(path.join(HERE, 'install.sh'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  #children = new Set();
  #config;
  #process;

  constructor(model, port, config) {
    this.model = model;
    this.port = port;
    this.state = mkdtempSync(path.join(os.tmpdir(), 'openclutch-gateway-'));
    this.#config = merge(stockConfig(this), config);
    running.add(this);
  }

  get url() {
    return `ws://127.0.0.1:${this.port}`;
  }

  get http() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Changes the configuration file; a gateway that is down reads it at its next start. */
  configure(changes) {
    this.#config = merge(this.#config, changes);
    writeFileSync(path.join(this.state, 'openclaw.json'), JSON.stringify(this.#config, null, 2));
  }

  async start() {
    this.configure({});
    const log = openSync(path.join(this.state, 'gateway.out'), 'a');
    this.#process = this.#spawn(['gateway', '--port', String(this.port)], ['ignore', log, log]);
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.#isReady())) {
      if (this.#process.exitCode !== null || Date.now() > deadline) throw new Error(`the gateway did not start:\n${this.log().slice(-3000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends the gateway and waits until it is gone. SIGTERM says goodbye to its clients, SIGKILL does not. */
  async stop(signal = 'SIGTERM') {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    await killed(child, signal);
  }

  /** Runs the gateway's own command line against this gateway: resolves with what it printed. */
  cli(...args) {
    return new Promise((resolve, reject) => {
      const child = execFile(this.#node, [this.#script, ...args], { env: this.#env, cwd: this.state }, (error, stdout, stderr) => {
        this.#children.delete(child);
        if (error) reject(new Error(`openclaw ${args.join(' ')}: ${error.message}\n${stdout}${stderr}`));
        else resolve(stdout);
      });
      this.#children.add(child);
    });
  }

  /** A client with every scope, for what the test's own operator does. */
  rpc({ caps } = {}) {
    const { mode, token, password } = this.#config.gateway.auth;
    return Rpc.connect({ url: this.url, auth: mode === 'password' ? { password } : { token }, from: path.join(this.#installed, 'gateway'), caps });
  }

  /** Creates sessions named "Seeded 1" and so on. */
  async seed(count) {
    const rpc = await this.rpc();
    for (let i = 1; i <= count; i += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, count - i + 1) }, (_, k) => ({ label: `Seeded ${i + k}` }));
      await Promise.all(batch.map((params) => rpc.call('sessions.create', params)));
    }
    rpc.close();
  }

  log() {
    return readFileSync(path.join(this.state, 'gateway.out'), 'utf8');
  }

  /** Stops everything and removes every trace. */
  async dispose() {
    await Promise.all([...this.#children].map((child) => killed(child)));
    await this.stop('SIGKILL');
    await this.model.stop();
    this.abandon();
  }

  /** The same for a process that is about to end and cannot wait. */
  abandon() {
    running.delete(this);
    for (const child of [...this.#children, this.#process]) child?.kill('SIGKILL');
    rmSync(this.state, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  get #node() {
    return path.join(this.#installed, 'node/node_modules/.bin/node');
  }

  get #script() {
    return path.join(this.#installed, 'gateway/node_modules/openclaw/openclaw.mjs');
  }

  get #env() {
    return {
      ...process.env,
      PATH: `${path.dirname(this.#node)}:${process.env.PATH}`,
      HOME: this.state,
      TMPDIR: this.state,
      // One process for each command, so that killing it leaves none behind.
      OPENCLAW_NO_RESPAWN: '1',
      OPENCLAW_STATE_DIR: this.state,
      OPENCLAW_CONFIG_PATH: path.join(this.state, 'openclaw.json'),
    };
  }

  #spawn(args, stdio) {
    return spawn(this.#node, [this.#script, ...args], { env: this.#env, cwd: this.state, stdio });
  }

  async #isReady() {
    return fetch(`${this.http}/readyz`).then((answer) => answer.json()).then(({ ready }) => ready === true, () => false);
  }
}

function killed(child, signal = 'SIGKILL') {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}

/** A gateway that answers by the scripted model alone and addresses nothing outside loopback. */
function stockConfig({ port, state, token, model }) {
  return {
    logging: { file: path.join(state, 'openclaw.log') },
    update: { checkOnStart: false },
    discovery: { mdns: { mode: 'off' } },
    gateway: { mode: 'local', port, bind: 'loopback', auth: { mode: 'token', token } },
    agents: {
      defaults: { model: { primary: 'scripted/one' }, workspace: path.join(state, 'workspace'), skipBootstrap: true },
      entries: {
        main: { name: 'Main' },
        ops: { name: 'Ops', workspace: path.join(state, 'workspace-ops') },
        // Asks before it runs a command.
        careful: { name: 'Careful', workspace: path.join(state, 'workspace-careful'), tools: { exec: { mode: 'ask' } } },
      },
    },
    models: {
      mode: 'merge',
      catalogRefresh: { enabled: false },
      providers: {
        scripted: {
          baseUrl: model.url,
          apiKey: 'none',
          api: 'openai-completions',
          models: [scriptedModel('one', 'Scripted One'), scriptedModel('two', 'Scripted Two'), { ...scriptedModel('three', 'Scripted Thinker'), reasoning: true }],
        },
      },
    },
  };
}

function scriptedModel(id, name) {
  const cost = { input: 1, output: 5, cacheRead: 0, cacheWrite: 0 };
  return { id, name, reasoning: false, input: ['text'], cost, contextWindow: 128000, maxTokens: 8192 };
}

function merge(below, above) {
  if (!isObject(below) || !isObject(above)) return above;
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) merged[key] = key in below ? merge(below[key], value) : value;
  return merged;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A port for a server that listens only seconds later: below those that the system hands out by itself, so that nobody is given
 * it meanwhile.
 */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = net.createServer();
    const free = await new Promise((resolve) => server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    if (free) return new Promise((resolve) => server.close(() => resolve(port)));
  }
}
