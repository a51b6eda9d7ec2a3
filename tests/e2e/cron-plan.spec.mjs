// What runs of jobs cost, jobs that crowd a minute, the month by days, and what the editor sends of thinking and of what comes afterwards:
// on a real gateway, and in the demo where months are wanted.
import { seriousFaults } from './support/axe.mjs';
import { made, test } from './support/jobs.mjs';
import { stopClock } from './support/stopped.mjs';
import { expect } from './support/test.mjs';

test.use({ timezoneId: 'UTC' });

/** Runs a job past the page, until so many of its runs are over. */
async function ran(operator, id, count) {
  await operator.call('cron.run', { id });
  await expect.poll(async () => (await operator.call('cron.runs', { id })).total, { timeout: 40_000 }).toBe(count);
}

test('a run says what it used and cost, an earlier one once it was counted, and links lead to where there is something', async ({ page, jobs, gateway, operator }) => {
  test.setTimeout(150_000);
  const job = await made(operator, 'Costs something', 'hello');
  await ran(operator, job.id, 1);
  await ran(operator, job.id, 2);
  await jobs.connect(gateway, `cron/${job.id}`);
  await expect(jobs.runs).toHaveCount(2);
  await expect(jobs.runs.first()).toContainText(/\d+ tokens, <\$0\.01/);
  await expect(jobs.row('Costs something').locator('.cost')).toHaveText('<$0.01');
  await expect(jobs.runs.first().locator('.cost-said')).toHaveAttribute('title', /^\$0\.000\d+, the gateway's estimate/);
  await expect(jobs.runs.nth(1)).toHaveText(/\d+ tokens$/);
  await expect(jobs.runs.nth(1).locator('.cost-said')).toHaveAttribute('title', 'Cost not known. Not counted yet');
  await expect(jobs.detail.getByText(/^2 runs: \d+ tokens, <\$0\.01 for 1 of them$/)).toBeVisible();
  await jobs.deed('Count costs').click();
  await expect(jobs.detail.getByText(/^2 runs: \d+ tokens, <\$0\.01$/)).toBeVisible({ timeout: 40_000 });
  await expect(jobs.runs.nth(1).locator('.cost-said')).toHaveAttribute('title', /as the gateway counted/);
  await expect(jobs.deed('Count costs')).toHaveCount(0);

  await jobs.runs.nth(1).getByRole('button').click();
  await expect(jobs.detail.getByText('Its session is over: the gateway shows that of the last run only.')).toBeVisible();
  await jobs.runs.first().getByRole('button').click();
  await jobs.runs.first().getByRole('link', { name: 'Open chat' }).click();
  await expect(page).toHaveURL(new RegExp(`cron:${job.id}$`));
  await expect(page.getByText(/You said: \[cron:/).first()).toBeVisible();
});

test('jobs that crowd a minute are named, spread as proposed, and put back', async ({ page, jobs, gateway, operator }) => {
  test.setTimeout(120_000);
  const crowd = [];
  for (let number = 1; number <= 5; number += 1) {
    crowd.push(await made(operator, `Crowds ${number}`, 'hello', { schedule: { kind: 'cron', expr: '17 4 * * *', tz: 'UTC' } }));
  }
  const exprs = async () => {
    const { jobs: listed } = await operator.call('cron.list', { query: 'Crowds', limit: 200 });
    return listed.map(({ name, schedule }) => `${name}: ${schedule.expr} ${schedule.tz}`).sort();
  };
  const before = await exprs();
  await jobs.connect(gateway, 'cron?view=week');
  await expect(page.getByText(/^5 jobs start at .* 04:17: Crowds 1, Crowds 2, Crowds 3, Crowds 4 and 1 more\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Propose other times' }).click();
  const proposed = page.locator('.proposed');
  await expect(proposed.getByRole('row')).toHaveText([/Job.*Now.*Then/, /Crowds 3.*04:17.*04:22/, /Crowds 4.*04:17.*04:27/, /Crowds 5.*04:17.*04:32/, /Crowds 1.*04:17.*stays/, /Crowds 2.*04:17.*stays/]);
  expect(await seriousFaults(page)).toEqual([]);
  expect(await exprs(), 'a look changes nothing').toEqual(before);
  await page.getByRole('button', { name: 'Move 3 jobs' }).click();
  await expect.poll(exprs).toEqual(['Crowds 1: 17 4 * * * UTC', 'Crowds 2: 17 4 * * * UTC', 'Crowds 3: 22 4 * * * UTC', 'Crowds 4: 27 4 * * * UTC', 'Crowds 5: 32 4 * * * UTC']);
  const crowded = page.getByText(/jobs start at .* 04:17/);
  await expect(crowded).toHaveCount(0);
  await jobs.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(exprs).toEqual(before);
  await expect(crowded).toHaveText(/^5 jobs/);
  for (const { id } of crowd) await operator.call('cron.remove', { id });
});

test('the editor sends how hard to think, what comes afterwards, and when a note is heard', async ({ page, jobs, gateway, operator }) => {
  await jobs.connect(gateway);
  await page.getByRole('button', { name: 'New job' }).click();
  await jobs.editor.getByLabel('Name').fill('Thinks once');
  await jobs.editor.getByRole('combobox').first().selectOption({ label: 'Once' });
  await jobs.editor.getByLabel('Day and time').fill('2035-01-01T10:00');
  await jobs.editor.getByLabel('Afterwards').selectOption({ label: 'Stays in the list as finished' });
  await jobs.editor.getByRole('textbox', { name: 'Task' }).fill('hello');
  await jobs.editor.getByLabel('Thinking').selectOption('off');
  await jobs.editor.getByRole('button', { name: 'Create' }).click();
  await expect(jobs.editor).toHaveCount(0);
  const { jobs: [job] } = await operator.call('cron.list', { query: 'Thinks once' });
  expect(job).toMatchObject({ deleteAfterRun: false, payload: { thinking: 'off' } });
  await jobs.deed('Edit').click();
  await expect(jobs.editor.getByLabel('Thinking')).toHaveValue('off');
  await jobs.editor.getByLabel('Thinking').selectOption({ label: "The model's default" });
  await jobs.editor.getByLabel('Afterwards').selectOption({ label: 'Goes, if it ran well' });
  await jobs.editor.getByRole('button', { name: 'Save' }).click();
  await expect(jobs.editor).toHaveCount(0);
  const changed = await operator.call('cron.get', { id: job.id });
  expect([changed.deleteAfterRun, changed.payload.thinking]).toEqual([true, undefined]);
  await operator.call('cron.remove', { id: job.id });

  const note = await operator.call('cron.add', {
    name: 'Leaves a note', schedule: { kind: 'every', everyMs: 86_400_000 }, sessionTarget: 'main', wakeMode: 'now', payload: { kind: 'systemEvent', text: 'x' },
  });
  await jobs.open('Leaves a note');
  await jobs.deed('Edit').click();
  await jobs.editor.getByLabel('Heard').selectOption({ label: "At the session's next turn" });
  await jobs.editor.getByRole('button', { name: 'Save' }).click();
  await expect(jobs.editor).toHaveCount(0);
  expect((await operator.call('cron.get', { id: note.id })).wakeMode).toBe('next-heartbeat');
  await operator.call('cron.remove', { id: note.id });
});

test('the month shows how the runs of each day came out, by keys too, and a run of it is opened', async ({ page, jobs }) => {
  // In the middle of a month: near its edges today stands in two of them.
  await stopClock(page);
  await jobs.enter();
  await page.getByRole('button', { name: 'Month', exact: true }).click();
  await expect(page).toHaveURL(/view=month/);
  const month = page.getByRole('table', { name: 'The month by days' });
  const day = month.locator('.day[tabindex="0"]');
  await expect(page.getByText(/^Runs are read back to /)).toBeVisible();
  await expect(month.locator('[aria-current="date"]')).toHaveCount(1);
  await expect(day).toHaveAccessibleName(/went well/);
  const marks = () => month.locator('.day').evaluateAll((days) => days.map(({ dataset }) => dataset.tone));
  expect(await marks(), 'what was not read is not said to be empty').toContain('unknown');
  const unknown = (await marks()).filter((tone) => tone === 'unknown').length;
  await page.getByRole('button', { name: 'Read older runs' }).click();
  await expect.poll(async () => (await marks()).filter((tone) => tone === 'unknown').length).toBeLessThan(unknown);
  expect(await seriousFaults(page)).toEqual([]);

  await day.focus();
  const today = await day.getAttribute('data-day');
  await page.keyboard.press('ArrowLeft');
  await expect(day).not.toHaveAttribute('data-day', today);
  await expect(day).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`day=${await day.getAttribute('data-day')}`));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageUp');
  await expect(month.locator('[aria-current="date"]')).toHaveCount(0);
  await expect(day).toHaveAttribute('data-day', /-\d\d$/);
  await page.getByRole('button', { name: 'Today' }).click();
  await expect(day).toHaveAttribute('data-day', today);
  const run = page.locator('.slot-jobs li').nth(1);
  const name = await run.getByRole('button').textContent();
  await run.getByRole('button').click();
  await expect(jobs.detail.getByRole('heading', { level: 2 })).toHaveText(name);
  await expect(jobs.detail.locator('.run-full')).toBeVisible();
  await expect(page).toHaveURL(/view=month.*run=\d+/);
});
