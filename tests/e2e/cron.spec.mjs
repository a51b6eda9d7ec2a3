// The view of jobs on a real gateway: made, run and followed to the end, changed, paused, deleted and taken back; and what others do to
// them appears by itself. What a real gateway cannot be made to do, a late job and many of them, is tried in the demo.
import { seriousFaults } from './support/axe.mjs';
import { made, test } from './support/jobs.mjs';
import { stopClock } from './support/stopped.mjs';
import { expect } from './support/test.mjs';

test('a job is made, run, followed to its end, changed, paused, and deleted with a way back', async ({ page, jobs, gateway, operator }) => {
  test.setTimeout(150_000);
  await jobs.connect(gateway);
  await page.getByRole('button', { name: 'New job' }).click();
  await jobs.editor.getByRole('button', { name: 'Create' }).click();
  await expect(jobs.editor.getByText('A job needs a name.')).toBeVisible();
  await expect(jobs.editor.getByText('Say what is to be done.')).toBeVisible();
  await jobs.editor.getByLabel('Name').fill('Made here');
  await jobs.editor.getByLabel('Cron expression').fill('30 2 * * *');
  await jobs.editor.getByLabel('Zone').fill('Europe/Berlin');
  await expect(jobs.editor.getByText('Every day at 02:30')).toBeVisible();
  await expect(jobs.editor.getByRole('list', { name: 'Next runs' }).getByRole('listitem')).toHaveCount(5);
  await expect(jobs.editor.getByText(/02:30 (does not exist|comes twice): the clocks are put/)).toBeVisible();
  await jobs.editor.getByRole('textbox', { name: 'Task' }).fill('hold:made-here');
  await jobs.editor.getByRole('button', { name: 'Create' }).click();
  await expect(jobs.editor).toHaveCount(0);
  await expect(jobs.row('Made here')).toHaveAttribute('data-state', 'new');
  await expect(jobs.row('Made here')).toContainText('Every day at 02:30, Europe/Berlin');
  const { jobs: listed } = await operator.call('cron.list', { query: 'Made here' });
  expect(listed[0]).toMatchObject({ schedule: { expr: '30 2 * * *', tz: 'Europe/Berlin' }, delivery: { mode: 'none' }, payload: { message: 'hold:made-here' } });

  await expect(jobs.detail).toHaveAttribute('data-key', listed[0].id);
  await expect(jobs.detail.getByText('It has not run yet.')).toBeVisible();
  await jobs.deed('Run now').click();
  await expect(jobs.row('Made here')).toHaveAttribute('data-state', 'running');
  await expect(jobs.detail.getByText(/^Running for/)).toBeVisible();
  await gateway.model.holding('made-here');
  gateway.model.release('made-here');
  await expect(jobs.toasts).toContainText(/Made here ran well in/);
  await expect(jobs.row('Made here')).toHaveAttribute('data-state', 'up');
  await expect(jobs.row('Made here').locator('.bar')).toHaveCount(1);
  await expect(jobs.runs).toHaveCount(1);
  await expect(jobs.runs).toContainText('by hand');
  await jobs.runs.getByRole('button', { expanded: false }).click();
  await expect(jobs.detail.getByText(/You said: \[cron:/)).toBeVisible();
  const address = page.url();
  expect(address).toMatch(/\/cron\/[0-9a-f-]+\?run=\d+$/);

  await jobs.deed('Edit').click();
  await jobs.editor.getByLabel('Name').fill('Changed here');
  await jobs.editor.getByRole('combobox').first().selectOption({ label: 'Again and again' });
  await jobs.editor.getByLabel('Every').fill('45');
  await expect(jobs.editor.getByText('Every 45 minutes')).toBeVisible();
  await jobs.editor.getByRole('button', { name: 'Save' }).click();
  await expect(jobs.row('Changed here')).toContainText('Every 45 minutes');
  await jobs.deed('Pause').click();
  await expect(jobs.row('Changed here')).toHaveAttribute('data-state', 'paused');
  await expect(jobs.deed('Resume')).toBeVisible();
  await jobs.deed('Resume').click();
  await expect(jobs.row('Changed here')).toHaveAttribute('data-state', 'up');

  await page.getByRole('button', { name: 'More' }).click();
  await jobs.deed('Delete').click();
  await expect(jobs.row('Changed here')).toHaveCount(0);
  await jobs.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(jobs.row('Changed here')).toHaveCount(1);
  expect((await operator.call('cron.list', { query: 'Changed here' })).total, 'its past is not lost').toBe(1);
  await jobs.open('Changed here');
  await expect(jobs.runs).toHaveCount(1);
  await page.getByRole('button', { name: 'More' }).click();
  await jobs.deed('Delete').click();
  await expect.poll(async () => (await operator.call('cron.list', { query: 'Changed here', includeDisabled: true })).total, { timeout: 20_000 }).toBe(0);
  await expect(jobs.row('Changed here')).toHaveCount(0);

  await page.goto(address);
  await expect(page.getByText('No such job')).toBeVisible();
});

test('a failing job says why, and what the command line makes and takes away shows by itself', async ({ page, jobs, gateway, operator }) => {
  await jobs.connect(gateway);
  await made(operator, 'Fails here', 'fail please');
  await jobs.open('Fails here');
  await jobs.deed('Run now').click();
  await expect(jobs.row('Fails here')).toHaveAttribute('data-state', 'failing', { timeout: 40_000 });
  await expect(jobs.toasts).toContainText(/Fails here failed after/);
  await expect(jobs.runs.first()).toContainText('failed');
  await expect(jobs.detail.locator('.reason')).toContainText('The last run failed');

  await gateway.cli('cron', 'add', '--name', 'By the command line', '--every', '2h', '--message', 'hello', '--no-deliver', '--token', gateway.token, '--url', gateway.url);
  await expect(jobs.row('By the command line')).toContainText('Every 2 hours', { timeout: 30_000 });
  const { jobs: [job] } = await operator.call('cron.list', { query: 'By the command line' });
  await operator.call('cron.update', { id: job.id, patch: { name: 'By another name' } });
  await expect(jobs.row('By another name')).toBeVisible();
  await operator.call('cron.remove', { id: job.id });
  await expect(jobs.row('By another name')).toHaveCount(0);
  await page.goto(new URL(`cron/${job.id}`, jobs.dashboard.url).href);
});

test('what was changed elsewhere is shown and not overwritten, and what is written is not lost', async ({ page, jobs, gateway, operator }) => {
  const job = await made(operator, 'Two hands', 'hello');
  await jobs.connect(gateway, `cron/${job.id}`);
  await jobs.deed('Edit').click();
  await jobs.editor.getByLabel('Name').fill('Mine');
  await operator.call('cron.update', { id: job.id, patch: { description: 'theirs' } });
  await expect(jobs.editor.getByText('The job was changed elsewhere')).toBeVisible();
  await expect(jobs.editor.getByRole('button', { name: 'Save' })).toBeDisabled();
  await jobs.editor.getByRole('button', { name: 'Keep mine' }).click();

  await page.getByRole('link', { name: /^Sessions/ }).click();
  await page.getByRole('link', { name: 'Cron' }).click();
  await expect(jobs.editor.getByLabel('Name')).toHaveValue('Mine');
  await jobs.editor.getByLabel('Name').press('Escape');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await jobs.editor.getByRole('button', { name: 'Save' }).click();
  await expect(jobs.row('Mine')).toBeVisible();
  expect((await operator.call('cron.get', { id: job.id })).description).toBe('theirs');

  await jobs.open('Mine');
  await jobs.deed('Edit').click();
  await jobs.editor.getByLabel('Answer').selectOption({ label: 'Told in a channel' });
  await jobs.editor.getByLabel('Name').fill('Not kept');
  await jobs.editor.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(jobs.editor).toHaveCount(0);
  await operator.call('cron.remove', { id: job.id });
});

test('in the demo one job is late and says so, and pages of runs lead to any of them', async ({ page, jobs }) => {
  await jobs.enter();
  const late = jobs.row('Rotate the traces');
  await expect(late).toHaveAttribute('data-state', 'late');
  await expect(late).toContainText(/\d+ min late/);
  await expect(page.getByText(/25 jobs, \d failing, 1 late/)).toBeVisible();
  await jobs.open('Rotate the traces');
  await expect(jobs.detail.locator('.reason')).toContainText(/It was due .* ago and did not start/);
  await jobs.detail.getByRole('tab', { name: 'overview' }).click();
  await jobs.detail.getByLabel('Grace in minutes').fill('60');
  await jobs.detail.getByLabel('Grace in minutes').press('Tab');
  await expect(late).toHaveAttribute('data-state', 'due');

  await jobs.open('Nightly backup');
  await jobs.detail.getByRole('tab', { name: 'runs' }).click();
  await expect(jobs.runs).toHaveCount(20);
  await jobs.detail.getByRole('button', { name: 'Older' }).click();
  await expect(jobs.detail.getByText(/^21–40 of/)).toBeVisible();
  await jobs.runs.nth(3).getByRole('button').click();
  const run = await jobs.runs.nth(3).getAttribute('data-at');
  await expect(page).toHaveURL(new RegExp(`run=${run}`));
  await page.goto(page.url().replace(/[?&]page=2/, '?'));
  await expect(jobs.detail.locator(`.run[data-at="${run}"] .run-full`)).toBeVisible();
  await jobs.detail.getByRole('button', { name: 'Failed', exact: true }).click();
  await expect(jobs.runs.filter({ has: page.locator('.badge', { hasText: 'ok' }) })).toHaveCount(0);
});

test('the week shows what is due, by keys too, and an hour begins a job there', async ({ page, jobs }) => {
  // In the middle of a week: near its end little is due in it.
  await stopClock(page);
  await jobs.enter();
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await expect(page).toHaveURL(/view=week/);
  const week = page.getByRole('table', { name: 'The week by hours' });
  await expect(week.getByRole('button')).toHaveCount(168);
  await expect(week.locator('td[data-now]')).toHaveCount(1);
  await expect(page.getByText(/(run every hour and are|runs every hour and is) left out of the colours\./)).toBeVisible();
  await week.locator('.slot[tabindex="0"]').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  const due = page.locator('.slot-jobs li').first();
  const name = await due.getByRole('button').textContent();
  expect(await seriousFaults(page)).toEqual([]);
  await week.locator('[data-cell="153"]').click();
  await page.getByRole('button', { name: 'New job here' }).click();
  await expect(jobs.editor.getByLabel('Cron expression')).toHaveValue('0 9 * * 0');
  await expect(jobs.editor.getByText('On Sundays at 09:00')).toBeVisible();
  await jobs.editor.getByRole('button', { name: 'Cancel' }).click();
  await week.locator('[data-now] .slot').click();
  await page.locator('.slot-jobs').getByRole('button', { name }).click();
  await expect(jobs.detail.getByRole('heading', { level: 2 })).toHaveText(name);
});

test('many jobs are paused at the speed that the gateway takes, and it can be called off', async ({ page, jobs }) => {
  test.setTimeout(120_000);
  await jobs.enter('&jobs=60');
  await jobs.list.focus();
  await page.keyboard.press('Home');
  for (let turn = 0; turn < 39; turn++) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('40 marked')).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/^Pausing: \d+ of \d+\. The gateway takes 30 a minute: the next in/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop here' }).click();
  await expect(jobs.toasts).toContainText(/^.*26 jobs paused, \d+ not\./);
});

test('a thousand jobs are listed, few are drawn, and the wheel reaches the last', async ({ page, jobs }) => {
  test.setTimeout(120_000);
  await jobs.enter('&jobs=1000');
  await expect(jobs.list).toHaveAttribute('aria-rowcount', /^(99\d|100\d)$/, { timeout: 30_000 });
  expect(await jobs.rows.count()).toBeLessThan(60);
  await jobs.list.hover();
  const frames = page.evaluate(() => new Promise((resolve) => {
    const gaps = [];
    let last = performance.now();
    const step = (now) => {
      gaps.push(now - last);
      last = now;
      if (gaps.length < 90) requestAnimationFrame(step);
      else resolve(gaps.sort((one, other) => one - other)[80]);
    };
    requestAnimationFrame(step);
  }));
  for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, 1_200);
  console.log(`      nine of ten frames within ${Math.round(await frames)} ms`);
  await jobs.list.focus();
  await page.keyboard.press('End');
  await expect(jobs.rows.last()).toHaveAttribute('data-cursor', '');
  await expect(jobs.rows.last()).toBeInViewport({ ratio: 1 });
  await page.getByRole('searchbox').fill('"Shelf 700"');
  await expect(jobs.rows).toHaveCount(1);
});
