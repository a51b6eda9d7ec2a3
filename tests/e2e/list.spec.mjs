// The list as a whole: live, still while it is read, the same in every tab, and by keyboard alone.
import { Dashboard } from './support/dashboard.mjs';
import { made } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

test('what others change appears by itself', async ({ dashboard, gateway, operator }) => {
  const { key, sessionId } = await operator.call('sessions.create', { label: 'Seen by others' });
  await dashboard.connect(gateway);
  await expect(dashboard.title(key)).toHaveText('Seen by others');
  await operator.call('sessions.patch', { key, label: 'Renamed by others' });
  await expect(dashboard.title(key)).toHaveText('Renamed by others');
  await operator.call('sessions.patch', { key, archived: true, expectedSessionId: sessionId });
  await expect(dashboard.row(key)).toHaveCount(0);
  await operator.call('sessions.patch', { key, archived: false, expectedSessionId: sessionId });
  await expect(dashboard.row(key)).toBeVisible();
});

test('two tabs show the same change', async ({ context, site, dashboard, gateway, operator }) => {
  const key = await made(operator, 'In both tabs');
  await dashboard.connect(gateway);
  const second = new Dashboard(await context.newPage(), site.url);
  await second.open();
  await second.arrived();
  await expect(second.title(key)).toHaveText('In both tabs');
  await dashboard.openDetail(key);
  await dashboard.deed('Rename').click();
  await dashboard.answer('Rename', 'Changed in the first');
  await expect(second.title(key)).toHaveText('Changed in the first');
  await second.openDetail(key);
  await second.deed('Archive').click();
  await expect(dashboard.row(key)).toHaveCount(0);
  await expect(dashboard.deed('Restore'), 'the open detail says what became of it').toBeVisible();
});

test('rows do not move under the pointer: new ones are counted, and shown when asked for', async ({ page, dashboard, gateway, operator }) => {
  // Only what this story makes is looked at: what others left may come too.
  const key = await made(operator, 'Pointed at, below');
  await made(operator, 'Pointed at, above');
  await dashboard.connect(gateway, { path: 'sessions?q=pointed' });
  await expect(dashboard.rows).toHaveCount(2);
  await dashboard.row(key).hover();
  const before = await dashboard.keys();
  const box = await dashboard.row(key).boundingBox();
  const first = await made(operator, 'Pointed at, came one');
  const second = await made(operator, 'Pointed at, came two');
  const pill = page.getByRole('button', { name: '2 new' });
  await expect(pill).toBeVisible();
  expect(await dashboard.keys()).toEqual(before);
  expect(await dashboard.row(key).boundingBox()).toEqual(box);
  await pill.click();
  await expect(pill).toHaveCount(0);
  await expect.poll(() => dashboard.keys()).toEqual([second, first, ...before]);
});

test('the keyboard alone goes through the list, opens, marks, searches, archives and takes back', async ({ page, dashboard, gateway, operator }) => {
  const keys = [];
  for (const name of ['C', 'B', 'A']) keys.unshift(await made(operator, `by keyboard ${name}`));
  await dashboard.connect(gateway, { path: 'sessions?q=by%20keyboard&sort=title' });
  await expect.poll(() => dashboard.keys()).toEqual(keys);
  const cursor = dashboard.list.locator('.row[data-cursor]');
  for (let steps = 0; steps < 40 && !(await dashboard.list.evaluate((list) => list === document.activeElement)); steps++) await page.keyboard.press('Tab');
  await expect(dashboard.list).toBeFocused();
  await page.keyboard.press('j');
  await expect(cursor).toHaveAttribute('data-key', keys[0]);
  await page.keyboard.press('j');
  await expect(cursor).toHaveAttribute('data-key', keys[1]);
  await expect(dashboard.list).toHaveAttribute('aria-activedescendant', `row-${keys[1]}`);
  await page.keyboard.press('k');
  await expect(cursor).toHaveAttribute('data-key', keys[0]);

  await page.keyboard.press('Enter');
  await expect(dashboard.detail).toHaveAttribute('data-key', keys[0]);
  await page.keyboard.press('j');
  await expect(dashboard.detail).toHaveAttribute('data-key', keys[1]);
  await page.keyboard.press('Escape');
  await expect(dashboard.detail).toHaveCount(0);

  await page.keyboard.press('x');
  await expect(dashboard.marked).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dashboard.marked).toHaveCount(0);

  await page.keyboard.press('e');
  await expect(dashboard.row(keys[1])).toHaveCount(0);
  const undo = dashboard.toasts.getByRole('button', { name: 'Undo' });
  for (let steps = 0; steps < 60 && !(await undo.evaluate((button) => button === document.activeElement)); steps++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dashboard.row(keys[1])).toBeVisible();

  await dashboard.list.focus();
  await page.keyboard.press('/');
  await expect(dashboard.search).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dashboard.search).toHaveValue('');
  await dashboard.list.focus();
  await page.keyboard.press('n');
  await expect(dashboard.dialog).toHaveAccessibleName('New session');
  await page.keyboard.press('Escape');
  await expect(dashboard.dialog).toHaveCount(0);
});
