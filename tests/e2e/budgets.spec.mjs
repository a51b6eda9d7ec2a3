// Budgets: what is set is kept and shown, a level is said once, what is at work can be stopped from the notice, and what was noticed stays.
// Knows the prices of the gateway that it starts.
import { startGateway } from '../lab/gateway.mjs';
import { made, say } from './support/runs.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test as base } from './support/test.mjs';


/** A gateway whose model costs a dollar a token, so that a word is worth a warning. */
const test = base.extend({
  dear: [
    async ({}, use) => {
      const model = { id: 'dear', name: 'dear', reasoning: false, input: ['text'], contextWindow: 128000, maxTokens: 8192 };
      const models = [{ ...model, cost: { input: 10_000, output: 10_000, cacheRead: 0, cacheWrite: 0 } }];
      const gateway = await startGateway({ config: { models: { providers: { scripted: { models } } } } });
      const operator = await gateway.rpc();
      await operator.call('sessions.subscribe', {});
      await use({ gateway, operator });
      operator.close();
      await gateway.dispose();
    },
    { scope: 'worker', timeout: GATEWAY_STARTS_WITHIN },
  ],
});

test.use({ timezoneId: 'UTC' });

const panel = (page) => page.locator('[data-panel="budgets"]');
const rows = (page) => panel(page).locator('.budgets li');
const alarms = (page) => page.getByRole('region', { name: 'New notices' }).getByRole('alert');

async function set(page, { whose, which, per, limit, warn }) {
  await panel(page).getByRole('button', { name: 'Set a budget' }).click();
  if (whose) await panel(page).getByLabel('For', { exact: true }).selectOption(whose);
  if (which) await panel(page).getByLabel('Which').selectOption(which);
  if (per) await panel(page).getByLabel('Per', { exact: true }).selectOption(per);
  await panel(page).getByLabel('Budget in $').fill(limit);
  if (warn) await panel(page).getByLabel('Warn from $').fill(warn);
  await panel(page).getByRole('button', { name: 'Save' }).click();
}

const ends = (operator, key) => operator.event(({ event, payload }) => event === 'sessions.changed' && payload.sessionKey === key && payload.phase === 'end');

test('a budget is kept, its level is said once, and the notice stops what is at work', async ({ page, dashboard, wire, dear: { gateway, operator } }) => {
  const spender = await made(operator, 'Spender', { model: 'scripted/dear' });
  const worker = await made(operator, 'Worker', { model: 'scripted/dear' });
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Analytics', exact: true }).click();
  await expect(panel(page)).toContainText('No budget is set.');
  await panel(page).getByRole('button', { name: 'Set a budget' }).click();
  await panel(page).getByLabel('Budget in $').fill('much');
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(panel(page).getByRole('alert')).toHaveText('The budget is no sum of dollars above zero.');
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  // The warning comes with the first run, the end never does.
  await set(page, { limit: '900000', warn: '0.01' });
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('Everything, per day');

  // Elsewhere in the app, somebody is at work while another run ends.
  await page.getByRole('link', { name: /^Sessions/ }).click();
  await expect(dashboard.heading).toBeVisible();
  // Who asks for it is gone.
  const asked = wire.calls('sessions.usage').length;
  await say(operator, worker, 'hold:worker');
  await gateway.model.holding('worker');
  let over = ends(operator, spender);
  await say(operator, spender, 'hello');
  await over;
  await expect(alarms(page)).toHaveCount(1);
  await expect(alarms(page)).toContainText(/Everything cost \$[\d,.]+ of \$900,000\.00 today\. 1 session is at work; Stop ends its run\./);
  over = ends(operator, spender);
  await say(operator, spender, 'hello again');
  await over;
  const stopped = operator.event(({ event, payload }) => event === 'sessions.changed' && payload.sessionKey === worker && payload.session?.status === 'killed');
  await alarms(page).getByRole('button', { name: 'Stop' }).click();
  await stopped;
  await expect(alarms(page), 'it is said once').toHaveCount(0);
  expect(wire.calls('sessions.abort').map(({ params }) => params.key)).toEqual([worker]);
  expect(wire.calls('sessions.usage'), 'the watch asks nothing').toHaveLength(asked);

  await page.getByRole('link', { name: 'Analytics', exact: true }).click();
  await expect(rows(page)).toHaveAttribute('data-level', 'warn');
  await expect(panel(page).locator('.noticed li')).toHaveCount(1);
  await panel(page).getByText('What is watched').click();
  await expect(panel(page).locator('.known')).toContainText('they warn and hold nothing back');
  await page.reload();
  await expect(rows(page)).toHaveAttribute('data-level', 'warn');
  await expect(panel(page).locator('.noticed li'), 'a reload says nothing again').toHaveCount(1);
  await expect(alarms(page)).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Remove the budget Everything, per day' }).click();
  await expect(rows(page)).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Clear' }).click();
  await expect(panel(page).locator('.noticed')).toHaveCount(0);
});

