// What an open page costs when nothing happens: requests and work of its main thread a minute, view by view. Owns these figures. All views
// are open at once, each in a browser of its own that it believes to be looked at; the clock is that of each page's own thread.
import { ROUNDS } from './sides.mjs';
import { worked } from './stream.mjs';

/** A page is at rest when it has asked nothing for so long that is not due. */
const QUIET_MS = 3_000;
const MINUTE_MS = Number(process.env.MINUTE_MS ?? 60_000);

/** Every view: its name, and what its address is. */
const views = (session) => ({
  now: '', list: 'sessions', 'list, one session open': `sessions/${session}`, chat: `chat/${session}`, cron: 'cron', analytics: 'analytics', tasks: 'tasks',
  'tasks, background runs': 'tasks?as=runs', projects: 'projects', logs: 'logs', connection: 'connection', recorder: 'connection?tab=recorder',
  'connection, gateway': 'connection?tab=gateway', devices: 'connection?tab=devices', settings: 'settings',
});

/** What is asked again and again on purpose: the sample of the latency, and the tail of the log by the view of it. */
const isDue = (view, method) => method === 'last-heartbeat' || (view === 'logs' && method === 'logs.tail');

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const asked = (view, { traffic }) => traffic.calls.filter((method) => !isDue(view, method));
/** Requests to the host of the page count as well as calls. */
const total = (view, page) => asked(view, page).length + page.traffic.requests;

async function open(side, view, address) {
  const page = await side.open(address, { isCounted: true });
  if ((await page.evaluate(() => document.visibilityState)) !== 'visible') throw new Error(`${view} believes that nobody looks`);
  for (let [last, since] = [-1, Date.now()]; Date.now() - since < QUIET_MS; await pause(200)) {
    if (total(view, page) !== last) [last, since] = [total(view, page), Date.now()];
  }
  await page.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { view, page, requests: [], work: [] };
}

async function minute(opened) {
  const before = await Promise.all(opened.map(async ({ view, page }) => ({ asked: total(view, page), work: await worked(page) })));
  await pause(MINUTE_MS);
  for (const [at, { view, page, requests, work }] of opened.entries()) {
    work.push((await worked(page)) - before[at].work);
    requests.push(total(view, page) - before[at].asked);
  }
}

/** Of each minute, the most of all views. */
const most = (opened) => opened.map(({ requests }) => requests).reduce((most, each) => each.map((count, round) => Math.max(count, most[round])));

/** Measures, minute by minute, and adds its rows. */
export async function idle(table, { ours, byHand }, { key }) {
  const opened = [];
  for (const [view, address] of Object.entries(views(encodeURIComponent(key)))) opened.push(await open(ours, view, ours.view(address)));
  const others = [await open(byHand, 'list', byHand.list), await open(byHand, 'chat', byHand.chat(key))];
  const before = opened.map(({ view, page }) => asked(view, page).length);
  for (let round = 0; round < ROUNDS; round += 1) await minute([...opened, ...others]);
  for (const { view, work } of opened) {
    table.row(`a minute at rest: ${view}`, { ours: work, byHand: others.find((other) => other.view === view)?.work, unit: 'ms', most: 50 });
  }
  table.row('  requests that are not due, in any view', { ours: most(opened), byHand: most(others), most: 0 });
  for (const [at, { view, page }] of opened.entries()) {
    const more = asked(view, page).slice(before[at]);
    if (more.length) console.log(`    ${view} asked ${more.join(', ')}`);
  }
  for (const { page } of [...opened, ...others]) await page.close();
}
