// A real gateway that holds much: sessions by the thousand, a long conversation, jobs. Owns what is in it, and no figure.
import { prose } from '../../../tests/bench/prose.mjs';
import { dice } from '../../../tests/bench/rows.mjs';
import { startGateway } from '../../../tests/lab/gateway.mjs';

/** A small world is made in seconds, to try the measuring itself. */
const [SESSIONS, MESSAGES, JOBS] = process.env.SMALL ? [100, 100, 5] : [1_000, 2_000, 60];
const BATCH = 20;

/** Jobs that start by themselves on another day. The gateway takes 30 a minute and says how long to wait. */
async function addJobs(operator) {
  for (let at = 1; at <= JOBS; ) {
    const job = { name: `Job ${at}`, schedule: { kind: 'every', everyMs: 86_400_000 }, sessionTarget: 'isolated', wakeMode: 'now' };
    try {
      await operator.call('cron.add', { ...job, payload: { kind: 'agentTurn', message: `Do ${at}` }, delivery: { mode: 'none' } });
      at += 1;
    } catch ({ fault, message }) {
      if (!fault?.retryAfterMs) throw new Error(message);
      await new Promise((done) => setTimeout(done, fault.retryAfterMs));
    }
  }
}

/**
 * A conversation of Markdown; resolves to its key and to the words that it ends in. The messages are notes, which start no run: the
 * gateway takes them quickly, and no context overflows.
 */
async function addTalk(operator) {
  const { key } = await operator.call('sessions.create', { label: 'The long one' });
  const roll = dice(5);
  const ending = 'So ends the long one.';
  const note = (ending) => operator.call('chat.inject', { sessionKey: key, message: prose(roll, 200 + roll(1_500), ending).source });
  for (let left = MESSAGES - 1; left > 0; left -= BATCH) await Promise.all(Array.from({ length: Math.min(BATCH, left) }, () => note('So far.')));
  await note(ending);
  return { key, ending };
}

/** Starts it: `{ gateway, key, ending, sessions, dispose }`. */
export async function seeded() {
  const gateway = await startGateway();
  console.error(`  seeding ${SESSIONS} sessions, ${MESSAGES} messages and ${JOBS} jobs (more than a minute)`);
  const operator = await gateway.rpc();
  const [talk] = await Promise.all([gateway.seed(SESSIONS).then(() => addTalk(operator)), addJobs(operator)]);
  operator.close();
  return { gateway, ...talk, sessions: SESSIONS, dispose: () => gateway.dispose() };
}