test('what is shown as spent is what the gateway counts', async ({ page, dashboard, dear: { gateway, operator } }) => {
  const key = await made(operator, 'Counted', { model: 'scripted/dear' });
  const over = ends(operator, key);
  await say(operator, key, 'hello');
  await over;
  const today = new Date().toISOString().slice(0, 10);
  const usage = () => operator.call('sessions.usage', { startDate: today, endDate: today, mode: 'specific', timeZone: 'UTC', agentScope: 'all', limit: 1000 });
  await expect.poll(async () => (await usage()).sessions.find((session) => session.key === key)?.usage?.totalCost ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Analytics', exact: true }).click();
  await expect(panel(page)).toBeVisible();
  await set(page, { limit: '5000000', whose: 'session', which: key });
  await set(page, { limit: '5000000', per: 'month' });
  // What the page was told may be from before that run; what it saw of the run since makes up for it.
  const { totals, sessions } = await usage();
  const from = (dollars) => new RegExp(`^\\$${dollars.toFixed(6).replace('.', '\\.')} of `);
  await expect(rows(page).filter({ hasText: 'Everything, per month' }).locator('.value')).toHaveAttribute('title', from(totals.totalCost));
  const { totalCost } = sessions.find((session) => session.key === key).usage;
  await expect(rows(page).filter({ hasText: 'Counted, per day' }).locator('.value')).toHaveAttribute('title', from(totalCost));
});

test('what is reached at once is said at once', async ({ page, dashboard }) => {
  await dashboard.open('analytics?demo&still');
  await expect(panel(page)).toBeVisible();
  await set(page, { limit: '0.01', warn: '0.005' });
  await expect(alarms(page)).toHaveCount(1);
  await expect(alarms(page)).toContainText(/^Over budget: Everything cost \$/);
  await alarms(page).getByRole('button', { name: 'Close this notice' }).click();
  await set(page, { whose: 'session', limit: '0.01' });
  await expect(alarms(page), 'many at once are one notice').toHaveCount(1);
  await expect(alarms(page)).toContainText(/^\d+ limits of budgets were reached at once\./);
});

test('nothing is said while nobody looks', async ({ page, dashboard }) => {
  await dashboard.open('analytics?demo&still');
  await expect(panel(page)).toBeVisible();
  // A page that is hidden is drawn no frames.
  await page.evaluate(() => {
    const [draw, held] = [window.requestAnimationFrame.bind(window), []];
    window.requestAnimationFrame = (deed) => held.push(deed);
    window.lookAgain = () => {
      window.requestAnimationFrame = draw;
      held.forEach((deed) => draw(deed));
    };
  });
  await set(page, { limit: '0.01', warn: '0.005' });
  await expect(rows(page)).toHaveAttribute('data-level', 'spent');
  await page.evaluate(() => new Promise((over) => setTimeout(over, 300)));
  await expect(alarms(page)).toHaveCount(0);
  await page.evaluate(() => window.lookAgain());
  await expect(alarms(page)).toHaveCount(1);
});

test('the chart shows what a day may cost', async ({ page, dashboard }) => {
  await dashboard.open('analytics?demo&still');
  await expect(panel(page)).toBeVisible();
  await expect(page.locator('.limit-words')).toHaveCount(0);
  await set(page, { limit: '12' });
  await expect(page.locator('.limit-words')).toHaveText(/^budget \$12\.00/);
  await page.locator('.toolbar').getByRole('button', { name: 'Per week' }).click();
  await expect(page.locator('.limit-words'), 'a week has no budget').toHaveCount(0);
});
