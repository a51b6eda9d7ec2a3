// One session in full: its address, its figures, its tools, its sub-agents.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { holdBack } from './support/between.mjs';
import { made, run, say, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

test('an address leads to an archived session, which can be restored there', async ({ dashboard, gateway, operator }) => {
  const { key, sessionId } = await operator.call('sessions.create', { label: 'Put away long ago' });
  await operator.call('sessions.patch', { key, archived: true, expectedSessionId: sessionId });
  await dashboard.connect(gateway, { path: `sessions/${encodeURIComponent(key)}` });
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('Put away long ago');
  await expect(dashboard.row(key)).toHaveCount(0);
  await dashboard.deed('Restore').click();
  await expect(dashboard.row(key)).toBeVisible();
  await expect(dashboard.deed('Archive')).toBeVisible();
});

test('an address of no session says so', async ({ dashboard, gateway }) => {
  await dashboard.connect(gateway, { path: 'sessions/agent:main:never-was' });
  await expect(dashboard.detail).toContainText('No such session');
  await expect(dashboard.detail).toContainText('agent:main:never-was');
});

test('archived sessions have a list of their own', async ({ page, dashboard, gateway, operator }) => {
  const { key, sessionId } = await operator.call('sessions.create', { label: 'In the other list' });
  await operator.call('sessions.patch', { key, archived: true, expectedSessionId: sessionId });
  const here = await made(operator, 'In the first list');
  await dashboard.connect(gateway);
  await expect(dashboard.row(here)).toBeVisible();
  await expect(dashboard.row(key)).toHaveCount(0);
  await page.getByRole('button', { name: 'Archived' }).click();
  await expect(dashboard.row(key)).toBeVisible();
  await expect(dashboard.row(here)).toHaveCount(0);
  await dashboard.row(key).getByRole('checkbox').check();
  await dashboard.bulk.getByRole('button', { name: 'Restore' }).click();
  await expect(dashboard.row(key)).toHaveCount(0);
  await page.getByRole('button', { name: 'Archived' }).click();
  await expect(dashboard.row(key)).toBeVisible();
});

test('context and cost appear after a run', async ({ dashboard, gateway, operator }) => {
  const key = await made(operator, 'With figures');
  await dashboard.connect(gateway);
  const row = dashboard.row(key);
  await expect(row).toContainText('–');
  await say(operator, key, 'a few words');
  await expect(row).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
  await expect(row).toContainText(/\d+ \/ 128k/);
  await expect(row).toContainText('<$0.01');
  await expect(row.getByRole('meter')).toHaveAttribute('value', /^\d+$/);
  await dashboard.openDetail(key);
  await expect(dashboard.detail).toContainText(/% of the model's context/);
  await expect(dashboard.detail).toContainText(/in \d+ · out \d+ · <\$0\.01/);
  await expect(dashboard.detail).toContainText(/<\$0\.01, by the gateway's count/, { timeout: 30_000 });
  await dashboard.tab('raw').click();
  await expect(dashboard.detail.getByLabel('The row as JSON')).toContainText('"With figures"');
});

test('what a tool does is shown while it does it', async ({ dashboard, gateway, operator, wire }) => {
  const key = await made(operator, 'With a tool');
  await dashboard.connect(gateway);
  await dashboard.openDetail(key);
  await dashboard.tab('tools').click();
  await expect(dashboard.detail).toContainText('No tool was used since you opened this.');
  await expect.poll(() => wire.calls('sessions.messages.subscribe').length).toBeGreaterThan(0);
  const flag = path.join(gateway.state, 'tool-may-end');
  await say(operator, key, `tool:exec {"command":"until [ -e ${flag} ]; do sleep 0.1; done; echo over"}`);
  const step = dashboard.detail.locator('.steps li');
  await expect(step).toHaveAttribute('title', 'running', { timeout: 30_000 });
  await expect(step).toContainText('exec');
  expect(existsSync(flag)).toBe(false);
  writeFileSync(flag, '');
  await expect(step).toHaveAttribute('title', 'completed');
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'done');
});

test('a sub-agent stands folded under whoever sent it, counted, and unfolds', async ({ page, dashboard, gateway, operator }) => {
  const sender = sessionNamed('sends-a-helper');
  await dashboard.connect(gateway);
  const spawn = JSON.stringify({ id: 'sessions_spawn', args: { task: 'hold:the-helper', label: 'The helper' } });
  await say(operator, sender.key, `tool:tool_call ${spawn}`);
  await gateway.model.holding('the-helper');
  const row = dashboard.row(sender.key);
  await expect(row).toHaveAttribute('aria-expanded', 'false');
  const helper = dashboard.rows.filter({ hasText: 'The helper' });
  await expect(helper).toHaveCount(0);
  await row.getByRole('button', { name: /1 sub-agent, 1 running/ }).click();
  await expect(helper).toHaveAttribute('aria-level', '2');
  await expect(row).toHaveAttribute('aria-expanded', 'true');
  await dashboard.openDetail(sender.key);
  await dashboard.detail.getByRole('button', { name: 'The helper' }).click();
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('The helper');
  await dashboard.list.focus();
  await page.keyboard.press('k');
  await page.keyboard.press('ArrowLeft');
  await expect(helper).toHaveCount(0);
  gateway.model.release('the-helper');
});

test('a stop that is not confirmed can be followed by /stop', async ({ page, dashboard, gateway, operator }) => {
  const stubborn = sessionNamed('stubborn');
  const { letGo } = await holdBack(page, 'sessions.abort');
  await dashboard.connect(gateway);
  await run(gateway, operator, stubborn);
  await expect(dashboard.row(stubborn.key)).toHaveAttribute('data-state', 'running');
  await dashboard.openDetail(stubborn.key);
  await dashboard.deed('Stop').click();
  await expect(dashboard.deed('Send /stop')).toBeVisible({ timeout: 20_000 });
  await dashboard.deed('Send /stop').click();
  await expect(dashboard.toasts).toContainText('/stop was sent to');
  letGo();
  await expect(dashboard.row(stubborn.key)).toHaveAttribute('data-state', 'killed');
  await expect(dashboard.deed('Send /stop')).toHaveCount(0);
});
