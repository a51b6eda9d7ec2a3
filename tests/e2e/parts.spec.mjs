// The views that are loaded on demand: when they come, and what is said when they do not. Knows nothing of what they show.
import { expect, test } from './support/test.mjs';

const CHAT = /\/assets\/pack-chat-[^/]*\.wasm/;
const REST = /\/assets\/pack-rest-[^/]*\.wasm/;
const ANY = /\/assets\/pack-[^/]*\.wasm/;
const conversation = (page) => page.getByRole('log');

test('once there is a connection every view is there, even when its host is not', async ({ page, dashboard }) => {
  const loaded = page.waitForResponse(REST);
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
  await (await loaded).finished();
  await page.route(/\/assets\//, (route) => route.abort());
  await page.getByRole('link', { name: 'Chat', exact: true }).click();
  await expect(conversation(page)).toBeVisible();
});

test('going through all views fetches a handful of files', async ({ page, dashboard }) => {
  const asked = [];
  page.on('request', (request) => /\/assets\//.test(request.url()) && asked.push(request.url()));
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
  for (const view of ['Now', 'Cron', 'Analytics', 'Tasks', 'Logs', 'Connection', 'Settings', 'Chat']) {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${view}`) }).click();
    await expect(page).toHaveTitle(new RegExp(`${view} · OpenClutch$`));
    await expect(page.getByText('Loading', { exact: true })).toHaveCount(0);
  }
  // Styles, glue, program, the view that was opened, all the others; the demo's worker with its program, and that which colours code.
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.length).toBeLessThanOrEqual(9);
});

test('the view that the address names is asked for before the program runs, and once', async ({ page, dashboard }) => {
  const asked = [];
  page.on('request', (request) => CHAT.test(request.url()) && asked.push(request.url()));
  const first = page.waitForRequest(CHAT);
  await page.route(/\/assets\/openclutch-[^/]*\.wasm/, async (route) => {
    await first;
    await route.continue();
  });
  await dashboard.open('chat?demo&still');
  await expect(conversation(page)).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('a view that does not come says so, and comes when it is asked for again', async ({ page, dashboard }) => {
  let isMissing = true;
  await page.route(ANY, (route) => (isMissing ? route.fulfill({ status: 404, contentType: 'text/html', body: 'no such file' }) : route.continue()));
  await dashboard.open('chat?demo&still');
  const sorry = page.getByRole('alert').filter({ hasText: 'This part could not be loaded.' });
  await expect(sorry).toBeVisible();
  await sorry.getByRole('button', { name: 'Try again' }).click();
  await expect(sorry, 'it is still missing').toBeVisible();
  isMissing = false;
  await sorry.getByRole('button', { name: 'Try again' }).click();
  await expect(conversation(page)).toBeVisible();
});

test('a conversation stands there before its widgets are asked for', async ({ page, dashboard }) => {
  // The views that nobody wants yet stay away: where the text is late they would be asked for before it, and the widgets come with them.
  await page.route(REST, () => {});
  await page.addInitScript(() => {
    const wait = window.setTimeout.bind(window);
    const AHEAD = 2_001;
    window.setTimeout = (then, ms, ...given) => (ms === AHEAD ? 0 : wait(then, ms, ...given));
    new MutationObserver((_, watch) => {
      if (!document.querySelector('[role="log"] .words')) return;
      window.textStood = performance.now();
      watch.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await dashboard.open('chat/agent%3Amain%3Adashboard%3A0a1b2c3d-0000-4000-8000-000000000024?demo&still');
  await expect(page.locator('[data-widget="table"]').first()).toBeVisible();
  const [text, asked] = await page.evaluate(() => [window.textStood, performance.getEntriesByType('resource').filter(({ name }) => name.includes('/pack-widgets-')).map(({ startTime }) => startTime)]);
  expect(asked).toHaveLength(1);
  expect(asked[0], 'asked for, after the text stood').toBeGreaterThan(text);
});
