// What large things in a conversation cost: a table of 10,000 rows, a megabyte of code, a chart of 200 points. A fake gateway answers
// with a conversation in which the thing stands last. Headless and without a GPU: frames are those of rAF.
import { FakeGateway } from '../../tests/bench/fake.mjs';
import { madeUpRows } from '../../tests/bench/rows.mjs';
import { Talk } from '../../tests/bench/talk.mjs';
import { DROPPED_MS, held, median, paired, row } from './browser.mjs';
import { scrolled } from './scroll.mjs';
import { watchFrames } from './watch.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const numbers = (count) => Array.from({ length: count }, (_, at) => at);
const fenced = (language, lines) => ['```' + language, ...lines, '```'].join('\n');
const LINE = '    let total = items.iter().map(|item| item.price * item.count).sum::<u64>(); // a line';

/** What is opened: its text, when it is there, and what is scrolled in it. */
const THINGS = {
  'no such thing': { text: 'Nothing.', there: '.row[data-kind="text"]' },
  'table of 10,000 rows': {
    text: fenced('csv', ['id,name,price,when', ...numbers(10_000).map((at) => `${at},item ${at},${(at * 7) % 1000}.5,2026-0${1 + (at % 9)}-11`)]),
    there: '[data-widget="table"] .row-line',
    scrolls: '[data-widget="table"] .table',
  },
  'a megabyte of code': {
    text: fenced('rust', numbers(Math.ceil(1_000_000 / (LINE.length + 1))).map(() => LINE)),
    there: '[data-widget="code"] pre',
    all: /^Show all/,
    scrolls: '[data-widget="code"] pre[data-windowed]',
  },
  'chart of 200 points': {
    text: fenced('chart', [JSON.stringify({ type: 'line', labels: numbers(200).map(String), series: [{ name: 'a', values: numbers(200).map((at) => at % 17) }] })]),
    there: '[data-widget="chart"] .drawing',
  },
};

async function opened(browser, url, storageState, key, { there, all, scrolls }) {
  const context = await browser.newContext({ storageState, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watchFrames);
  await page.goto(`${url}chat/${key}`);
  await page.locator(there).first().waitFor({ timeout: 60_000 });
  const ms = await page.evaluate(() => performance.now());
  const tasks = await page.evaluate(() => window.seen.longTasks.map(({ duration }) => duration));
  const { elements } = await held(page);
  if (all) await page.getByRole('button', { name: all }).click();
  const wheel = scrolls && (await scrolled(page, scrolls));
  await context.close();
  return { ms, tasksMs: tasks.reduce((sum, duration) => sum + duration, 0), elements, wheel };
}

/** Measures and prints. */
export async function widgets(browser, url) {
  const gateway = await new FakeGateway(madeUpRows(50)).start();
  try {
    const state = await paired(browser, url, gateway);
    const names = Object.keys(THINGS);
    const talks = names.map((name, at) => {
      const talk = new Talk(gateway.rows[at + 1], 2, at + 1);
      talk.messages.at(-1).content[0].text = THINGS[name].text;
      return talk;
    });
    gateway.talks = new Map(talks.map((talk) => [talk.key, talk]));
    // Not counted: our host compresses each file when it is first asked for.
    for (const [at, name] of names.entries()) if (at < 2) await opened(browser, url, state, talks[at].key, { there: THINGS[name].there });
    console.log(`\n  large things in a conversation, opened cold, median of ${ROUNDS}`);
    for (const [at, name] of names.entries()) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1) rounds.push(await opened(browser, url, state, talks[at].key, THINGS[name]));
      const of = (read) => median(rounds.map(read));
      row(name, `${of(({ ms }) => ms).toFixed(0)} ms`, `tasks over 50 ms: ${of(({ tasksMs }) => tasksMs).toFixed(0)} ms until then; ${of(({ elements }) => elements)} elements`);
      if (!rounds[0].wheel) continue;
      const wheel = (key) => of(({ wheel }) => wheel[key]);
      row('  wheel', `${wheel('count')} frames`, `of them ${wheel('dropped')} over ${DROPPED_MS} ms, longest ${wheel('longest').toFixed(0)} ms, ${wheel('tasks')} tasks over 50 ms; ${wheel('scrolled').toLocaleString('en-US')} px`);
    }
  } finally {
    await gateway.stop();
  }
}
