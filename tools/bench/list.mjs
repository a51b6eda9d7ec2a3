// What a list of thousands costs: until all of it is there, while it is scrolled, searched, and while its rows change by the
// thousand. A fake gateway answers, so that the page is what is measured. Headless and without a GPU: frames are those of rAF.
import { FakeGateway } from '../../tests/bench/fake.mjs';
import { madeUpRows } from '../../tests/bench/rows.mjs';
import { DROPPED_MS, held, median, paired, row } from './browser.mjs';
import { pause, scrolled } from './scroll.mjs';
import { watchFrames, watchList, watchMemory, watchPage } from './watch.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const RATES = [0, 1000, 5000];

async function open(browser, url, storageState) {
  const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watchFrames);
  for (const script of [watchMemory, watchPage, watchList]) await page.addInitScript(script);
  const heard = { bytes: 0, calls: 0 };
  page.on('websocket', (socket) => {
    socket.on('framesent', () => (heard.calls += 1));
    socket.on('framereceived', ({ payload }) => (heard.bytes += payload.length));
  });
  await page.goto(`${url}sessions`);
  await page.waitForFunction(() => window.seen.firsts.complete, null, { timeout: 120_000 });
  const { firsts, longTasks } = await page.evaluate(() => window.seen);
  return { context, page, ...heard, ...firsts, tasks: longTasks };
}

async function search(page) {
  const field = page.getByRole('searchbox', { name: 'Search sessions' });
  await field.click();
  const strokes = [];
  // Every digit finds fewer.
  for (const typed of ['123', '907', '45']) {
    for (const digit of typed) {
      await page.evaluate(() => window.awaitSearch());
      await page.keyboard.press(digit);
      strokes.push(await page.evaluate(() => window.searched));
      await pause(100);
    }
    await field.fill('');
    await pause(300);
  }
  return strokes;
}

/** Measures and prints. */
export async function longList(browser, url, count) {
  const gateway = await new FakeGateway(madeUpRows(count)).start();
  try {
    const state = await paired(browser, url, gateway);
    const loads = [];
    const scrolls = new Map([['at rest', []], ...RATES.map((rate) => [rate, []])]);
    const strokes = [];
    let sizes;
    for (let round = 0; round < ROUNDS; round += 1) {
      const opened = await open(browser, url, state);
      sizes = await held(opened.page);
      loads.push(opened);
      scrolls.get('at rest').push(await scrolled(opened.page, '.list', false));
      strokes.push(...(await search(opened.page)));
      for (const rate of RATES) {
        gateway.flood(rate);
        if (rate) await pause(500);
        const [told, from] = [gateway.told, performance.now()];
        const seen = await scrolled(opened.page, '.list');
        scrolls.get(rate).push({ ...seen, told: ((gateway.told - told) * 1000) / (performance.now() - from) });
      }
      gateway.flood(0);
      await opened.context.close();
    }
    report(count, { loads, scrolls, strokes, sizes });
  } finally {
    await gateway.stop();
  }
}

function report(count, { loads, scrolls, strokes, sizes }) {
  const of = (rounds, key) => median(rounds.map((round) => round[key]));
  const ms = (value) => `${value.toFixed(0)} ms`;
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`\n  a list of ${count.toLocaleString('en-US')}, median of ${ROUNDS}`);
  row('first rows', ms(of(loads, 'listed')), 'since the page was opened');
  row('all rows', ms(of(loads, 'complete')), `${of(loads, 'calls')} calls`);
  row('heard on the socket', megabytes(of(loads, 'bytes')), 'apart from the bundle');
  row('tasks over 50 ms', median(loads.map(({ tasks }) => tasks.length)), `longest ${ms(median(loads.map(({ tasks }) => Math.max(0, ...tasks.map(({ duration }) => duration)))))}, until then`);
  row('JavaScript heap', megabytes(sizes.heap), 'after collection');
  row('memory of the program', megabytes(sizes.program));
  row('elements in the page', sizes.elements);
  row('search', ms(of(strokes, 'ms')), `${of(strokes, 'frames')} frames from a key to its result; longest ${ms(Math.max(...strokes.map((stroke) => stroke.ms)))}`);
  for (const [rate, rounds] of scrolls) {
    const name = rate === 'at rest' ? rate : rate ? `wheel, ${rate.toLocaleString('en-US')} events/s` : 'wheel';
    const told = rate > 0 ? `; ${of(rounds, 'told').toFixed(0)} events/s were told` : '';
    const note = `of them ${of(rounds, 'dropped')} over ${DROPPED_MS} ms, longest ${ms(of(rounds, 'longest'))}, ${of(rounds, 'tasks')} tasks over 50 ms (${ms(of(rounds, 'tasksMs'))})${told}`;
    row(name, `${of(rounds, 'count')} frames`, note);
  }
}
