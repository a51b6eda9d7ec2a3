// The frame around the views: which gateway, how the link stands and stood, and the ways to the views on every width.
import { startGateway } from '../lab/gateway.mjs';
import { startProxy } from '../lab/proxy.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

const hostOf = (gateway) => new URL(gateway.http).host;

test.describe('with two gateways', () => {
  let other;
  test.beforeAll(async () => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    other = await startGateway();
  });
  test.afterAll(() => other?.dispose());

  test('one is left for the other without a reload, and nothing of the first stays on screen', async ({ page, dashboard, gateway, operator }) => {
    const elsewhere = await other.rpc();
    const here = await operator.call('sessions.create', { label: 'Only in the first' });
    const there = await elsewhere.call('sessions.create', { label: 'Only in the second' });
    elsewhere.close();

    await dashboard.connect(gateway);
    await expect(dashboard.row(here.key)).toBeVisible();
    await page.evaluate(() => (window.sameDocument = true));
    await dashboard.addGateway();
    await dashboard.ask({ url: other.url, token: other.token });
    await dashboard.arrived();
    await expect(dashboard.row(there.key)).toBeVisible();
    await expect(dashboard.row(here.key)).toHaveCount(0);

    const choices = page.getByRole('group', { name: 'Gateways' });
    for (const [to, mine, foreign] of [[gateway, here, there], [other, there, here]]) {
      await dashboard.switcher.click();
      await choices.getByRole('button', { name: hostOf(to) }).click();
      await expect(choices).toBeHidden();
      await expect(dashboard.switcher).toContainText(hostOf(to));
      await dashboard.arrived();
      await expect(dashboard.row(mine.key)).toBeVisible();
      await expect(dashboard.row(foreign.key)).toHaveCount(0);
    }
    expect(await page.evaluate(() => window.sameDocument)).toBe(true);
    await page.getByRole('button', { name: /^Connected/ }).click();
    await expect(dashboard.facts, 'switching is no loss').toContainText('None since this tab was opened');
  });

  test('a tab stays where it is when another tab goes elsewhere', async ({ page, context, site, dashboard, gateway }) => {
    await dashboard.connect(gateway);
    const { Dashboard } = await import('./support/dashboard.mjs');
    const second = new Dashboard(await context.newPage(), site.url);
    await second.open();
    await second.arrived();
    await second.addGateway();
    await second.ask({ url: other.url, token: other.token });
    await second.arrived();
    await dashboard.switcher.click();
    await expect(page.getByRole('group', { name: 'Gateways' }).getByRole('button', { name: hostOf(other) }), 'it is listed here too').toBeVisible();
    await expect(dashboard.switcher).toContainText(hostOf(gateway));
    await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
  });
});

test.describe('over a road that can fail', () => {
  let road;
  test.beforeEach(async ({ gateway }) => {
    road = await startProxy({ target: gateway.port });
  });
  test.afterEach(() => road.close());

  test('the chip opens what is known of the link, and its latency is that of the road', async ({ page, dashboard, gateway }) => {
    road.delay(200);
    await dashboard.connect(gateway, { url: road.url });
    await dashboard.link.click();
    await expect(dashboard.facts).toContainText(/Connected for \d+s/);
    await expect(dashboard.facts).toContainText(/OpenClaw \d{4}\.\d+\.\d+, protocol 4/);
    await expect(dashboard.facts.getByRole('listitem').filter({ hasText: 'See everything' })).toBeVisible();
    const line = dashboard.facts.getByRole('listitem').filter({ hasText: /^Median/ });
    const median = async () => Number(/\d+/.exec(await line.textContent())[0]);
    // The first sample may be one of a gateway that was busy starting.
    await expect.poll(median, { timeout: 45_000 }).toBeLessThan(1000);
    expect(await median()).toBeGreaterThanOrEqual(200);
    await page.keyboard.press('Escape');
    await expect(dashboard.facts).toBeHidden();
    await expect(dashboard.link).toBeFocused();
  });

  test('a loss is listed with its code, its length and the way back, and can be cleared', async ({ dashboard, gateway }) => {
    await dashboard.connect(gateway, { url: road.url });
    await dashboard.link.click();
    await expect(dashboard.facts).toContainText('None since this tab was opened');
    road.drop();
    const losses = dashboard.facts.getByRole('listitem').filter({ has: dashboard.page.locator('.time') });
    await expect(losses).toHaveCount(1);
    await expect(losses).toContainText('1006');
    await expect(losses).toContainText('The connection broke off without a word');
    await expect(losses).toContainText(/back after \d+s/);
    await expect(losses.locator('.time')).toHaveAttribute('title', /\d{4}/);
    await dashboard.facts.getByRole('button', { name: 'Clear' }).click();
    await expect(losses).toHaveCount(0);
  });
});

test('the title and the rail say where we are', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  const views = page.getByRole('navigation', { name: 'Views' });
  await expect(page).toHaveTitle(/^(\(\d+( waiting)?\) )?Sessions · OpenClutch$/);
  await expect(views.getByRole('link', { name: /^Sessions/ })).toHaveAttribute('aria-current', 'page');
  await views.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveTitle(/^(\(\d+( waiting)?\) )?Settings · OpenClutch$/);
  await expect(views.getByRole('link', { name: 'Settings' })).toHaveAttribute('aria-current', 'page');
  await expect(views.getByRole('link', { name: /^Sessions/ })).not.toHaveAttribute('aria-current');
});

test('the rail is words on a wide screen, icons on a middling one, and a bar at the bottom of a phone', async ({ page, dashboard }) => {
  await dashboard.open('settings');
  const views = page.getByRole('navigation', { name: 'Views' });
  const settings = views.getByRole('link', { name: 'Settings' });
  const more = views.getByRole('button', { name: 'More' });
  const at = async (width, height) => {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${width}`).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight), `${width}`).toBe(0);
    const entry = width < 600 ? more : settings;
    return [await views.boundingBox(), await entry.boundingBox()];
  };
  let [rail, entry] = await at(1440, 900);
  expect(rail.width).toBeGreaterThan(180);
  expect(rail.height).toBe(900);
  [rail, entry] = await at(768, 1024);
  expect(rail.width).toBeLessThan(64);
  expect(entry.height).toBeGreaterThanOrEqual(40);
  await expect(settings).toHaveAttribute('title', 'Settings');
  [rail, entry] = await at(360, 740);
  expect(rail.width).toBe(360);
  expect(rail.y + rail.height).toBe(740);
  expect(Math.min(entry.width, entry.height), 'large enough for a thumb').toBeGreaterThanOrEqual(44);
  await at(320, 640);
  await expect(more).toHaveAttribute('aria-current', 'true');
  for (const rest of ['Logs', 'Connection', 'Settings']) await expect(views.getByRole('link', { name: rest }), 'not in the bar').toBeHidden();
  const others = page.getByRole('navigation', { name: 'More views' });
  await more.click();
  await expect(others.getByRole('link')).toHaveText(['Logs', 'Connection', 'Settings']);
  await others.getByRole('link', { name: 'Logs' }).click();
  await expect(page).toHaveURL(/\/logs/);
  await expect(others).toBeHidden();
});
