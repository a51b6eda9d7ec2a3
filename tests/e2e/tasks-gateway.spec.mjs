// Tasks and a real gateway: what an agent proposes goes on the board, a task is done by a session, and its card follows that.
// Knows nothing of how cards are carried.
import { made } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { card, column, detail, write } from './support/tasks.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
});

const task = (title) => `Here it is:\n\n\`\`\`task\n${JSON.stringify({ title, priority: 'high', checklist: ['One', '[x] Two'] })}\n\`\`\``;

/** Goes to a view as a person does, so that the page stays. */
const go = (page, name) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click();

test('a task that an agent writes goes on the board with one press, and the second press opens it', async ({ talk, page, gateway, operator }) => {
  const key = await made(operator, 'Tasks: Proposal');
  await talk.open(gateway, key);
  await talk.say(task('Ship the docs'));
  await talk.isOver(1);
  const widget = page.locator('[data-widget="task"]').last();
  await widget.getByRole('button', { name: 'Add to board' }).click();
  const open = widget.getByRole('link', { name: /^Open OC-\d+$/ });
  await expect(open).toBeVisible();
  await page.reload();
  await talk.arrived();
  await expect(open).toBeVisible();
  await open.click();
  await expect(detail(page).getByRole('textbox', { name: 'Title' })).toHaveValue('Ship the docs');
  await expect(detail(page).getByRole('link', { name: 'done', exact: true })).toHaveAttribute('title', 'Tasks: Proposal');
  await expect(card(page, 'Ship the docs')).toHaveCount(1);
  await expect(card(page, 'Ship the docs').locator('.marks')).toContainText('1/2');

  await detail(page).getByRole('button', { name: 'Delete' }).click();
  await expect(card(page, 'Ship the docs')).toHaveCount(0);
  await page.goBack();
  await talk.arrived();
  await expect(widget.getByRole('button', { name: 'Add to board' })).toBeVisible();
});

test('where a person allows it, what an agent writes goes on the board by itself, once', async ({ talk, page, gateway, operator }) => {
  const key = await made(operator, 'Tasks: By itself');
  await talk.open(gateway, key);
  await go(page, 'Settings');
  await page.getByRole('radio', { name: 'By themselves' }).check();
  await page.goBack();
  await talk.arrived();
  await talk.say(task('Water the plants'));
  await talk.isOver(1);
  await expect(page.locator('[data-widget="task"]').last().getByRole('link', { name: /^Open OC-/ })).toBeVisible();
  await talk.say(task('Water the plants'));
  await talk.isOver(2);
  await go(page, 'Tasks');
  await expect(card(page, 'Water the plants')).toHaveCount(1);
});

test('a task is done by a session of its own; its card says how that stands and moves when it ends, and says why', async ({ dashboard, page, gateway }) => {
  await dashboard.connect(gateway);
  await go(page, 'Tasks');
  await write(page, 'hold:task-follows');
  await card(page, 'hold:task-follows').getByRole('link').first().click();
  await detail(page).getByRole('button', { name: 'Start as a session' }).click();
  await gateway.model.holding('task-follows');
  const running = column(page, 'In progress').locator('.card').filter({ hasText: 'hold:task-follows' });
  await expect(running).toHaveCount(1);
  await expect(running.locator('.marks')).toContainText('running');
  await detail(page).getByRole('checkbox', { name: /^Move the card by itself/ }).check();
  gateway.model.release('task-follows');
  await expect(column(page, 'Done').locator('.card').filter({ hasText: 'hold:task-follows' })).toHaveCount(1, { timeout: 20_000 });
  await expect(detail(page)).toContainText('Its run ended, so it went to Done.');
  await page.reload();
  await expect(column(page, 'Done').locator('.card').filter({ hasText: 'hold:task-follows' }).locator('.marks')).toContainText('done');
});

test('a run that fails blocks its card, with the reason', async ({ dashboard, page, gateway, operator }) => {
  await dashboard.connect(gateway);
  await go(page, 'Tasks');
  await write(page, 'hold:task-fails');
  await card(page, 'hold:task-fails').getByRole('link').first().click();
  await detail(page).getByRole('button', { name: 'Start as a session' }).click();
  await gateway.model.holding('task-fails');
  await detail(page).getByRole('checkbox', { name: /^Move the card by itself/ }).check();
  const { sessions } = await operator.call('sessions.list', {});
  const { key } = sessions.find(({ displayName, label }) => [displayName, label].includes('hold:task-fails'));
  gateway.model.release('task-fails');
  await expect(column(page, 'Done').locator('.card')).toHaveCount(1, { timeout: 20_000 });
  await operator.call('chat.send', { sessionKey: key, message: 'fail', idempotencyKey: 'task-fails' });
  // What is done stays done: the card is taken up again first.
  await expect(detail(page)).toContainText('Its run failed', { timeout: 20_000 });
  await detail(page).getByLabel('Status').selectOption({ label: 'In progress' });
  await operator.call('chat.send', { sessionKey: key, message: 'fail', idempotencyKey: 'task-fails-again' });
  await expect(column(page, 'Blocked').locator('.card').filter({ hasText: 'hold:task-fails' })).toHaveCount(1, { timeout: 20_000 });
  await expect(detail(page).getByLabel('Why it is blocked')).not.toHaveValue('');
});

test('a session or a job becomes a task from its own detail, and a task is linked to a session by words', async ({ dashboard, page, gateway, operator }) => {
  const key = await made(operator, 'Tasks: Linked');
  await dashboard.connect(gateway, { path: `sessions/${encodeURIComponent(key)}` });
  await dashboard.detail.getByRole('button', { name: 'Add to board' }).click();
  await dashboard.detail.getByRole('link', { name: /^Open OC-/ }).click();
  await expect(detail(page).getByRole('textbox', { name: 'Title' })).toHaveValue('Tasks: Linked');
  await expect(detail(page).locator('.about')).toContainText('Tasks: Linked');
  await write(page, 'Something else');
  await card(page, 'Something else').getByRole('link').first().click();
  await detail(page).getByLabel('Link to a session').fill('no such session');
  await detail(page).getByRole('button', { name: 'Link', exact: true }).click();
  await expect(detail(page).getByRole('alert')).toContainText('No session here');
  await detail(page).getByLabel('Link to a session').fill('tasks: linked');
  await detail(page).getByRole('button', { name: 'Link', exact: true }).click();
  await expect(detail(page).locator('.about')).toContainText('Tasks: Linked');
  await expect(card(page, 'Something else').locator('.marks .tag')).toHaveText('idle');
});
