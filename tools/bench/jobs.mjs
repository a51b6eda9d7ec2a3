// What a list of a thousand jobs costs: until all of it is there, at rest, and while it is scrolled. The demo's gateway answers, from a
// worker that shares the machine; with `still` nothing happens in it. Headless and without a GPU: frames are those of rAF.
import { DROPPED_MS, held, median, row } from './browser.mjs';
import { pause, scrolled } from './scroll.mjs';
import { watchFrames } from './watch.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);

async function open(browser, url, count, more) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watchFrames);
  await page.goto(`${url}cron?demo&jobs=${count}${more}`);
  await page.locator('.list .row[data-key]').first().waitFor({ timeout: 120_000 });
  const listed = await page.evaluate(() => performance.now());
  const isComplete = (count) => Number(document.querySelector('.list')?.getAttribute('aria-rowcount')) > count * 0.95;
  await page.waitForFunction(isComplete, count, { timeout: 120_000 });
  const complete = await page.evaluate(() => performance.now());
  await pause(1500);
  return { context, page, listed, complete };
}

/** Measures and prints. */
export async function manyJobs(browser, url, count) {
  const loads = [];
  const seen = new Map();
  let sizes;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [world, more] of [['nothing happens', '&still'], ['jobs run', '']]) {
      const opened = await open(browser, url, count, more);
      if (more) loads.push(opened);
      for (const [what, turns] of [['at rest', false], ['wheel', true]]) {
        const name = `${what}, ${world}`;
        seen.set(name, [...(seen.get(name) ?? []), await scrolled(opened.page, '.list', turns)]);
      }
      sizes = await held(opened.page);
      await opened.context.close();
    }
  }
  const of = (rounds, key) => median(rounds.map((round) => round[key]));
  console.log(`\n  a list of ${count.toLocaleString('en-US')} jobs in the demo, median of ${ROUNDS}`);
  row('first rows', `${of(loads, 'listed').toFixed(0)} ms`, 'since the page was opened, the demo included');
  row('all rows', `${of(loads, 'complete').toFixed(0)} ms`);
  row('elements in the page', sizes.elements);
  for (const [name, rounds] of seen) {
    row(name, `${of(rounds, 'count')} frames`, `of them ${of(rounds, 'dropped')} over ${DROPPED_MS} ms, longest ${of(rounds, 'longest').toFixed(0)} ms, ${of(rounds, 'tasks')} tasks over 50 ms`);
  }
}
