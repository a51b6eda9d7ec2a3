// The demo: a stranger without a gateway looks around, does what the views offer, and leaves again. Knows nothing of faults.
import { expect, test } from './support/test.mjs';

const NOTES = 'agent:research:dashboard:0a1b2c3d-0000-4000-8000-000000000014';
const WAITING = 'agent:ops:dashboard:0a1b2c3d-0000-4000-8000-000000000011';

const badge = (page) => page.getByRole('button', { name: 'Demo data' });

/** Opens the demo and waits for its list. */
async function enter(dashboard, more = '&still', path = 'sessions') {
  await dashboard.open(`${path}?demo${more}`);
  await dashboard.arrived();
}

test('without a gateway the form offers a look around, which needs nothing but the bundle, and one click leaves it', async ({ page, dashboard }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await dashboard.open();
  await expect(badge(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'Look around with demo data' }).click();
  await dashboard.arrived();
  await expect(badge(page)).toBeVisible();
  await expect(dashboard.rows.nth(10)).toBeVisible();
  expect(new Set(asked), 'only the host of the bundle is asked').toEqual(new Set([new URL(dashboard.url).origin]));

  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(dashboard.form).toBeVisible();
  await expect(badge(page)).toHaveCount(0);
  await page.reload();
  await expect(dashboard.form).toBeVisible();
});

test('where no gateway answers, the demo is offered too', async ({ page, dashboard }) => {
  await dashboard.open();
  await dashboard.ask({ url: 'ws://127.0.0.1:9', token: 'any' });
  await expect(dashboard.diagnosis).toBeVisible();
  await expect(page.getByRole('link', { name: 'Look around with demo data' })).toBeVisible();
});

test('whoever comes for the first time is led round in five steps, which can be skipped and do not come again', async ({ page, dashboard }) => {
  const tour = page.getByRole('region', { name: 'Tour' });
  await dashboard.open('now?demo');
  await expect(tour).toContainText('1 of 5');
  const seen = [];
  for (const step of [1, 2, 3, 4]) {
    seen.push(await page.getByRole('heading', { level: 1 }).first().textContent());
    await tour.getByRole('button', { name: 'Next' }).press('Enter');
    await expect(tour).toContainText(`${step + 1} of 5`);
  }
  expect(seen).toEqual(['Now', 'Sessions', 'Cron', 'Analytics']);
  await tour.getByRole('button', { name: 'Back' }).click();
  await expect(tour).toContainText('4 of 5');
  await tour.getByRole('button', { name: 'Skip the tour' }).click();
  await expect(tour).toHaveCount(0);
  await page.reload();
  await expect(badge(page)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Analytics' })).toBeVisible();
  await expect(tour).toHaveCount(0);
});

test('the demo stays in its tab over a reload, and is no gateway among the others', async ({ page, dashboard, context }) => {
  await enter(dashboard);
  await expect(page).toHaveURL(/\?demo&still$/);
  await dashboard.search.fill('notes');
  await expect(page).toHaveURL(/\?q=notes&demo&still$/);
  await dashboard.openDetail(NOTES);
  await page.reload();
  await dashboard.arrived();
  await expect(badge(page)).toBeVisible();
  await expect(dashboard.detail).toHaveAttribute('data-key', NOTES);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.locator('.gateways')).not.toContainText('demo');
  const other = await context.newPage();
  await other.goto(dashboard.url);
  await expect(other.getByRole('form', { name: 'Connect to a gateway' })).toBeVisible();
  await expect(badge(other)).toHaveCount(0);

  await page.getByRole('link', { name: /^Sessions/ }).click();
  await dashboard.search.fill('notes');
  const [beside] = await Promise.all([context.waitForEvent('page'), dashboard.title(NOTES).click({ modifiers: ['ControlOrMeta'] })]);
  await expect(badge(beside), 'what is opened in another tab is in the demo too').toBeVisible();
});

