// What a board of thousands of tasks costs: until the first card is there, while a column and the list are scrolled, when one card is moved
// by a key, and when another tab writes one. The demo's gateway is still meanwhile. Time on the main thread is that of the inspector.
import { DROPPED_MS, held, median, row } from './browser.mjs';
import { pause, scrolled } from './scroll.mjs';
import { watchFrames } from './watch.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);

/** Writes so many tasks into the store of a page, as they are kept. */
function seed(count) {
  if (localStorage.getItem('openclutch.task.t0')) return;
  const columns = ['todo', 'doing', 'blocked', 'done'];
  for (let at = 0; at < count; at += 1) {
    const now = Date.now() - at * 60_000;
    const of = (value) => [value, now];
    const value = {
      id: `t${at}`, madeAt: now, gone: of(false), number: of(at + 1), title: of(`Task ${at}, with a title of some words`), about: of(''),
      column: of(columns[at % 4]), order: of(`U${String(at).padStart(5, '0')}`), since: of(now), priority: of(['none', 'low', 'high'][at % 3]),
      labels: of(at % 2 ? ['docs', 'home'] : []), project: of(''), due: of(at % 5 ? null : '2030-01-01'), steps: of([]),
      blockedBy: of(at > 100 && at % 7 === 0 ? [`t${at - 100}`] : []), reason: of(''), links: of([]), follows: of(false), origin: of(''), log: of([]),
    };
    localStorage.setItem(`openclutch.task.${value.id}`, JSON.stringify({ v: 1, value }));
  }
}

async function busy(inspector) {
  const { metrics } = await inspector.send('Performance.getMetrics');
  const seconds = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return 1_000 * (seconds('ScriptDuration') + seconds('LayoutDuration') + seconds('RecalcStyleDuration'));
}

const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Measures and prints. */
export async function manyTasks(browser, url, count) {
  const seen = {};
  const note = (name, value) => (seen[name] = [...(seen[name] ?? []), value]);
  let sizes;
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${url}settings?demo&still`);
    await page.evaluate(seed, count);
    await page.addInitScript(watchFrames);
    await page.goto(`${url}tasks?demo&still`);
    await page.locator('.card').first().waitFor();
    note('first card', await page.evaluate(() => performance.now()));
    await pause(1_500);
    sizes = await held(page);
    const inspector = await context.newCDPSession(page);
    await inspector.send('Performance.enable');
    const costs = async (name, deed) => {
      const before = await busy(inspector);
      await deed();
      await drawn(page);
      note(name, (await busy(inspector)) - before);
    };
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
    await costs('a card moved by a key', () => page.keyboard.press('ArrowDown'));
    await page.keyboard.press('Escape');
    const other = await context.newPage();
    await other.goto(`${url}settings?demo&still`);
    await costs('a title written by another tab', async () => {
      await other.evaluate(() => {
        const kept = JSON.parse(localStorage.getItem('openclutch.task.t4'));
        kept.value.title = ['Written elsewhere', Date.now() + 1_000];
        localStorage.setItem('openclutch.task.t4', JSON.stringify(kept));
      });
      await page.getByText('Written elsewhere').first().waitFor();
    });
    await other.close();
    await page.bringToFront();
    await costs('a letter typed in the search', async () => {
      await page.getByRole('searchbox').fill('7');
    });
    await page.getByRole('searchbox').fill('');
    note('wheel, column', await scrolled(page, '.column .cards'));
    await page.goto(`${url}tasks?demo&still&as=list`);
    await page.locator('.card').first().waitFor();
    await pause(1_000);
    note('wheel, list', await scrolled(page, '.tasks .rows'));
    await context.close();
  }
  console.log(`\n  a board of ${count.toLocaleString('en-US')} tasks in the demo, median of ${ROUNDS}`);
  row('elements in the page', sizes.elements);
  for (const [name, values] of Object.entries(seen)) {
    if (typeof values[0] === 'number') row(name, `${median(values).toFixed(0)} ms`, `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`);
    else {
      const of = (key) => median(values.map((round) => round[key]));
      row(name, `${of('count')} frames`, `of them ${of('dropped')} over ${DROPPED_MS} ms, longest ${of('longest').toFixed(0)} ms, ${of('tasks')} tasks over 50 ms`);
    }
  }
}
