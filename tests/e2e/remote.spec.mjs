// A page that the gateway takes for a remote one: its origin, its pairing, what an insecure or a too secure page lacks.
import { serve } from '../../tools/host.mjs';
import { startGateway } from '../lab/gateway.mjs';
import { startProxy } from '../lab/proxy.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { BUNDLE, expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

let host, gateway, road;
/** The same bundle under another name: plain http, and not loopback by its name. */
const under = (name) => host.url.replace('127.0.0.1', name);
const origin = (url) => new URL(url).origin;

test.beforeAll(async () => {
  test.setTimeout(GATEWAY_STARTS_WITHIN);
  host = await serve({ dir: BUNDLE });
  const allowedOrigins = [origin(host.url), origin(under('allowed.example'))];
  gateway = await startGateway({ config: { gateway: { trustedProxies: ['127.0.0.1'], controlUi: { allowedOrigins } } } });
  road = await startProxy({ target: gateway.port, headers: { 'X-Forwarded-For': '192.0.2.10' } });
});
test.afterAll(async () => {
  await road?.close();
  await gateway?.dispose();
  await host?.close();
});

test('a refused origin is named together with the setting that allows it', async ({ page, wire }) => {
  const dashboard = new Dashboard(page, under('refused.example'));
  await page.clock.install();
  await dashboard.open();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'origin-refused');
  await expect(dashboard.diagnosis).toContainText('gateway.controlUi.allowedOrigins');
  await expect(dashboard.paste).toContainText(origin(dashboard.url));
  await page.clock.fastForward('02:00');
  expect(wire.calls('connect')).toHaveLength(1);
});

test('an allowed plain-http origin connects although the browser withholds its cryptography there', async ({ page }) => {
  const dashboard = new Dashboard(page, under('allowed.example'));
  await dashboard.open();
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.subtle, typeof navigator.clipboard])).toEqual([false, 'undefined', 'undefined']);
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
});

test('a text to paste can be copied where the browser has no clipboard for the page', async ({ page }) => {
  const dashboard = new Dashboard(page, under('refused.example'));
  await dashboard.open();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  const copy = dashboard.diagnosis.getByRole('button', { name: /^Cop/ }).first();
  await copy.click();
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('textarea'), { id: 'target' })));
  await page.locator('#target').focus();
  await page.keyboard.press('Control+V');
  await expect(page.locator('#target')).toHaveValue((await dashboard.paste.first().textContent()) ?? '');
});

test('a device waits for its approval and goes on by itself once the operator approves', async ({ page }) => {
  const dashboard = new Dashboard(page, host.url);
  await dashboard.open();
  await dashboard.ask({ url: road.url, token: gateway.token });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'pairing');
  await expect(dashboard.link).toHaveAttribute('data-link', 'pairing');
  await gateway.cli('devices', 'approve', await requestId(dashboard));
  await dashboard.arrived();
});

test('a device that the operator rejects is told so and stops asking', async ({ page, wire }) => {
  const dashboard = new Dashboard(page, host.url);
  await dashboard.open();
  await dashboard.ask({ url: road.url, token: gateway.token });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'pairing');
  await gateway.cli('devices', 'reject', await requestId(dashboard));
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'pairing-refused');
  const asked = wire.calls('connect').length;
  await page.clock.install();
  await page.clock.fastForward('02:00');
  expect(wire.calls('connect')).toHaveLength(asked);
});

test('an https page with a plain gateway is told why and what to do instead', async ({ page, site }) => {
  // The browser believes in the certificate, because nobody is asked for one: the answers come from the test.
  await page.route('https://secure.example/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname, site.url).href }) });
  });
  const dashboard = new Dashboard(page, 'https://secure.example/');
  await dashboard.open();
  await dashboard.ask({ url: `ws://gateway.example:${gateway.port}`, token: gateway.token });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'blocked');
  await expect(dashboard.diagnosis).toContainText('https');
  await expect(dashboard.diagnosis).toContainText('wss:');
});

test('an address where nothing listens is told apart from a refusal', async ({ dashboard }) => {
  await road.close();
  await dashboard.open();
  await dashboard.ask({ url: road.url, token: gateway.token });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'unreachable', { timeout: 60_000 });
  await road.open();
});

/** What the page asks the operator to approve. */
async function requestId(dashboard) {
  await expect(dashboard.paste).toHaveText(/^openclaw devices approve \S+$/);
  return (await dashboard.paste.textContent()).split(' ').at(-1);
}
