// Owns how a test makes sessions and sets agents to work. A run that holds goes on until it is stopped or the model is told to let go.
import { randomUUID } from 'node:crypto';

/** A session key of the test's own, and the title that the gateway makes of it. */
export function sessionNamed(name) {
  return { key: `agent:main:${name}`, title: name };
}

/** Makes a session with a title of its own; returns its key. */
export async function made(operator, label, more = {}) {
  return (await operator.call('sessions.create', { label, ...more })).key;
}

/** Says something in a session. */
export function say(operator, key, message) {
  return operator.call('chat.send', { sessionKey: key, message, idempotencyKey: randomUUID() });
}

/** By the gateway's own command line, in the background. */
export function runByCommandLine(gateway, { key, title }) {
  gateway.cli('agent', '--session-key', key, '--message', `hold:${title}`).catch(() => {}); // a stopped run is a failed command
}

/** By a call, which is quicker. Returns when the model is at work: a run that is stopped before that leaves no trace in its row. */
export async function run(gateway, operator, { key, title }) {
  await say(operator, key, `hold:${title}`);
  await gateway.model.holding(title);
}
