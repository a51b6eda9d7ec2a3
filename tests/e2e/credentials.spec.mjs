// What a person may get wrong about the secret, and what becomes of it: tried once, told plainly, kept nowhere.
import { startGateway } from '../lab/gateway.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

/** Everything this page keeps, and its address. */
const traces = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, history.state, document.cookie]));

/** Two minutes pass for the page: whatever it meant to try again by itself, it has. */
const letTimePass = (page) => page.clock.fastForward('02:00');

test('a wrong token is tried once and explained, the right one then connects', async ({ page, dashboard, gateway, wire }) => {
  await page.clock.install();
  await dashboard.open();
  await dashboard.ask({ url: gateway.url, token: 'wrong' });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'token-mismatch');
  await letTimePass(page);
  expect(wire.sockets).toHaveLength(1);
  expect(wire.calls('connect')).toHaveLength(1);
  await dashboard.secret().fill(gateway.token);
  await dashboard.connectButton.click();
  await dashboard.arrived();
  await expect(dashboard.diagnosis).toHaveCount(0);
  expect(wire.sockets).toHaveLength(2);
  expect(wire.calls('connect')).toHaveLength(2);
});

test('no token is explained and not tried again', async ({ page, dashboard, gateway, wire }) => {
  await page.clock.install();
  await dashboard.open();
  await dashboard.ask({ url: gateway.url, token: '' });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'token-missing');
  await letTimePass(page);
  expect(wire.calls('connect').length).toBeLessThanOrEqual(1);
});

test('the secret is kept nowhere, and a reload goes on with the device token', async ({ page, dashboard, gateway, wire }) => {
  await dashboard.connect(gateway);
  expect(wire.calls('connect')[0].params.auth).toEqual({ token: gateway.token });
  expect(await traces(page)).not.toContain(gateway.token);
  await page.reload();
  await dashboard.arrived();
  const { auth } = wire.calls('connect')[1].params;
  expect(auth.token).toBeUndefined();
  expect(auth.deviceToken).toEqual(expect.any(String));
  expect(wire.calls('connect')).toHaveLength(2);
});

test('a device token that is no longer good is dropped, and the secret asked for', async ({ page, dashboard, gateway, operator, wire }) => {
  await dashboard.connect(gateway);
  const { device } = wire.calls('connect')[0].params;
  await operator.call('device.token.revoke', { deviceId: device.id, role: 'operator' });
  await page.reload();
  await expect(dashboard.form).toBeVisible();
  await expect(dashboard.address).toHaveValue(gateway.url);
  await dashboard.secret().fill(gateway.token);
  await dashboard.connectButton.click();
  await dashboard.arrived();
});

test.describe('with a password', () => {
  let locked;
  test.beforeAll(async () => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    locked = await startGateway({ config: { gateway: { auth: { mode: 'password', password: 'lab-password', token: undefined } } } });
  });
  test.afterAll(() => locked?.dispose());

  test('a wrong password is tried once and explained, the right one connects and is kept nowhere', async ({ page, dashboard, wire }) => {
    await dashboard.open();
    await dashboard.ask({ url: locked.url, password: 'wrong' });
    await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'password-mismatch');
    expect(wire.calls('connect')).toHaveLength(1);
    await dashboard.secret('Password').fill('lab-password');
    await dashboard.connectButton.click();
    await dashboard.arrived();
    expect(await traces(page)).not.toContain('lab-password');
    await page.reload();
    await dashboard.arrived();
    expect(wire.calls('connect').at(-1).params.auth.password).toBeUndefined();
  });

  // The last one here: it locks this gateway for minutes.
  test('a gateway that has seen too many wrong passwords is left alone for as long as it wants', async ({ page, dashboard, wire }) => {
    await page.clock.install();
    await dashboard.open();
    let tries = 0;
    while (wire.sockets.every(({ heard }) => !heard.some((frame) => frame.error?.details.code === 'AUTH_RATE_LIMITED'))) {
      await dashboard.ask({ url: locked.url, password: `wrong ${++tries}` });
      await expect.poll(() => wire.sockets.filter(({ closed }) => closed)).toHaveLength(tries);
      expect(tries).toBeLessThan(20);
    }
    await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'rate-limited');
    await expect(dashboard.diagnosis).toContainText(/\d+ (min|s)/);
    await letTimePass(page);
    expect(wire.calls('connect')).toHaveLength(tries);
  });
});
