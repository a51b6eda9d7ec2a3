// The gateway goes away and comes back, on its own terms or not. The page stays what it is: no reload, no click.
import { startGateway } from '../lab/gateway.mjs';
import { startProxy } from '../lab/proxy.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

let gateway, road;
test.beforeAll(async () => {
  test.setTimeout(GATEWAY_STARTS_WITHIN);
  gateway = await startGateway();
  road = await startProxy({ target: gateway.port });
});
test.afterAll(async () => {
  await road?.close();
  await gateway?.dispose();
});

const OUTAGES = [
  // Stopped, and the road closed while things change, so that the page can only learn of them by asking.
  { how: 'is stopped', signal: 'SIGTERM', closed: true },
  // Killed, and the road open, so that the page meets every stage of the start: refused, not ready yet, ready.
  { how: 'is killed', signal: 'SIGKILL', closed: false },
];

for (const { how, signal, closed } of OUTAGES) {
  test(`a gateway that ${how} and started again is found, with what changed meanwhile and nothing doubled`, async ({ page, dashboard, wire }) => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    let operator = await gateway.rpc();
    const kept = await operator.call('sessions.create', { label: `Kept ${signal}` });
    const dropped = await operator.call('sessions.create', { label: `Dropped ${signal}` });
    await dashboard.connect(gateway, { url: road.url });
    await expect(dashboard.row(dropped.key)).toBeVisible();
    await page.evaluate(() => (window.sameDocument = true));

    operator.close();
    await gateway.stop(signal);
    await expect(dashboard.link).toHaveAttribute('data-link', 'reconnecting');
    await expect(dashboard.banner).toBeVisible();
    await expect(dashboard.row(kept.key), 'what was known stays on screen').toBeVisible();
    await expect(page.locator('[data-stale]')).toBeVisible();

    if (closed) await road.close();
    await gateway.start();
    operator = await gateway.rpc();
    const made = await operator.call('sessions.create', { label: `Made meanwhile ${signal}` });
    await operator.call('sessions.delete', { key: dropped.key });
    operator.close();
    if (closed) {
      await road.open();
      await page.keyboard.press('Shift'); // a sign of life from the person is a reason to try at once
    }

    await expect(dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 60_000 });
    await expect(dashboard.row(made.key)).toBeVisible();
    await expect(dashboard.row(dropped.key)).toHaveCount(0);
    await expect(dashboard.banner).toHaveCount(0);
    await expect(page.locator('[data-stale]')).toHaveCount(0);
    const keys = await dashboard.keys();
    expect(keys).toEqual([...new Set(keys)]);
    expect(await page.evaluate(() => window.sameDocument)).toBe(true);
    expect(wire.sockets.at(-1).sent.filter((frame) => frame.method === 'sessions.subscribe')).toHaveLength(1);
  });
}

test('a gateway that stays away offers to be tried by hand', async ({ page, dashboard }) => {
  await dashboard.connect(gateway, { url: road.url });
  await road.close();
  const retry = page.getByRole('button', { name: 'Retry now' });
  await expect(retry).toBeVisible({ timeout: 45_000 });

  // While an attempt is made, nothing moves under the pointer.
  await page.evaluate(() => {
    const link = document.querySelector('[data-link]');
    window.seen = [];
    const note = () => window.seen.push([link.dataset.link, document.querySelector('main').getBoundingClientRect().top]);
    new MutationObserver(note).observe(link, { attributes: true });
    note();
  });
  await retry.click();
  await expect.poll(() => page.evaluate(() => window.seen.map(([state]) => state))).toContain('connecting');
  await expect(retry).toBeVisible({ timeout: 45_000 });
  expect(new Set(await page.evaluate(() => window.seen.map(([, top]) => top)))).toHaveProperty('size', 1);

  // Time enough to press before it is tried by itself.
  await expect(dashboard.link).toContainText(/in ([3-9]|\d\d)s/, { timeout: 45_000 });
  await road.open();
  await retry.click();
  await dashboard.arrived();
});
