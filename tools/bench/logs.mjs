// What a full log costs: 50,000 lines in the demo, scrolled by the wheel while 5,000 more a second come, and searched by a pattern. In this
// trial the demo answers more at once than a gateway does, so that all of them reach the page.
import { DROPPED_MS, held, median, row } from './browser.mjs';
import { pause, scrolled } from './scroll.mjs';
import { watchFrames } from './watch.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const LIST = '.logs .list';
const KEPT = 50_000;

const kept = (page) => page.evaluate(() => Number(document.querySelector('.logs .summary').textContent.match(/([\d,]+) lines? kept/)?.[1].replaceAll(',', '') ?? 0));

/** Watches the frames while something is done and until it shows: how many, the longest, and how long it took. */
async function during(page, deed, shows) {
  await page.evaluate(() => {
    const seen = { count: 0, longest: 0, dropped: 0, last: performance.now(), from: performance.now(), is: true };
    window.logFrames = seen;
    const next = (now) => {
      if (seen.count > 0) {
        seen.longest = Math.max(seen.longest, now - seen.last);
        if (now - seen.last > 20) seen.dropped += 1;
      }
      seen.last = now;
      seen.count += 1;
      if (seen.is) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await deed();
  await shows();
  return page.evaluate(() => {
    window.logFrames.is = false;
    const { count, longest, dropped, from } = window.logFrames;
    return { count, longest, dropped, took: performance.now() - from };
  });
}

/** Measures and prints. */
export async function fullLog(browser, url, rate) {
  const seen = {};
  const note = (name, value) => (seen[name] = [...(seen[name] ?? []), value]);
  let sizes;
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(watchFrames);
    await page.goto(`${url}logs?demo&still&lines=${rate}`);
    await page.locator('.logs .row').first().waitFor();
    note('first lines, ms', await page.evaluate(() => performance.now()));
    await page.waitForFunction((most) => document.querySelector('.logs .summary').textContent.includes(`${most.toLocaleString('en-US')} lines kept`), KEPT, { timeout: 60_000 });
    note('50,000 lines kept, ms', await page.evaluate(() => performance.now()));
    await pause(3_000);
    sizes = await held(page);
    note('frames, following', await during(page, () => pause(6_000), () => {}));
    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, -3_000);
    note('wheel, lines coming', await scrolled(page, LIST));
    await page.getByRole('button', { name: 'Pause' }).click();
    await pause(3_000);
    note('wheel, paused', await scrolled(page, LIST));
    const find = page.getByRole('searchbox');
    note('regex over all', await during(page, () => find.fill('/(closed|passed) .*\\d{3}/'), () => page.waitForFunction(() => /^[\d,]+ shown$/.test(document.querySelector('.logs .reading').textContent), undefined, { timeout: 60_000 })));
    note('words over all', await during(page, () => find.fill('presence'), () => page.waitForFunction(() => /^[\d,]+ shown$/.test(document.querySelector('.logs .reading').textContent), undefined, { timeout: 60_000 })));
    note('lines kept', await kept(page));
    await context.close();
  }
  console.log(`\n  a log of ${KEPT.toLocaleString('en-US')} lines in the demo, ${rate.toLocaleString('en-US')} more a second, median of ${ROUNDS}`);
  row('elements in the page', sizes.elements);
  for (const [name, values] of Object.entries(seen)) {
    const of = (key) => median(values.map((round) => round[key]));
    if (typeof values[0] === 'number') row(name, `${median(values).toFixed(0)}`, `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`);
    else if ('took' in values[0]) row(name, `${of('count')} frames`, `of them ${of('dropped')} over 20 ms, longest ${of('longest').toFixed(0)} ms, ${of('took').toFixed(0)} ms in all`);
    else row(name, `${of('count')} frames`, `of them ${of('dropped')} over ${DROPPED_MS} ms, longest ${of('longest').toFixed(0)} ms, ${of('tasks')} tasks over 50 ms`);
  }
}
