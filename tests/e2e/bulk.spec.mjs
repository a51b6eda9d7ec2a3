// What is done to many sessions at once.
import { made, run, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

test('two of three runs are marked with x and Shift and stopped together', async ({ page, dashboard, gateway, operator }) => {
  const runs = ['one', 'two', 'three'].map((name) => sessionNamed(`bulk-stop-${name}`));
  for (const each of runs) await run(gateway, operator, each);
  await dashboard.connect(gateway, { path: 'sessions?q=bulk-stop' });
  await expect(dashboard.rows).toHaveCount(3);
  const keys = await dashboard.keys();
  await dashboard.list.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  await expect(dashboard.bulk).toContainText('1 marked');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(dashboard.bulk).toContainText('2 marked');
  expect(await dashboard.marked.evaluateAll((rows) => rows.map((row) => row.dataset.key))).toEqual(keys.slice(0, 2));
  await dashboard.bulk.getByRole('button', { name: 'Stop' }).click();
  for (const key of keys.slice(0, 2)) await expect(dashboard.row(key)).toHaveAttribute('data-state', 'killed');
  await expect(dashboard.row(keys[2])).toHaveAttribute('data-state', 'running');
  for (const { title } of runs) gateway.model.release(title);
});

test('marked sessions are put away together and come back together', async ({ page, dashboard, gateway, operator }) => {
  const keys = [];
  for (const name of ['one', 'two', 'three']) keys.unshift(await made(operator, `Bulk archive ${name}`));
  await dashboard.connect(gateway, { path: 'sessions?q=bulk%20archive' });
  await expect.poll(() => dashboard.keys()).toEqual(keys);
  const box = (key) => dashboard.row(key).getByRole('checkbox');
  await box(keys[0]).click();
  await box(keys[2]).click({ modifiers: ['Shift'] });
  await expect(dashboard.marked).toHaveCount(3);
  await box(keys[1]).click();
  await expect(box(keys[1])).not.toBeChecked();
  await page.keyboard.press('Space');
  await expect(dashboard.marked).toHaveCount(3);
  await page.keyboard.press('x');
  await expect(dashboard.marked).toHaveCount(2);
  await dashboard.bulk.getByRole('button', { name: 'Archive' }).click();
  await expect(dashboard.rows).toHaveCount(1);
  await expect(dashboard.bulk).toHaveCount(0);
  await expect(dashboard.toasts).toContainText('Archived 2 sessions.');
  await dashboard.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await dashboard.keys()).sort()).toEqual(keys.sort());
  await expect(dashboard.toasts).toContainText('Restored 2 sessions.');
});

test('marked sessions are moved into a group of a new name, which can be searched for', async ({ dashboard, gateway, operator }) => {
  const keys = [await made(operator, 'Bulk group one'), await made(operator, 'Bulk group two')];
  await dashboard.connect(gateway, { path: 'sessions?q=bulk%20group' });
  await expect(dashboard.rows).toHaveCount(2);
  for (const key of keys) await dashboard.row(key).getByRole('checkbox').check();
  await dashboard.bulk.getByRole('button', { name: 'Group' }).click();
  await dashboard.answer('Move', 'Bulk research');
  await expect(dashboard.bulk).toHaveCount(0);
  await dashboard.search.fill('group:"bulk research"');
  await expect.poll(async () => (await dashboard.keys()).sort()).toEqual(keys.sort());
  // The rows say it before the gateway does, which writes its list of groups after the rows.
  const groups = async () => (await operator.call('sessions.groups.list')).groups.map(({ name }) => name);
  await expect.poll(groups).toContain('Bulk research');
});

test('marked sessions are deleted together when the person is sure', async ({ dashboard, gateway, operator }) => {
  for (const name of ['one', 'two']) await made(operator, `Bulk delete ${name}`);
  await dashboard.connect(gateway, { path: 'sessions?q=bulk%20delete' });
  await expect(dashboard.rows).toHaveCount(2);
  for (const row of await dashboard.rows.all()) await row.getByRole('checkbox').check();
  await dashboard.bulk.getByRole('button', { name: 'Delete' }).click();
  await expect(dashboard.dialog).toHaveAccessibleName('Delete 2 sessions');
  await dashboard.answer('Delete');
  // The gateway deletes one after the other, each in a few seconds where the machine is busy.
  await expect(dashboard.toasts).toContainText('Deleted 2 sessions.', { timeout: 45_000 });
  await expect(dashboard.rows).toHaveCount(0);
});
