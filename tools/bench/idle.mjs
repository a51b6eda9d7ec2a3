// What an open page costs when nothing happens: requests, bytes and work of its main thread a minute, view by view, against a real
// gateway. Owns the measuring.
import { paired } from './browser.mjs';

/** A page is at rest when nothing was said or heard for so long, the sample of the latency and the log's tail aside. */
const QUIET_MS = 3_000;
const REST_MS = Number(process.env.IDLE_MS ?? 60_000);

/** Every view by what its address is. */
const views = (session) => [
  'sessions', `sessions/${session}`, `chat/${session}`, 'cron', 'analytics', 'tasks', 'tasks?as=runs', 'logs',
  'connection', 'connection?tab=recorder', 'connection?tab=gateway', 'connection?tab=devices', 'settings',
];

/** What is asked again and again on purpose. */
const isDue = (method) => ['last-heartbeat', 'logs.tail'].includes(method);

/** Opens a view in a browser of its own, lets it come to rest, and counts from then on. */
async function atRest(browser, address, storageState) {
  const context = await browser.newContext({ storageState, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const seen = { last: Date.now(), asked: {}, said: 0, heard: 0, events: 0 };
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const { method } = JSON.parse(payload);
      seen.asked[method] = (seen.asked[method] ?? 0) + 1;
      seen.said += payload.length;
      if (!isDue(method)) seen.last = Date.now();
    });
    socket.on('framereceived', ({ payload }) => {
      seen.heard += payload.length;
      if (JSON.parse(payload).type === 'event') seen.events += 1;
    });
  });
  await page.goto(address);
  await page.locator('[data-link="ready"]').first().waitFor();
  while (Date.now() - seen.last < QUIET_MS) await new Promise((done) => setTimeout(done, 100));
  const inspector = await context.newCDPSession(page);
  await inspector.send('Performance.enable');
  const work = async () => (await inspector.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  const before = await work();
  Object.assign(seen, { asked: {}, said: 0, heard: 0, events: 0 });
  return async () => {
    const rested = { ...seen, work: ((await work()) - before) * 1_000 };
    await context.close();
    return rested;
  };
}

/** Measures and prints, each view for a minute. */
export async function idle(browser, url, gateway) {
  const state = await paired(browser, url, gateway);
  const operator = await gateway.rpc();
  const { sessions } = await operator.call('sessions.list', { limit: 1 });
  operator.close();
  const all = views(encodeURIComponent(sessions[0].key));
  console.log(`\n  at rest for ${REST_MS / 1_000} s, a view each`);
  console.log(`  ${'view'.padEnd(26)}${'requests'.padStart(9)}${'events'.padStart(8)}${'said'.padStart(9)}${'heard'.padStart(9)}${'work'.padStart(9)}`);
  for (const view of all) {
    const count = await atRest(browser, `${url}${view}`, state);
    await new Promise((done) => setTimeout(done, REST_MS));
    const { asked, events, said, heard, work } = await count();
    const requests = Object.values(asked).reduce((sum, count) => sum + count, 0);
    const which = Object.entries(asked).map(([method, count]) => `${count} ${method}`).join(', ');
    const name = view.startsWith('sessions/') ? 'sessions, one open' : view.startsWith('chat/') ? 'chat' : view;
    console.log(`  ${name.padEnd(26)}${String(requests).padStart(9)}${String(events).padStart(8)}${`${said} B`.padStart(9)}${`${heard} B`.padStart(9)}${`${work.toFixed(0)} ms`.padStart(9)}  ${which}`);
  }
}
