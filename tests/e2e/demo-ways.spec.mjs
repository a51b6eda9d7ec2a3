// The ways between the demo and real gateways: neither leaks into the other. Knows nothing of what the demo shows.
import { expect, test } from './support/test.mjs';

const kept = (page) => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
const badge = (page) => page.getByRole('button', { name: 'Demo data' });

async function enter(dashboard) {
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
}

test('the form never offers the demo as the address of a gateway', async ({ page, dashboard }) => {
  await enter(dashboard);
  await dashboard.switcher.click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(dashboard.link).toHaveAttribute('data-link', 'idle');
  await dashboard.addGateway();
  await expect(dashboard.address).toHaveValue('ws://127.0.0.1:18789');
});

test('to disconnect from the demo says nothing about the gateway that one is paired with', async ({ page, dashboard, gateway, context }) => {
  await dashboard.connect(gateway);
  const demo = await context.newPage();
  await demo.goto(new URL('sessions?demo&still', dashboard.url).href);
  await expect(badge(demo)).toBeVisible();
  await demo.getByRole('button', { name: /^Gateway: / }).click();
  await demo.getByRole('button', { name: 'Disconnect' }).click();
  await expect(demo.locator('[data-link]')).toHaveAttribute('data-link', 'idle');
  await page.reload();
  await dashboard.arrived();
  await expect(badge(page)).toHaveCount(0);
});

test('who connects to a gateway from the demo has left the demo', async ({ page, dashboard, gateway }) => {
  await enter(dashboard);
  await dashboard.addGateway();
  await dashboard.ask(gateway);
  await dashboard.arrived();
  await expect(badge(page)).toHaveCount(0);
  await expect.poll(() => page.workers(), 'its worker is gone').toEqual([]);
  await page.reload();
  await dashboard.arrived();
  await expect(badge(page)).toHaveCount(0);
  expect(await kept(page)).not.toContain('demo');
});

test('the demo keeps nothing on the device', async ({ page, dashboard }) => {
  await enter(dashboard);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('demo');
});

test('where nothing can be stored, the demo is still the one that was asked for', async ({ page, dashboard }) => {
  await page.addInitScript(() => {
    const refuse = { get: () => { throw new DOMException('refused', 'SecurityError'); } };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, refuse);
  });
  await dashboard.open('?demo&still&sessions=300');
  await dashboard.arrived();
  await expect.poll(async () => Number(await dashboard.list.getAttribute('aria-rowcount'))).toBeGreaterThan(200);
});

for (const part of ['js', 'wasm']) {
  test.describe(`when the demo's ${part} cannot be loaded`, () => {
    test('it is said, and tried again until it can', async ({ page, dashboard }) => {
      let isMissing = true;
      await page.route(new RegExp(`/assets/demo-[^/]*\\.${part}`), (route) => (isMissing ? route.fulfill({ status: 404 }) : route.continue()));
      await dashboard.open('sessions?demo&still');
      await expect(dashboard.link).toHaveAttribute('data-link', 'reconnecting');
      isMissing = false;
      await dashboard.arrived();
      await expect(badge(page)).toBeVisible();
    });
  });
}
