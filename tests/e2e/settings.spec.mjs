// What a person chooses: looks, which hold for all tabs, and what this browser keeps about its gateways.
import { seriousFaults } from './support/axe.mjs';
import { expect, test } from './support/test.mjs';

/** The names of all that this page keeps. */
const kept = (page) => page.evaluate(() => Object.keys(localStorage));
const html = (page) => page.locator('html');

test('theme and density are kept, and every tab follows', async ({ page, context, dashboard, site }) => {
  await dashboard.open('settings');
  const second = await context.newPage();
  await second.goto(`${site.url}connect`);
  await expect(second.getByRole('heading', { level: 1 })).toBeVisible();
  for (const [name, theme] of [['Dark', 'dark'], ['Light', 'light']]) {
    await page.getByRole('radio', { name }).check();
    for (const tab of [page, second]) await expect(html(tab)).toHaveAttribute('data-theme', theme);
  }
  await page.getByRole('radio', { name: 'Compact' }).check();
  for (const tab of [page, second]) await expect(html(tab)).toHaveAttribute('data-density', 'compact');
  await page.reload();
  await expect(html(page)).toHaveAttribute('data-theme', 'light');
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();
  await page.getByRole('radio', { name: 'System' }).check();
  for (const tab of [page, second]) await expect(html(tab)).not.toHaveAttribute('data-theme');
});

test('compact asks rows to be 40 px high', async ({ page, dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'A row to measure' });
  await dashboard.connect(gateway);
  const height = async () => Math.round((await dashboard.row(key).boundingBox()).height);
  expect(await height()).toBeGreaterThanOrEqual(52);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Compact' }).check();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--row'))).toBe('40px');
});

test('a gateway is named in place, everywhere at once', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Settings' }).click();
  const name = page.getByRole('textbox', { name: `Name of ${gateway.url}` });
  await expect(name).toHaveValue(new URL(gateway.http).host);
  await name.fill('Home');
  await name.press('Enter');
  await expect(dashboard.switcher).toContainText('Home');
  await page.reload();
  await expect(dashboard.switcher).toContainText('Home');
  await page.getByRole('button', { name: /^Remove from list.*Home$/ }).click();
  await expect(name).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(name).toHaveValue('Home');
});

test('a forgotten device is asked about first, then nothing of it is left, and without a token it is refused', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  expect((await kept(page)).filter((key) => key.endsWith(gateway.url))).toHaveLength(2);
  await page.getByRole('link', { name: 'Settings' }).click();
  const forget = page.getByRole('button', { name: /^Forget this device/ });
  const dialog = page.getByRole('dialog', { name: /^Forget this device at/ });
  await forget.click();
  await expect(dialog).toContainText('must be paired anew');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(forget).toBeFocused();
  expect((await kept(page)).filter((key) => key.endsWith(gateway.url))).toHaveLength(2);
  await forget.click();
  await dialog.getByRole('button', { name: 'Forget this device' }).click();
  await expect(dashboard.link).toHaveAttribute('data-link', 'idle');
  await expect.poll(() => kept(page)).not.toContainEqual(expect.stringContaining(gateway.url));
  await dashboard.open();
  await dashboard.ask({ url: gateway.url, token: '' });
  await expect(dashboard.diagnosis).toHaveAttribute('data-halt', 'token-missing');
});

test('a remembered secret serves when the token of its own is gone, until a connect does without it', async ({ page, dashboard, gateway, wire }) => {
  await dashboard.open();
  const remember = dashboard.form.getByRole('checkbox', { name: 'Remember on this device' });
  await expect(remember).not.toBeChecked();
  await remember.check();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('device-token')).forEach((key) => localStorage.removeItem(key)));
  await page.reload();
  await dashboard.arrived();
  expect(wire.calls('connect').at(-1).params.auth).toEqual({ token: gateway.token });
  await dashboard.addGateway();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(gateway.token);
});

test('what an earlier version kept is taken over', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.evaluate((url) => {
    localStorage.removeItem('openclutch.gateways');
    localStorage.setItem('openclutch.gateway', JSON.stringify({ v: 1, value: { url, left: false } }));
  }, gateway.url);
  await page.reload();
  await dashboard.arrived();
  expect(await kept(page)).not.toContain('openclutch.gateway');
});

for (const colorScheme of ['dark', 'light']) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' });

    test('axe finds nothing serious in the settings, their dialog and a notice', async ({ page, dashboard, gateway }) => {
      await dashboard.connect(gateway);
      await page.getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole('button', { name: /^Forget this device/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Remove from list/ }).click();
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
    });
  });
}
