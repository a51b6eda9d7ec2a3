// What a year of usage costs: the demo's, by days, after a month of it stood there, which is reading the answer and drawing it; and what
// drawing alone costs, by weeks, by months and by days again. Time on the main thread is that of the inspector: script, style and layout
// together. The demo's own counting runs in a worker and is not in it.
import { median, row } from './browser.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const DAY = 86_400_000;
const date = (back) => new Date(Date.now() - back * DAY).toISOString().slice(0, 10);

async function busy(inspector) {
  const { metrics } = await inspector.send('Performance.getMetrics');
  const seconds = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return 1_000 * (seconds('ScriptDuration') + seconds('LayoutDuration') + seconds('RecalcStyleDuration'));
}

/** Presses, and waits until so many buckets stand in the chart and two frames are drawn. */
async function drawn(page, inspector, press, [least, most]) {
  const before = await busy(inspector);
  await press();
  await page.waitForFunction(
    ([least, most]) => {
      const now = Number(document.querySelector('[role="slider"]')?.getAttribute('aria-valuemax'));
      return now >= least && now <= most;
    },
    [least, most],
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return (await busy(inspector)) - before;
}

/** Measures and prints. */
export async function aYear(browser, url) {
  const seen = { 'a year read and drawn by days': [], 'drawn by weeks': [], 'drawn by months': [], 'drawn by days': [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${url}analytics?demo&still&range=30d`);
    await page.locator('[role="slider"]').waitFor();
    const inspector = await context.newCDPSession(page);
    await inspector.send('Performance.enable');
    const choose = (name) => () => page.getByRole('button', { name, exact: true }).click();
    await choose('Custom')();
    const year = () => page.getByLabel('First day').fill(date(364));
    seen['a year read and drawn by days'].push(await drawn(page, inspector, year, [365, 366]));
    seen['drawn by weeks'].push(await drawn(page, inspector, choose('Per week'), [52, 54]));
    seen['drawn by months'].push(await drawn(page, inspector, choose('Per month'), [12, 13]));
    seen['drawn by days'].push(await drawn(page, inspector, choose('Per day'), [365, 366]));
    await context.close();
  }
  console.log(`\n  a year of usage in the demo, time on the main thread, median of ${ROUNDS}`);
  for (const [name, values] of Object.entries(seen)) row(name, `${median(values).toFixed(0)} ms`, `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`);
}
