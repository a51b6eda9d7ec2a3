// What answers cost while they stream in: the time of the main thread, frames that are lost, how far the page is behind. Owns these
// figures; what then stands on the page must be what was sent. Headless and without a GPU: frames are those of rAF.
import { Talk } from '../../../tests/bench/talk.mjs';
import { unspaced } from '../../../tests/bench/prose.mjs';
import { rounds } from './sides.mjs';

/** Deltas a second, and how many at least. */
const RATES = [50, 500, 5_000];
const DELTAS = Number(process.env.DELTAS ?? 1_000);
const FRAME_MS = 1_000 / 60;
/** So many messages at most are read from the page and compared. */
const COMPARED = 80;
/** Place in the list of the session whose conversation it is, and how much was said there before. */
const [AT, BEFORE] = [1, 200];

/** A conversation with a past, opened and at rest: `{ talk, page }`. */
export async function opened(side, gateway) {
  const talk = new Talk(gateway.rows[AT], BEFORE, AT);
  gateway.talks.set(talk.key, talk);
  const page = await side.open(side.chat(talk.key));
  await page.evaluate((ending) => window.awaitUsable(ending), talk.ending);
  await page.atRest();
  return { talk, page };
}

/** What stands on the page must be what was sent, and its end must be in view. */
export async function compare(page, talk, before = BEFORE) {
  const messages = Math.min(COMPARED, talk.messages.length - before);
  const below = await page.evaluate(() => window.belowEnd());
  if (below > 1) throw new Error(`the end is ${below} px below what is in view`);
  const sent = talk.shown.slice(-messages).map(unspaced);
  const shown = await page.evaluate((messages) => window.readTalk(messages), messages);
  const wrong = sent.findIndex((text, at) => text !== shown[at]);
  if (wrong < 0 && shown.length === sent.length) return;
  throw new Error(`message ${wrong + 1} of ${sent.length} (${shown.length} shown) was sent as\n${sent[wrong]}\nand is shown as\n${shown[wrong]}`);
}

/** How long the main thread was at work, by its own clock: what other programs take from it does not count. */
export async function worked({ send }) {
  const { metrics } = await send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
}

/** Plays so many deltas to a page and waits until the end of them is drawn; resolves to how many it were, and how late that was. */
async function play({ talk, page }, gateway, rate) {
  const { sent, last } = await gateway.play(talk, rate, DELTAS);
  return { sent, behind: (await page.evaluate((text) => window.awaitEnd(text), talk.ending)) - last };
}

async function work(side, gateway, rate) {
  const open = await opened(side, gateway);
  await open.page.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await worked(open.page);
  const { sent, behind } = await play(open, gateway, rate);
  // What is put off is work too.
  await open.page.atRest();
  const cpu = (((await worked(open.page)) - before) * 1_000) / sent;
  await compare(open.page, open.talk);
  await open.page.close();
  return { cpu, behind };
}

/** On a page of its own: to ask for every frame is work, also where nothing changes. */
async function frames(side, gateway, rate) {
  const open = await opened(side, gateway);
  await open.page.evaluate(() => window.startFrames());
  await play(open, gateway, rate);
  const { frames } = await open.page.evaluate(() => window.stopFrames());
  await open.page.close();
  return { lost: frames.slice(1).reduce((sum, at, n) => sum + Math.max(0, Math.round((at - frames[n]) / FRAME_MS) - 1), 0) };
}

/** Measures, and adds its rows. */
export async function streams(table, sides, { gateway }) {
  for (const rate of RATES) {
    const { cpu, behind } = await rounds(sides, (side) => work(side, gateway, rate));
    const { lost } = await rounds(sides, (side) => frames(side, gateway, rate), { byHand: 1 });
    table.row(`${rate.toLocaleString('en-US')} deltas a second, main thread per 1,000`, { ...cpu, unit: 'ms', times: 1.3 });
    table.row(`  frames lost over ${DELTAS.toLocaleString('en-US')}`, { ...lost, most: 5 });
    table.row('  text complete after the last byte', { ...behind, unit: 'ms', most: 100 });
  }
}
