// New sessions: with and without a first message, and what the form says when the gateway will not have one.
import { made } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

/** Opens the form and fills in what is given. */
async function fill(dashboard, { title, message, agent }) {
  await dashboard.page.getByRole('button', { name: 'New session' }).click();
  const { dialog } = dashboard;
  await expect(dialog).toHaveAccessibleName('New session');
  if (title) await dialog.getByRole('textbox', { name: 'Title' }).fill(title);
  if (message) await dialog.getByRole('textbox', { name: 'First message' }).fill(message);
  if (agent) await dialog.getByRole('combobox', { name: 'Agent' }).selectOption({ label: agent });
  await dialog.getByRole('button', { name: 'Create' }).click();
}

test('a new session without a first message is opened and runs nothing', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await fill(dashboard, { title: 'Made in the form', agent: 'Ops' });
  await expect(dashboard.dialog).toHaveCount(0);
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('Made in the form');
  const key = await dashboard.detail.getAttribute('data-key');
  expect(key).toMatch(/^agent:ops:/);
  expect(decodeURIComponent(new URL(page.url()).pathname)).toBe(`/sessions/${key}`);
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'idle');
});

test('a new session with a first message runs at once', async ({ dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await fill(dashboard, { title: 'At work from the start', message: 'hold:from-the-start' });
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('At work from the start');
  const key = await dashboard.detail.getAttribute('data-key');
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'running');
  gateway.model.release('from-the-start');
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'done');
});

test('a title that is taken is told in the form, which keeps what was typed', async ({ dashboard, gateway, operator }) => {
  await made(operator, 'Only one may have this');
  await dashboard.connect(gateway);
  await fill(dashboard, { title: 'Only one may have this', message: 'stays typed' });
  await expect(dashboard.dialog.getByRole('alert')).toContainText('Another session of this agent has that title');
  await expect(dashboard.dialog.getByRole('textbox', { name: 'First message' })).toHaveValue('stays typed');
  await dashboard.dialog.getByRole('textbox', { name: 'Title' }).fill('This one may');
  await dashboard.dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('This one may');
});
