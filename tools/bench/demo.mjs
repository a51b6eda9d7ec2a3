// How long it takes from opening the page to seeing what people look at first in the demo: cold loads, the demo's own program included. Owns
// the measuring; cold loads against a real gateway are in rival.mjs, and the limits that every test run holds in budget.mjs.
import os from 'node:os';
import { median, row } from './browser.mjs';

const ROUNDS = 5;
/** A load is over when the page has sent nothing for so long. */
const QUIET_MS = 1000;

/** Runs in the page: notes when the first element of each kind appears, in ms since the navigation began. */
function noteFirsts() {
  window.firsts = {};
  const watched = { linked: '[data-link="ready"]', listed: '.row[data-key]', detailed: '.detail[data-key] [role="tabpanel"]', settings: '.settings h1' };
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(watched)) {
      if (!(name in window.firsts) && document.querySelector(selector)) window.firsts[name] = performance.now();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-link'] });
}

/** One cold load: nothing cached, everything stored. It has come when all of these were shown once, by the names of `noteFirsts`. */
async function load(browser, address, shows) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(noteFirsts);
  const seen = { requests: 0, last: Date.now() };
  page.on('request', (request) => {
    if (request.url().startsWith('data:')) return;
    seen.requests += 1;
    seen.last = Date.now();
  });

  await page.goto(address);
  await page.waitForFunction((shows) => shows.every((name) => name in window.firsts), shows);
  while (Date.now() - seen.last < QUIET_MS) await new Promise((done) => setTimeout(done, 100));

  const times = await page.evaluate(() => ({
    ...Object.fromEntries(performance.getEntriesByType('paint').map((entry) => [entry.name, entry.startTime])),
    ...window.firsts,
  }));
  await context.close();
  return { ...times, ...seen };
}

/** A session that every demo has. */
const SESSION = 'agent:home:main';

/** What people open in the demo first: where it lies, and what then is shown. */
const DEMOS = [
  ['the list of the demo', 'sessions', ['linked', 'listed']],
  ['a session of the demo', `sessions/${SESSION}`, ['linked', 'detailed']],
  ['the settings in the demo', 'settings', ['linked', 'settings']],
];

/** Measures and prints. The demo needs no gateway and goes on meanwhile. */
export async function coldDemos(browser, url) {
  // Not counted: our host compresses each file when it is first asked for.
  await load(browser, `${url}sessions?demo`, ['listed']);
  for (const [title, path, shows] of DEMOS) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await load(browser, `${url}${path}?demo`, shows));
    const of = times(rounds, `cold load of ${title}`, shows);
    row('requests', median(of('requests')), 'all to the host of the bundle');
  }
}

/** What stands before a figure. */
const NAMES = { 'first-contentful-paint': 'first content painted', linked: 'link ready', listed: 'first session listed', detailed: 'detail opened', settings: 'settings shown' };

/** Prints how long a load took until what; returns the way to one figure of all rounds. */
function times(rounds, title, shows) {
  const of = (key) => rounds.map((round) => round[key]);
  const paint = median(of('first-contentful-paint'));
  console.log(`\n  ${title}, median of ${rounds.length} (${os.cpus().length} cores)`);
  for (const key of ['first-contentful-paint', ...shows]) {
    const value = median(of(key));
    row(NAMES[key], `${value.toFixed(0)} ms`, `${(value / paint).toFixed(2)} x  (${Math.min(...of(key)).toFixed(0)} to ${Math.max(...of(key)).toFixed(0)})`);
  }
  return of;
}
