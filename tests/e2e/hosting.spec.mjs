// One bundle, four ways to host it: each route loads, reloads and connects, with the page's policy in force (see support/watch.mjs).
import { serve } from '../../tools/host.mjs';
import { startGateway } from '../lab/gateway.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { BUNDLE, expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

const STATIC = {
  'at the root of a server': {},
  'under a sub-path': { base: '/some/where' },
  'on a server without rewrite rules': { rewrite: false },
  'under a sub-path without rewrite rules': { base: '/some/where', rewrite: false },
};

for (const [where, options] of Object.entries(STATIC)) {
  test(`a deep link survives a reload, and the bare address leads to the sessions, ${where}`, async ({ page, gateway }) => {
    const host = await serve({ dir: BUNDLE, ...options });
    const dashboard = new Dashboard(page, host.url);
    await dashboard.open('sessions');
    await expect(page.locator('html')).toHaveAttribute('data-root', options.base ?? '');
    await expect(dashboard.form).toBeVisible();
    await dashboard.ask({ url: gateway.url, token: gateway.token });
    await dashboard.arrived();
    expect(page.url()).toBe(`${host.url}sessions`);
    await page.reload();
    await dashboard.arrived();
    expect(page.url()).toBe(`${host.url}sessions`);
    await dashboard.open('');
    await dashboard.arrived();
    await expect(page).toHaveURL(`${host.url}sessions`);
    await host.close();
  });
}

test.describe('served by the gateway itself', () => {
  test.use({ serviceWorkers: 'allow' });
  let gateway;
  test.beforeAll(async () => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    gateway = await startGateway({ config: { gateway: { controlUi: { root: BUNDLE, basePath: '/dash' } } } });
  });
  test.afterAll(() => gateway?.dispose());

  test('a deep link survives a reload, and the gateway needs no address', async ({ page, wire }) => {
    const dashboard = new Dashboard(page, `${gateway.http}/dash/`);
    await dashboard.open('sessions');
    await expect(page.locator('html')).toHaveAttribute('data-root', '/dash');
    await expect(dashboard.address).toHaveValue(new RegExp(`^ws://127\\.0\\.0\\.1:${gateway.port}\\b`));
    await dashboard.secret().fill(gateway.token);
    await dashboard.connectButton.click();
    await dashboard.arrived();
    await page.reload();
    await dashboard.arrived();
    expect(page.url()).toBe(`${gateway.http}/dash/sessions`);
    for (const { url } of wire.sockets) expect(new URL(url).host).toBe(new URL(gateway.http).host);
    // What is kept here would stand in the way of the gateway's own dashboard later.
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    await expect(page.locator('link[rel=manifest]')).toHaveCount(0);
    // A link of the gateway's own needs no question here: the page is from there.
    await page.goto(`${gateway.http}/dash/now#token=${gateway.token}`);
    await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
    expect(page.url()).toBe(`${gateway.http}/dash/now`);
  });
});
