// What a person chooses: looks, which hold for all tabs, and what this browser keeps about its gateways. All of it is found, put back, and
// carried elsewhere as a file.
import { readFile } from 'node:fs/promises';
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
  for (const [name, theme] of [['Dark', 'dark'], ['Light', 'light'], ['High contrast', 'contrast']]) {
    await page.getByRole('radio', { name }).check();
    for (const tab of [page, second]) await expect(html(tab)).toHaveAttribute('data-theme', theme);
  }
  await page.getByRole('radio', { name: 'Compact' }).check();
  for (const tab of [page, second]) await expect(html(tab)).toHaveAttribute('data-density', 'compact');
  await page.reload();
  await expect(html(page)).toHaveAttribute('data-theme', 'contrast');
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

test('a device that is forgotten in one tab is not remembered by another that goes on', async ({ page, dashboard, gateway, context, site }) => {
  await dashboard.connect(gateway);
  const other = await context.newPage();
  await other.goto(new URL('sessions', site.url).href);
  /** What the other tab notes when it may be about to go. */
  const noted = () =>
    other.evaluate(() => {
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      return localStorage.getItem('openclutch.last') ?? '';
    });
  await expect.poll(noted, 'once the part is here that does').toContain(gateway.url);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: /^Forget this device/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget this device' }).click();
  await expect(dashboard.link).toHaveAttribute('data-link', 'idle');
  await expect.poll(() => kept(page)).not.toContainEqual(expect.stringContaining(gateway.url));
  await expect.poll(() => kept(other), 'the other tab hears of it').not.toContainEqual(expect.stringContaining(gateway.url));
  expect(await noted()).toBe('');
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

const setting = (page, name) => page.getByRole('group', { name, exact: true });
const search = (page) => page.getByRole('searchbox', { name: 'Search settings' });
/** What is kept of choices, by key. */
const choices = (page) => page.evaluate(() => Object.fromEntries(['prefs', 'notify', 'columns', 'grace', 'budgets', 'logs'].map((key) => [key, localStorage.getItem(`openclutch.${key}`)])));
const file = (text) => ({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(text) });

test('a setting is found by words, and by its address', async ({ page, dashboard }) => {
  await dashboard.open('settings');
  await search(page).fill('BOARD columns');
  await expect(page.getByText('1 setting found.')).toBeVisible();
  await expect(setting(page, 'Columns of the board')).toContainText('To do, In progress, Blocked, Done');
  await expect(setting(page, 'Theme')).toBeHidden();
  await search(page).fill('no such thing');
  await expect(page.getByText('No setting fits.')).toBeVisible();
  await dashboard.open('settings?at=lines');
  await expect(setting(page, 'Lines of the log')).toBeFocused();
  await expect(setting(page, 'Lines of the log')).toBeInViewport({ ratio: 1 });
  await expect(setting(page, 'Lines of the log').getByRole('link')).toHaveAttribute('href', /\/logs$/);
});

test('what is exported comes back after everything was reset, and holds no secret', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.evaluate(() => localStorage.setItem('openclutch.grace', JSON.stringify({ v: 1, value: { jobs: [{ id: 'job', minutes: 30 }] } })));
  await dashboard.open('settings');
  await page.getByRole('radio', { name: 'Light' }).check();
  await page.getByRole('radio', { name: 'Compact' }).check();
  await setting(page, 'Quiet hours').getByRole('checkbox', { name: 'On' }).check();
  await setting(page, 'Quiet hours').getByLabel('from').fill('21:30');
  await setting(page, 'What notifies').getByRole('checkbox', { name: 'Failed and late jobs' }).uncheck();
  const before = await choices(page);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^openclutch-settings-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  expect(Object.keys(JSON.parse(text).settings)).toEqual(['theme', 'density', 'notifications', 'kinds', 'quiet', 'keys', 'looks', 'agent-tasks', 'columns', 'graces', 'budgets', 'lines']);
  for (const secret of [gateway.token, gateway.url, 'identity']) expect(text).not.toContain(secret);

  await page.getByRole('button', { name: 'Reset all' }).click();
  await expect(page.getByRole('dialog')).toContainText('Theme, Density, What notifies, Quiet hours, Patience with jobs');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset all' }).click();
  await expect(html(page)).not.toHaveAttribute('data-theme');
  await expect(setting(page, 'Patience with jobs')).toContainText('5 minutes for every job');
  await expect(page.getByRole('button', { name: 'Reset all' })).toHaveAttribute('aria-disabled', 'true');

  await page.getByLabel('Import', { exact: true }).setInputFiles(file(text));
  const dialog = page.getByRole('dialog', { name: 'Import settings' });
  await expect(dialog).toContainText('The file changes 5 settings');
  await expect(dialog.getByRole('listitem').first()).toHaveText('ThemeSystem → Light');
  await expect(html(page), 'nothing happens before it is agreed to').not.toHaveAttribute('data-theme');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(html(page)).toHaveAttribute('data-theme', 'light');
  expect(await choices(page)).toEqual({ ...before });
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(html(page)).not.toHaveAttribute('data-theme');
});

test('a file that is none is refused in a sentence, and of a strange one what is known is taken', async ({ page, dashboard }) => {
  await dashboard.open('settings');
  for (const [text, why] of [['{', 'no JSON'], ['{"kind":"other"}', 'holds no settings of OpenClutch'], ['x'.repeat(1_000_001), 'too large']]) {
    await page.getByLabel('Import', { exact: true }).setInputFiles(file(text));
    await expect(dashboard.toasts).toContainText(why);
  }
  const strange = { kind: 'openclutch-settings', version: 9, settings: { density: true, theme: 'pink', token: 'x' } };
  await page.getByLabel('Import', { exact: true }).setInputFiles(file(JSON.stringify(strange)));
  const dialog = page.getByRole('dialog', { name: 'Import settings' });
  for (const words of ['The file changes 1 setting', 'A newer OpenClutch wrote the file', 'Theme cannot be read', '“token” is unknown here']) await expect(dialog).toContainText(words);
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(html(page)).toHaveAttribute('data-density', 'compact');
});

test('everything can be done by the keyboard', async ({ page, dashboard }) => {
  await dashboard.open('settings');
  await search(page).focus();
  await page.keyboard.type('density');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await expect(html(page)).toHaveAttribute('data-density', 'compact');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Reset Density' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(html(page)).not.toHaveAttribute('data-density');
  await expect(setting(page, 'Density')).toBeFocused();
});

for (const [colorScheme, contrast] of [['dark', 'no-preference'], ['light', 'no-preference'], ['dark', 'more'], ['light', 'more']]) {
  test.describe(`in the ${colorScheme} theme, contrast ${contrast}`, () => {
    test.use({ colorScheme, contextOptions: { contrast }, reducedMotion: 'reduce' });

    test('axe finds nothing serious in the settings, their dialog and a notice', async ({ page, dashboard, gateway }) => {
      await dashboard.connect(gateway);
      await page.getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      if (contrast === 'more') {
        await page.getByRole('radio', { name: 'High contrast' }).check();
        expect(await seriousFaults(page)).toEqual([]);
      }
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
