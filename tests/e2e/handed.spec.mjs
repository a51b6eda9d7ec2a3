// What a link hands over behind '#': it leaves the address at once, and nobody is contacted whom the person does not know.
import { expect, test } from './support/test.mjs';

const handed = (gateway) => `#gateway=${encodeURIComponent(gateway.url)}&token=${gateway.token}`;
const warning = (page) => page.getByText('A link filled this in.');

test('an unknown gateway is asked about, and contacted only when the person says so', async ({ page, dashboard, gateway, wire }) => {
  await dashboard.open(`sessions${handed(gateway)}`);
  await expect(warning(page)).toBeVisible();
  await expect(dashboard.address).toHaveValue(gateway.url);
  await expect(dashboard.secret()).toHaveValue(gateway.token);
  expect(page.url()).not.toContain('#');
  expect(wire.sockets).toHaveLength(0);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('lab-token');

  await dashboard.connectButton.click();
  await dashboard.arrived();
  await expect(warning(page)).toHaveCount(0);
  await page.goBack();
  expect(page.url()).not.toContain('lab-token');
});

test('a gateway that is known is connected to, in a new tab and in one that is here', async ({ page, context, dashboard, gateway, site }) => {
  await dashboard.connect(gateway);
  const second = await context.newPage();
  await second.goto(`${site.url}now${handed(gateway)}`);
  await expect(second.locator('[data-link]')).toHaveAttribute('data-link', 'ready');
  expect(second.url()).toBe(`${site.url}now`);
  await second.close();

  await page.evaluate(() => (location.hash = '#gateway=wss%3A%2F%2Fstranger.example&token=theirs'));
  await expect(warning(page)).toBeVisible();
  await expect(dashboard.address).toHaveValue('wss://stranger.example');
  expect(page.url()).not.toContain('theirs');
  await expect(dashboard.link, 'the connection that stands goes on').toHaveAttribute('data-link', 'ready');
});

test('it leaves the address even where the program does not start', async ({ page, dashboard, gateway }) => {
  await page.route(/\.wasm$/, (route) => route.fulfill({ status: 404 }));
  await dashboard.open(`sessions${handed(gateway)}`);
  await expect(page.getByRole('heading', { name: 'A part of OpenClutch is missing' })).toBeVisible();
  expect(page.url()).toBe(`${dashboard.url}sessions`);
});
