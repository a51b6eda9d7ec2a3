// How long it takes from opening the page to seeing one's sessions, and what
// that costs: cold loads in headless Chromium against a real gateway with many
// sessions. Owns the measuring; the limits that must hold are in budget.mjs.
import os from 'node:os';
import { chromium } from '@playwright/test';
import { CHROMIUM } from './chromium.mjs';
import { startGateway } from '../tests/lab/gateway.mjs';
import { serve } from './host.mjs';
import { print, sizes } from './sizes.mjs';

const SESSIONS = Number(process.env.SESSIONS ?? 1000);
const ROUNDS = 5;
/** A load is over when the page has sent nothing for so long. */
const QUIET_MS = 1000;

/** Runs in the page: notes when the first element of each kind appears, in ms since the navigation began. */
function noteFirsts() {
  window.firsts = {};
  const watched = { linked: '[data-link="ready"]', listed: 'tr[data-key]' };
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(watched)) {
      if (!(name in window.firsts) && document.querySelector(selector)) window.firsts[name] = performance.now();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-link'] });
}

/** Pairs one browser with the gateway and keeps what it stored, as a person's browser would. */
async function paired(browser, url, gateway) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}sessions`);
  const form = page.getByRole('form', { name: 'Connect to a gateway' });
  await form.getByRole('textbox', { name: 'Gateway address' }).fill(gateway.url);
  await form.locator('input[type="password"]').fill(gateway.token);
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.locator('tr[data-key]').first().waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** One cold load: nothing cached, everything stored. */
async function load(browser, url, storageState) {
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  await page.addInitScript(noteFirsts);
  const seen = { requests: 0, calls: 0, heardBytes: 0, last: Date.now() };
  const note = (key, by = 1) => {
    seen[key] += by;
    seen.last = Date.now();
  };
  page.on('request', (request) => request.url().startsWith('data:') || note('requests'));
  page.on('websocket', (socket) => {
    note('requests');
    socket.on('framesent', ({ payload }) => JSON.parse(payload).type === 'req' && note('calls'));
    socket.on('framereceived', ({ payload }) => note('heardBytes', payload.length));
  });

  await page.goto(`${url}sessions`);
  await page.locator('tr[data-key]').first().waitFor();
  while (Date.now() - seen.last < QUIET_MS) await new Promise((done) => setTimeout(done, 100));

  const times = await page.evaluate(() => ({
    ...Object.fromEntries(performance.getEntriesByType('paint').map((entry) => [entry.name, entry.startTime])),
    ...window.firsts,
  }));
  const inspector = await context.newCDPSession(page);
  await inspector.send('HeapProfiler.collectGarbage');
  await inspector.send('Performance.enable');
  const { metrics } = await inspector.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
  await context.close();
  return { ...times, ...seen, heap };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function report(rounds) {
  const of = (key) => rounds.map((round) => round[key]);
  const paint = median(of('first-contentful-paint'));
  console.log(`\n  cold load, ${SESSIONS} sessions, median of ${rounds.length} (${os.cpus().length} cores)`);
  const row = (name, value, note = '') => console.log(`  ${name.padEnd(22)}${value.padStart(12)}  ${note}`);
  for (const [name, key] of [['first content painted', 'first-contentful-paint'], ['link ready', 'linked'], ['first session listed', 'listed']]) {
    const value = median(of(key));
    row(name, `${value.toFixed(0)} ms`, `${(value / paint).toFixed(2)} x  (${Math.min(...of(key)).toFixed(0)} to ${Math.max(...of(key)).toFixed(0)})`);
  }
  row('requests', String(median(of('requests'))), 'the socket included');
  row('calls to the gateway', String(median(of('calls'))), 'connect included');
  row('heard on the socket', `${(median(of('heardBytes')) / 1e3).toFixed(0)} kB`);
  row('JavaScript heap', `${(median(of('heap')) / 1e6).toFixed(1)} MB`, 'after collection; the program\'s own memory not included');
}

print(sizes());
const browser = await chromium.launch(CHROMIUM);
const site = await serve();
const gateway = await startGateway();
try {
  console.log(`  seeding ${SESSIONS} sessions`);
  await gateway.seed(SESSIONS);
  const state = await paired(browser, site.url, gateway);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await load(browser, site.url, state));
  report(rounds);
} finally {
  await browser.close();
  await gateway.dispose();
  await site.close();
}
