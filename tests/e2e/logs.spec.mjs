// The log of a real gateway: its lines arrive and are found, levels hide only their own, a bad search keeps the last result, the address
// restores all of it, and a tab that nobody looks at asks nothing. What a real gateway seldom does is tried with views alone.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { seriousFaults } from './support/axe.mjs';
import { expect, test } from './support/test.mjs';

// What is said between the lines, that the file has older ones say, is none.
const rows = (page) => page.getByRole('listbox', { name: 'Lines of the log' }).locator('[role="option"]:not([data-mark])');
const search = (page) => page.getByRole('searchbox', { name: 'Search the log' });
const level = (page, name) => page.getByRole('list', { name: 'Levels' }).getByRole('button', { name: new RegExp(`^${name}`) });

/** Writes lines into the gateway's own file, as it does. */
function write(gateway, ...lines) {
  const text = lines.map(([text, level, more]) => JSON.stringify({ 0: '{"subsystem":"trial/log"}', 1: text, message: text, time: new Date().toISOString(), _meta: { logLevelName: level }, ...more }));
  appendFileSync(join(gateway.state, 'openclaw.log'), `${text.join('\n')}\n`);
}

test('lines arrive, are found, and survive the address', async ({ page, dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Named in the log' });
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  // What the gateway itself has written, however much that is by now: only the rows in view are there.
  await search(page).fill('subsystem:gateway');
  await expect(rows(page)).not.toHaveCount(0);
  write(gateway, ['apple 1', 'INFO'], ['apple 2', 'WARN'], [`apple 3 sessionKey=${key}`, 'ERROR', { traceId: 'abc123' }], ['pear 4', 'DEBUG']);
  await search(page).fill('subsystem:trial apple');
  await expect(rows(page)).toHaveText([/apple 1/, /apple 2/, /apple 3/]);
  await expect(rows(page).first().locator('mark')).toHaveText(['apple']);

  await level(page, 'info').click();
  await expect(rows(page)).toHaveText([/apple 2/, /apple 3/]);
  await level(page, 'info').click();
  await search(page).fill('subsystem:trial apple /(/');
  await expect(page.getByText(/At letter 23: This pattern cannot be read/)).toBeVisible();
  await expect(rows(page)).toHaveCount(3);
  await search(page).fill('subsystem:trial level>=warn /apple \\d/');
  await expect(rows(page)).toHaveText([/apple 2/, /apple 3/]);
  expect(await seriousFaults(page)).toEqual([]);

  await search(page).press('Enter');
  await page.keyboard.press('E');
  await page.keyboard.press('Enter');
  const line = page.getByRole('complementary', { name: 'Line' });
  await expect(line).toContainText('apple 3');
  await expect(line.getByRole('listitem').filter({ hasText: 'pear 4' })).toBeVisible();
  await expect(line.getByRole('link', { name: 'Named in the log' })).toHaveAttribute('href', /\/sessions\/agent:/);
  expect(await seriousFaults(page)).toEqual([]);
  await line.getByRole('button', { name: 'Only lines with this traceId' }).click();
  await expect(rows(page)).toHaveText([/apple 3/]);
  await page.keyboard.press('Escape');

  await page.goto(`${page.url().replace(/\?.*/, '')}?q=trial&hide=debug&zone=utc&time=delta`);
  await expect(rows(page)).toHaveText([/apple 1/, /apple 2/, /apple 3/]);
  await expect(page.getByRole('button', { name: 'UTC' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('combobox', { name: 'Times' })).toHaveValue('delta');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save JSONL' }).click();
  expect((await saved).suggestedFilename()).toBe('openclaw-log.jsonl');
  await dashboard.open(`sessions/${encodeURIComponent(key)}`);
  await dashboard.detail.getByRole('link', { name: 'Logs' }).click();
  await expect(rows(page)).toHaveText([/apple 3/]);
});

test('who does not look asks nothing, and reads on without a gap', async ({ page, dashboard, gateway, wire }) => {
  await page.clock.install();
  const asked = () => wire.calls('logs.tail').length;
  /** Lets the longest pause between two questions pass, and all that is asked then reach the wire. */
  const pass = async () => {
    await page.clock.fastForward(20_000);
    await page.evaluate(() => document.title);
  };
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  await search(page).fill('quiet');
  write(gateway, ['quiet 1', 'INFO']);
  await expect(rows(page)).toHaveText([/quiet 1/], { timeout: 20_000 });
  const looked = asked();
  await pass();
  await expect.poll(asked, 'who looks asks').toBeGreaterThan(looked);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Read on' })).toBeVisible();
  const before = asked();
  write(gateway, ['quiet 2', 'INFO']);
  await pass();
  expect(asked(), 'nothing is asked while it is paused').toBe(before);
  await page.getByRole('button', { name: 'Read on' }).click();
  await expect(rows(page)).toHaveText([/quiet 1/, /quiet 2/]);

  // A tab that is hidden.
  const hide = (isHidden) =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
      Object.defineProperty(document, 'visibilityState', { value: isHidden ? 'hidden' : 'visible', configurable: true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, isHidden);
  await hide(true);
  write(gateway, ['quiet 3', 'INFO']);
  const shown = asked();
  await pass();
  expect(asked(), 'nothing is asked while it is hidden').toBe(shown);
  await hide(false);
  await expect(rows(page)).toHaveText([/quiet 1/, /quiet 2/, /quiet 3/]);
  const cursors = wire.calls('logs.tail').map(({ params }) => params.cursor);
  expect(cursors.slice(1).every((cursor) => cursor > 0), 'each question begins where the last answer ended').toBe(true);
});
