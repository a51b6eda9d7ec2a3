// What it costs to go from one conversation to another, which our page does without being loaded anew. A fake gateway answers, so that
// the page is what is measured; how a conversation is opened cold, beside a page by hand, is in rival.mjs.
import { FakeGateway } from '../../tests/bench/fake.mjs';
import { madeUpRows } from '../../tests/bench/rows.mjs';
import { Talk } from '../../tests/bench/talk.mjs';
import { barePage } from './bare.mjs';
import { heldBy, median, paired, row } from './browser.mjs';
import { watchTalk } from './watch.mjs';

const ROUNDS = 5;
const MESSAGES = 2_000;
/** Their places in the list: the conversation that is opened, and the one from where. */
const [OPENED, OTHER] = [1, 2];

/** How the key of a conversation's newest answer begins. */
const newest = (talk) => `r:${talk.newest}`;

/** From another conversation to this one, as a click on a link leads there, and there once more after it was left. */
async function switched(browser, url, storageState, gateway, talk, other) {
  const page = await barePage(browser, { storageState, scripts: [watchTalk] });
  await page.goto(`${url}chat/${other.key}`);
  const go = (to) =>
    page.evaluate(
      async (href, begins) => {
        const link = document.body.appendChild(Object.assign(document.createElement('a'), { href }));
        const began = performance.now();
        link.click();
        link.remove();
        return (await window.awaitRow(begins)) - began;
      },
      `/chat/${to.key}`,
      newest(to),
    );
  await page.evaluate((begins) => window.awaitRow(begins), newest(other));
  await page.atRest();
  const calls = gateway.heard.length;
  const ms = await go(talk);
  const asked = gateway.heard.slice(calls);
  const { elements } = await heldBy(page.send);
  await go(other);
  const againMs = await go(talk);
  await page.close();
  return { ms, againMs, asked, elements };
}

/** Measures and prints. */
export async function chats(browser, url) {
  const gateway = await new FakeGateway(madeUpRows(50)).start();
  try {
    const state = await paired(browser, url, gateway);
    const [talk, other] = [OPENED, OTHER].map((at) => new Talk(gateway.rows[at], MESSAGES, at));
    gateway.talks = new Map([talk, other].map((of) => [of.key, of]));
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await switched(browser, url, state, gateway, talk, other));
    const of = (key) => median(rounds.map((round) => round[key]));
    console.log(`\n  a conversation of ${MESSAGES.toLocaleString('en-US')} messages, median of ${ROUNDS}`);
    row('from another one', `${of('ms').toFixed(0)} ms`, `${rounds[0].asked.length} calls: ${rounds[0].asked.join(', ')}`);
    row('once more', `${of('againMs').toFixed(0)} ms`, 'after it was left');
    row('elements in the page', of('elements'));
  } finally {
    await gateway.stop();
  }
}
