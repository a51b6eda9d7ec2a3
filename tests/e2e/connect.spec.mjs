// The connect screen as a place of its own: where it leads, what may be pasted, and that leaving is remembered.
import { expect, test } from './support/test.mjs';

test('connecting from the screen itself leads on to the sessions', async ({ page, dashboard, gateway }) => {
  await dashboard.open('connect');
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  expect(new URL(page.url()).pathname).toBe('/sessions');
});

test('a pasted link to the gateway brings its token, which is neither kept nor shown', async ({ page, dashboard, gateway }) => {
  await dashboard.open();
  await dashboard.address.fill(`${gateway.http}/#token=${gateway.token}`);
  await dashboard.connectButton.click();
  await dashboard.arrived();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(gateway.token);
  await expect(page.locator('body')).not.toContainText(gateway.token);
});

test('a refusal after a change of mind is shown with the form, and nothing of the first gateway is left', async ({ dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await dashboard.addGateway();
  await dashboard.ask({ url: gateway.url, token: 'wrong' });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'token-mismatch');
  await expect(dashboard.secret()).toHaveValue('wrong');
});

test('a person who disconnects stays disconnected, over a reload too', async ({ page, dashboard, gateway, wire }) => {
  await dashboard.connect(gateway);
  await dashboard.addGateway();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(dashboard.link).toHaveAttribute('data-link', 'idle');
  await dashboard.open();
  await expect(dashboard.connectButton).toBeVisible();
  expect(wire.calls('connect')).toHaveLength(1);
  await dashboard.connectButton.click();
  await dashboard.arrived();
  expect(wire.calls('connect')[1].params.auth.deviceToken, 'the token of its own is still there').toEqual(expect.any(String));
});

test('a phone has the way to the connect screen too', async ({ page, dashboard, gateway }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await dashboard.connect(gateway);
  await dashboard.addGateway();
  await expect(page.getByRole('button', { name: 'Disconnect' })).toBeVisible();
});

test('a reload goes straight to the list: no form flashes by', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.addInitScript(() => {
    new MutationObserver(() => (window.formSeen ||= Boolean(document.querySelector('form')))).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await dashboard.arrived();
  expect(await page.evaluate(() => window.formSeen ?? false)).toBe(false);
});