test('the world shows sessions of all kinds and states', async ({ page, dashboard }) => {
  await enter(dashboard);
  for (const state of ['done', 'failed', 'waiting', 'killed', 'idle']) {
    await dashboard.search.fill(`status:${state}`);
    await expect(dashboard.list.locator(`[data-state="${state}"]`).first(), state).toBeAttached();
  }
  await dashboard.search.fill('status:waiting');
  await expect(dashboard.row(WAITING)).toContainText('asks to run: sudo systemctl restart search-index');
  await dashboard.search.fill('model:qwen');
  await expect(dashboard.row('agent:home:main')).toContainText('unpriced');
  await dashboard.search.fill('');
  await expect(page.getByText(/hidden: cron, heartbeat, dreaming/)).toBeVisible();
});

test('runs start by themselves, and their steps can be followed', async ({ dashboard }) => {
  await enter(dashboard, '');
  await expect(dashboard.list.locator('[data-state="running"]').first()).toBeVisible();
});

test('a first message is answered, and stop stops', async ({ page, dashboard }) => {
  await enter(dashboard);
  await page.getByRole('button', { name: 'New session' }).click();
  await dashboard.dialog.getByRole('textbox', { name: 'Title' }).fill('Made in the demo');
  await dashboard.dialog.getByRole('textbox', { name: 'First message' }).fill('a long report');
  await dashboard.dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dashboard.detail.getByRole('heading', { level: 2 })).toHaveText('Made in the demo');
  const row = dashboard.row(await dashboard.detail.getAttribute('data-key'));
  await expect(row).toHaveAttribute('data-state', 'running');
  await row.getByRole('button', { name: /^Stop/ }).click();
  await expect(row).toHaveAttribute('data-state', 'killed');
});

test('what is changed holds until the page is loaded anew', async ({ page, dashboard }) => {
  await enter(dashboard);
  await dashboard.search.fill('attention');
  await dashboard.row(NOTES).hover();
  await dashboard.row(NOTES).getByRole('checkbox').check();
  await dashboard.bulk.getByRole('button', { name: 'Delete' }).click();
  await dashboard.dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(dashboard.toasts).toContainText('Deleted “Notes on attention”.');
  await expect(dashboard.row(NOTES)).toHaveCount(0);
  await page.reload();
  await dashboard.arrived();
  await expect(dashboard.row(NOTES)).toBeVisible();
});

test('what was said is found in the demo', async ({ dashboard, page }) => {
  await enter(dashboard);
  await dashboard.search.fill('certificates');
  await dashboard.search.press('Control+Enter');
  await expect(page.getByText('Deploy the certificates')).toBeVisible();
});

test('thousands of sessions and events a second leave the page usable', async ({ dashboard, page }) => {
  await enter(dashboard, '&still&sessions=3000&rate=2000');
  await expect(page.getByRole('button', { name: /^Archived/ })).toBeVisible();
  await dashboard.search.fill('release 4');
  await expect(dashboard.rows.first()).toContainText('release 4');
  await dashboard.search.fill('');
  await dashboard.rows.first().getByRole('link').click();
  await expect(dashboard.detail).toBeVisible();
});

test('the badge opens what can go wrong, by keyboard too', async ({ page, dashboard }) => {
  await enter(dashboard);
  await badge(page).press('Enter');
  const faults = page.getByRole('group', { name: 'Faults' });
  await faults.getByRole('button', { name: 'Start: Delay every frame' }).press('Enter');
  await faults.getByRole('button', { name: 'Stop: Delay every frame' }).press('Enter');
  await expect(faults.getByRole('button', { name: 'Start: Delay every frame' })).toBeVisible();
  await faults.getByRole('spinbutton', { name: /^Drop the connection/ }).fill('1012');
  await faults.getByRole('button', { name: 'Do it: Drop the connection' }).press('Enter');
  await expect(faults.getByRole('button', { name: 'Do it: Drop the connection' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(faults).toBeHidden();
  await dashboard.link.click();
  await expect(dashboard.facts.getByRole('listitem').filter({ hasText: 'Had lasted' }).locator('code'), 'the loss stays in the log').toHaveText('1012');
  await dashboard.arrived();
});
