// What is done to one session, from its detail: shown at once, told about, and taken back when the gateway says no.
import { holdBack } from './support/between.mjs';
import { made, run, say, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

test('a session is renamed, and its old title given back by leaving the new one empty', async ({ dashboard, gateway, operator }) => {
  const key = await made(operator, 'Before the new name');
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.deed('Rename').click();
  await expect(dashboard.dialog.getByRole('textbox')).toBeFocused();
  await expect(dashboard.dialog.getByRole('textbox')).toHaveValue('Before the new name');
  await dashboard.answer('Rename', 'After the new name');
  await expect(dashboard.dialog).toHaveCount(0);
  await expect(dashboard.title(key)).toHaveText('After the new name');
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('After the new name');
  await dashboard.deed('Rename').click();
  await dashboard.answer('Rename', '');
  await expect(dashboard.title(key)).toHaveText(key);
  const label = async () => (await operator.call('sessions.list', { limit: 100 })).sessions.find((row) => row.key === key).label;
  await expect.poll(label).toBeUndefined();
});

test('a title that is taken is shown at once, then taken back, and the reason said', async ({ page, dashboard, gateway, operator }) => {
  await made(operator, 'Already taken');
  const key = await made(operator, 'Wants another title');
  const { letGo } = await holdBack(page, 'sessions.patch');
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.deed('Rename').click();
  await dashboard.answer('Rename', 'Already taken');
  await expect(dashboard.title(key)).toHaveText('Already taken');
  letGo();
  await expect(dashboard.title(key)).toHaveText('Wants another title');
  await expect(dashboard.toasts.getByRole('alert')).toContainText('Another session of this agent has that title');
});

test('a pinned session stands above newer ones until it is unpinned', async ({ page, dashboard, gateway, operator }) => {
  const key = await made(operator, 'To be pinned');
  const own = [key];
  // What other stories left pinned or at work stands where it likes.
  const order = async () => (await dashboard.keys()).filter((row) => own.includes(row));
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.deed('Pin').click();
  await expect(dashboard.deed('Unpin')).toBeVisible();
  const second = await made(operator, 'Newer than the pinned one');
  own.push(second);
  await expect.poll(order).toEqual([key, second]);
  await page.reload();
  await expect.poll(order).toEqual([key, second]);
  await dashboard.deed('Unpin').click();
  await expect(dashboard.deed('Pin')).toBeVisible();
  // The page shows it before the gateway has done it.
  await expect.poll(async () => (await operator.call('sessions.describe', { key })).session.pinned).toBe(false);
  const third = await made(operator, 'Newer than the unpinned one');
  own.push(third);
  // Unpinning counts as a change of the row, so it is newer than the second.
  await expect.poll(order).toEqual([third, key, second]);
});

test('an archived session leaves the list and comes back by Undo', async ({ dashboard, gateway, operator }) => {
  const key = await made(operator, 'Put away by mistake');
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.deed('Archive').click();
  await expect(dashboard.row(key)).toHaveCount(0);
  await expect(dashboard.detail).toHaveCount(0);
  await expect(dashboard.toasts).toContainText('Archived “Put away by mistake”.');
  await dashboard.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(dashboard.row(key)).toBeVisible();
  await expect(dashboard.toasts).toContainText('Restored “Put away by mistake”.');
});

test('archiving what is at work says that this stops it, and does both', async ({ dashboard, gateway, operator }) => {
  const busy = sessionNamed('archived-at-work');
  await run(gateway, operator, busy);
  await dashboard.connect(gateway);
  await dashboard.openDetail(busy.key);
  await dashboard.deed('Archive').click();
  await expect(dashboard.dialog).toContainText('archiving stops what runs');
  await dashboard.answer('Stop and archive');
  await expect(dashboard.row(busy.key)).toHaveCount(0);
  // The row leaves before the gateway has answered.
  const archived = async () => (await operator.call('sessions.list', { archived: true, limit: 100 })).sessions.find((row) => row.key === busy.key);
  await expect.poll(archived).toMatchObject({ archived: true, hasActiveRun: false });
});

test('a deletion says what it means, and the row is gone before the gateway has answered', async ({ page, dashboard, gateway, operator }) => {
  const key = await made(operator, 'To be deleted');
  const { letGo } = await holdBack(page, 'sessions.delete');
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.more('Delete');
  await expect(dashboard.dialog).toContainText('leaves the gateway for good');
  await dashboard.answer('Cancel');
  await expect(dashboard.row(key)).toBeVisible();
  await dashboard.more('Delete');
  await dashboard.answer('Delete');
  await expect(dashboard.row(key)).toHaveCount(0);
  await expect(dashboard.detail).toHaveCount(0);
  letGo();
  await expect(dashboard.toasts).toContainText('Deleted “To be deleted”.', { timeout: 45_000 });
  await expect(dashboard.row(key)).toHaveCount(0);
});

test('a reset begins the conversation anew under the same key', async ({ dashboard, gateway, operator }) => {
  const key = await made(operator, 'To be reset');
  await dashboard.connect(gateway);
  await say(operator, key, 'something to forget');
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
  await dashboard.openDetail(key);
  await dashboard.more('Reset');
  await expect(dashboard.dialog).toContainText('its messages so far are cleared');
  await dashboard.answer('Reset');
  await expect(dashboard.toasts).toContainText('Reset “To be reset”.');
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'idle');
  await expect(dashboard.detail).toContainText('0 / 128k');
  const { messages } = await operator.call('chat.history', { sessionKey: key });
  expect(JSON.stringify(messages)).not.toContain('something to forget');
});

test('a session too small to compact is left as it is, and that is said', async ({ dashboard, gateway, operator }) => {
  const key = await made(operator, 'Too small to compact');
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.more('Compact');
  await expect(dashboard.dialog).toContainText('about as much as a run');
  await dashboard.answer('Compact');
  await expect(dashboard.toasts).toContainText(/Too small to compact was left as it is: .*too small/);
});

test('a model and a group are chosen among those that the gateway has', async ({ dashboard, gateway, operator }) => {
  const key = await made(operator, 'Another model', { category: 'Chosen group' });
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  const pick = (what) => dashboard.detail.getByRole('combobox', { name: `Change ${what}` });
  await pick('model').selectOption({ label: 'Scripted Two · scripted' });
  await expect(dashboard.detail).toContainText('scripted/two');
  await expect(dashboard.row(key)).toContainText('two');
  await pick('model').selectOption({ label: "The agent's default" });
  await expect(dashboard.detail).toContainText('scripted/one');
  const group = dashboard.detail.locator('dt:has-text("Group") + dd > button');
  await expect(group).toHaveText('Chosen group');
  await pick('group').selectOption({ label: 'None' });
  await expect(group).toHaveText('none');
  await pick('group').selectOption({ label: 'Chosen group' });
  await expect(group).toHaveText('Chosen group');
});
