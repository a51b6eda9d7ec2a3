// What a conversation costs: until it is there, while answers stream in, and what is held after many. A fake gateway plays made-up
// runs in the shape of recorded ones, to the app and to a page that was written by hand for the same; what then stands on the page
// must be what was sent. Headless and without a GPU: frames are those of rAF.
import { FakeGateway } from '../../tests/bench/fake.mjs';
import { madeUpRows } from '../../tests/bench/rows.mjs';
import { Talk } from '../../tests/bench/talk.mjs';
import { serve } from '../host.mjs';
import { barePage } from './bare.mjs';
import { heldBy, median, paired, row } from './browser.mjs';
import { growth, streams } from './stream.mjs';
import { watchFrames, watchTalk } from './watch.mjs';

const ROUNDS = 5;
const MESSAGES = 2_000;
/** Their places in the list: the conversation that is opened, and the one from where. */
const [OPENED, OTHER] = [1, 2];

/** A place where chats are looked at: how one is opened there, and how its rows are called. */
function places(browser, url, byHand, gateway, storageState) {
  const scripts = [watchFrames, watchTalk];
  const given = (key) => new URLSearchParams({ gateway: gateway.url, token: gateway.token, session: key });
  return {
    app: (key) => barePage(browser, `${url}chat/${key}`, { storageState, scripts }),
    'by hand': (key) => barePage(browser, `${byHand}?${given(key)}`, { scripts }),
  };
}

/** How the key of a conversation's newest answer begins. */
const newest = (talk) => `r:${talk.newest}`;

async function opened(open, gateway, talk, other) {
  const calls = gateway.heard.length;
  const cold = await open(talk.key);
  const coldMs = await cold.evaluate((begins) => window.awaitRow(begins), newest(talk));
  const asked = gateway.heard.slice(calls);
  const { elements } = await heldBy(cold.send);
  await cold.close();
  return { coldMs, asked, elements, ...(other && (await switched(open, gateway, talk, other))) };
}

/** From another conversation to this one, as a click on a link leads there, and there once more after it was left. */
async function switched(open, gateway, talk, other) {
  const page = await open(other.key);
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
  await new Promise((done) => setTimeout(done, 500));
  const calls = gateway.heard.length;
  const switchedMs = await go(talk);
  const askedThen = gateway.heard.slice(calls);
  await go(other);
  const againMs = await go(talk);
  await page.close();
  return { switchedMs, againMs, askedThen };
}

/** Measures and prints. */
export async function chats(browser, url) {
  const gateway = await new FakeGateway(madeUpRows(50)).start();
  const byHand = await serve({ dir: 'tests/bench/vanilla' });
  try {
    const open = places(browser, url, byHand.url, gateway, await paired(browser, url, gateway));
    const [talk, other] = [OPENED, OTHER].map((at) => new Talk(gateway.rows[at], MESSAGES, at));
    gateway.talks = new Map([talk, other].map((of) => [of.key, of]));
    // Not counted: our host compresses each file when it is first asked for.
    await opened(open.app, gateway, talk);
    const rounds = { app: [], 'by hand': [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.app.push(await opened(open.app, gateway, talk, other));
      rounds['by hand'].push(await opened(open['by hand'], gateway, talk));
    }
    report(rounds);
    const anew = () => {
      const talk = new Talk(gateway.rows[OPENED], 200, OPENED);
      gateway.talks.set(talk.key, talk);
      return talk;
    };
    await streams(open, gateway, anew);
    await growth(open, gateway, anew);
    if (gateway.refused.length) throw new Error(`the fake was asked what it does not know: ${[...new Set(gateway.refused)].join(', ')}`);
  } finally {
    await byHand.close();
    await gateway.stop();
  }
}

function report({ app, 'by hand': byHand }) {
  const ms = (rounds, key) => `${median(rounds.map((round) => round[key])).toFixed(0)} ms`;
  const range = (key) => `${Math.min(...app.map((round) => round[key])).toFixed(0)} to ${Math.max(...app.map((round) => round[key])).toFixed(0)}`;
  const calls = (asked) => `${asked.length} calls: ${asked.join(', ')}`;
  console.log(`\n  a conversation of ${MESSAGES.toLocaleString('en-US')} messages, median of ${ROUNDS}`);
  row('opened cold', ms(app, 'coldMs'), `until its rows are in view (${range('coldMs')}); ${calls(app[0].asked)}`);
  row('the same by hand', ms(byHand, 'coldMs'), calls(byHand[0].asked));
  row('from another one', ms(app, 'switchedMs'), `(${range('switchedMs')}); ${calls(app[0].askedThen)}`);
  row('once more', ms(app, 'againMs'), `(${range('againMs')}), after it was left`);
  row('elements in the page', median(app.map(({ elements }) => elements)), `by hand ${median(byHand.map(({ elements }) => elements))}, which draws 80 messages at once`);
}
