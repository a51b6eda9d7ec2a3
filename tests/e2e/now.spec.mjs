// The landing view on a gateway as it comes: what it asks for, the one queue of what waits, and that nothing is answered by accident.
import { randomUUID } from 'node:crypto';
import { startGateway } from '../lab/gateway.mjs';
import { seriousFaults } from './support/axe.mjs';
import { made as madeJob } from './support/jobs.mjs';
import { knock } from './support/knock.mjs';
import { made, run, say, sessionNamed } from './support/runs.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test as base } from './support/test.mjs';
import { isPage } from './support/wire.mjs';

/** How a person finds things in the view. */
class Now {
  constructor(page, dashboard) {
    this.page = page;
    this.dashboard = dashboard;
    this.heading = page.getByRole('heading', { level: 1, name: 'Now' });
    this.summary = page.locator('.now .summary');
    this.queue = page.getByRole('list', { name: 'Waits for you' });
    this.rows = this.queue.locator('> .wait');
    this.runs = page.getByRole('list', { name: 'Runs' });
    this.failures = page.getByRole('list', { name: 'Failed since you looked' });
    this.count = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Now/ }).locator('.count');
  }

  async connect(gateway, path = '') {
    await this.dashboard.open(path || '.');
    await this.dashboard.ask({ url: gateway.url, token: gateway.token });
    await expect(this.dashboard.link).toHaveAttribute('data-link', 'ready');
    await expect(this.heading).toBeVisible();
    await expect(this.page.getByRole('status', { name: 'Reading what waits' })).toHaveCount(0);
  }

  row(text) {
    return this.rows.filter({ hasText: text });
  }

  /** Goes through the list by keys until this row is the one. */
  async choose(row) {
    for (let step = 0; step < 40 && (await row.getAttribute('aria-current')) !== 'true'; step++) await this.page.keyboard.press(step ? 'j' : 'g');
    await expect(row).toHaveAttribute('aria-current', 'true');
  }

  /** Answers as a person does: presses again where the page says that the list moved just now, which other stories' rows do too. */
  async answer(row, press, words) {
    const gone = row.locator('.gone');
    const isTold = this.page.getByText('The list moved just now');
    let isPressed = false;
    await expect(async () => {
      if (!(await gone.count()) && (!isPressed || (await isTold.count()))) {
        await press();
        isPressed = true;
      }
      await expect(gone).toHaveText(words, { timeout: 1_000 });
    }).toPass();
  }

  /** Answers by a button of the row. */
  async click(row, name, words) {
    const button = row.getByRole('button', { name, exact: typeof name === 'string' });
    await this.answer(row, () => button.click({ timeout: 5_000 }), words);
  }

  /** Answers by a key, once the keyboard is on the row. */
  async strike(row, key, words) {
    await this.choose(row);
    await this.answer(row, () => this.page.keyboard.press(key), words);
  }
}

const test = base.extend({
  now: async ({ page, dashboard }, use) => use(new Now(page, dashboard)),
  /** Sends messages for which somebody is asked: only who may answer has an agent wait. */
  asker: async ({ gateway }, use) => {
    const asker = await gateway.rpc({ caps: ['approvals', 'exec-approvals'] });
    await use(asker);
    asker.close();
  },
});

/** Has an agent ask to run a command; returns once it waits. */
async function asks(asker, name, command) {
  const key = await made(asker, name, { agentId: 'careful' });
  const asked = asker.event((frame) => frame.event === 'exec.approval.requested' && frame.payload.request.sessionKey === key);
  await say(asker, key, `tool:exec ${JSON.stringify({ command })}`);
  return { key, id: (await asked).payload.id };
}

/** What comes of an approval, by the gateway's own history. */
const decided = async (operator, id) => (await operator.call('approval.history', { limit: 50 })).items.find((item) => item.id === id)?.decision;

test('the start leads here, and a load asks six times at most', async ({ page, now, gateway, wire }) => {
  await now.connect(gateway);
  expect(new URL(page.url()).pathname).toMatch(/\/now$/);
  await expect(now.summary).toContainText(/wait/);
  // What runs in this gateway for other stories is subscribed to besides.
  const besides = ['connect', 'last-heartbeat', 'sessions.messages.subscribe', 'sessions.messages.unsubscribe'];
  const load = () => wire.calls().filter((call) => !isPage(call)).map(({ method }) => method).filter((method) => !besides.includes(method));
  const read = () => load().filter((method) => method !== 'usage.cost');
  await expect.poll(() => read().length, 'what the other parts know comes at leisure').toBeGreaterThanOrEqual(6);
  expect(read().sort()).toEqual(['cron.list', 'device.pair.list', 'exec.approval.list', 'plugin.approval.list', 'question.list', 'sessions.subscribe']);
  // What today cost is asked once all that is there; and then nothing more.
  await expect.poll(() => load().filter((method) => method === 'usage.cost').length).toBe(1);
  await page.getByRole('link', { name: /^Sessions/ }).first().click();
  await expect(now.dashboard.heading).toBeVisible();
  await page.getByRole('link', { name: /^Now/ }).click();
  await expect(now.heading).toBeVisible();
  expect(load(), 'what is known is not asked again').toHaveLength(7);
});

test('commands of real runs are allowed and denied by keys, each by what stands on screen', async ({ page, now, gateway, operator, asker }) => {
  await now.connect(gateway);
  const yes = await asks(asker, 'Now: allowed', 'echo allowed && rm -f nothing');
  const no = await asks(asker, 'Now: denied', 'echo denied');
  await expect(now.row('Now: allowed wants to run a command')).toContainText('echo allowed && rm -f nothing');
  await expect(now.row('Now: allowed').locator('.risky')).toHaveText(['rm']);
  await expect(now.row('Now: allowed')).toContainText('workspace-careful');
  await expect(now.row('Now: denied wants to run a command')).toBeVisible();
  // What other stories left waiting counts too, and comes and goes meanwhile.
  await expect(async () => {
    const all = `${await now.rows.filter({ hasNot: page.locator('.gone') }).count()} waiting`;
    expect([await now.count.textContent(), await page.title()]).toEqual([all, `(${all}) Now · OpenClutch`]);
    expect(parseInt(all, 10)).toBeGreaterThanOrEqual(2);
  }).toPass({ timeout: 15_000 });
  expect(await seriousFaults(page)).toEqual([]);
  await now.strike(now.row('Now: allowed'), 'a', 'Allowed once');
  await now.strike(now.row('Now: denied'), 'd', 'Denied');
  await expect.poll(() => decided(operator, yes.id)).toBe('allow-once');
  expect(await decided(operator, no.id)).toBe('deny');
  await expect(now.rows.filter({ hasText: /^approveNow: (allowed|denied)/ }), 'they leave').toHaveCount(0, { timeout: 15_000 });
});

test('what was resolved elsewhere between look and key answers nothing else', async ({ page, now, gateway, operator, asker, wire }) => {
  await now.connect(gateway);
  const first = await asks(asker, 'Now: first', 'echo first');
  const second = await asks(asker, 'Now: second', 'echo second');
  await now.choose(now.row('Now: first'));
  await operator.call('exec.approval.resolve', { id: first.id, decision: 'deny' });
  await page.keyboard.press('a');
  await expect(now.row('Now: first').locator('.gone')).toHaveText(/^Resolved elsewhere: denied/);
  await page.keyboard.press('a');
  // It lingers, and then leaves; the keyboard is on nothing, so a third press does nothing either.
  await expect(now.row('Now: first')).toHaveCount(0, { timeout: 15_000 });
  await page.keyboard.press('a');
  await expect(now.row('Now: second')).not.toHaveAttribute('aria-current', 'true');
  const answers = wire.calls('exec.approval.resolve').map(({ params }) => params.id);
  expect(answers.filter((id) => id !== first.id), 'nothing else was answered').toEqual([]);
  expect((await operator.call('exec.approval.list')).map(({ id }) => id)).toContain(second.id);
  await page.keyboard.press('j');
  await now.strike(now.row('Now: second'), 'd', 'Denied');
  await expect.poll(() => decided(operator, second.id)).toBe('deny');
});

test('two tabs see the same, and what is put off comes back', async ({ page, now, gateway, operator, asker, context, site }) => {
  await now.connect(gateway);
  const { id } = await asks(asker, 'Now: in two tabs', 'echo two');
  const other = await context.newPage();
  await other.goto(new URL('now', site.url).href);
  const there = other.getByRole('list', { name: 'Waits for you' }).locator('> .wait').filter({ hasText: 'Now: in two tabs' });
  await expect(there).toBeVisible();
  await now.row('Now: in two tabs').getByRole('button', { name: /^Put off/ }).click();
  await expect(now.row('Now: in two tabs')).toHaveCount(0);
  await expect(there, 'the other tab puts it off too').toHaveCount(0);
  await page.getByRole('button', { name: /put off, show$/ }).click();
  await expect(there).toBeVisible();
  await now.click(now.row('Now: in two tabs'), 'Deny', 'Denied');
  await expect(there.locator('.gone')).toHaveText(/^Resolved elsewhere: denied/);
  expect(await decided(operator, id)).toBe('deny');
});

test('a plugin asks, a question is answered, a device is let in', async ({ page, now, gateway, operator, asker }) => {
  await now.connect(gateway);
  const asked = await operator.call('plugin.approval.request', { title: 'Send a mail', description: 'To all customers', pluginId: 'mail', severity: 'critical', twoPhase: true });
  await expect(now.row('Send a mail')).toContainText('To all customers');
  await now.click(now.row('Send a mail'), 'Deny', 'Denied');
  expect((await operator.call('plugin.approval.list')).map(({ id }) => id)).not.toContain(asked.id);

  const key = await made(operator, 'Now: asks back');
  const questions = [{ id: 'room', header: 'Room', question: 'Which room?', options: [{ label: 'Attic' }, { label: 'Cellar' }] }];
  await say(asker, key, `tool:tool_call ${JSON.stringify({ id: 'openclaw:core:ask_user', args: { questions } })}`);
  const question = now.row('Now: asks back: Which room?');
  await question.getByRole('radio', { name: 'Cellar' }).check();
  await now.click(question, 'Answer', 'Answered');

  const knocked = await page.evaluate(knock, [gateway.url, gateway.token, randomUUID()]);
  const device = now.row(knocked.id.slice(0, 8));
  await expect(device).toContainText('Wants to: see everything; start and stop runs, send messages');
  await now.strike(device, 'a', 'Let in');
  expect((await operator.call('device.pair.list')).paired.map(({ deviceId }) => deviceId)).toContain(knocked.id);
});

test('a job that failed waits, and leaves when it runs well', async ({ page, now, gateway, operator }) => {
  const job = await madeJob(operator, 'Now: breaks', 'fail please');
  await now.connect(gateway);
  await operator.call('cron.run', { id: job.id, mode: 'force' });
  const row = now.row('Now: breaks failed');
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expect(row.getByRole('link', { name: 'Now: breaks failed' })).toHaveAttribute('href', new RegExp(`/cron/${job.id}$`));
  await operator.call('cron.update', { id: job.id, patch: { payload: { kind: 'agentTurn', message: 'hello' } } });
  await now.click(row, /^Run now/, 'Started');
  await expect(row).toHaveCount(0, { timeout: 60_000 });
  await operator.call('cron.remove', { id: job.id });
});

test('what runs is listed with a stop, and what failed is listed until it was seen', async ({ page, now, gateway, operator, wire }) => {
  await now.connect(gateway);
  const runs = sessionNamed('now-runs');
  await run(gateway, operator, runs);
  const line = now.runs.locator('.line').filter({ hasText: runs.title });
  await expect(line.locator('.badge')).toHaveText('running');
  await expect(line.locator('.age')).toHaveText(/^\d+s$/);
  await line.getByRole('button', { name: /^Stop/ }).click();
  await expect(line).toHaveCount(0);

  const steps = sessionNamed('now-steps');
  await say(operator, steps.key, `first:${steps.title} tool:exec {"command":"sleep 60"}`);
  const stepping = now.runs.locator('.line').filter({ hasText: steps.title });
  await expect(stepping).toBeVisible();
  const subscribed = () => wire.calls('sessions.messages.subscribe').map(({ params }) => params.key);
  await expect.poll(subscribed, 'what is shown is subscribed to').toContain(steps.key);
  gateway.model.release(steps.title);
  await expect(stepping.locator('.more')).toContainText('sleep 60');
  await stepping.getByRole('button', { name: /^Stop/ }).click();
  await expect(stepping).toHaveCount(0);

  const fails = sessionNamed('now-fails');
  await say(operator, fails.key, 'fail please');
  const failed = now.failures.locator('.line').filter({ hasText: fails.title });
  await expect(failed).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Mark as seen' }).click();
  await expect(failed).toHaveCount(0);
  await page.reload();
  await expect(now.heading).toBeVisible();
  await expect(page.getByText('Nothing failed.')).toBeVisible();
});

test('all of it fits one screen, and a phone', async ({ page, now, gateway, operator, asker }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await now.connect(gateway);
  const { id } = await asks(asker, 'Now: fits', 'echo fits');
  await expect(now.row('Now: fits')).toBeVisible();
  const overflow = () => page.evaluate(() => {
    const main = document.querySelector('main');
    return [main.scrollHeight - main.clientHeight, main.scrollWidth - main.clientWidth];
  });
  expect(await overflow()).toEqual([0, 0]);
  for (const [width, height] of [[768, 1024], [360, 740]]) {
    await page.setViewportSize({ width, height });
    expect((await overflow())[1], `${width} px`).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  }
  await operator.call('exec.approval.resolve', { id, decision: 'deny' });
});

test('after an absence it is told exactly what happened, once', async ({ page, now }) => {
  test.setTimeout(2 * GATEWAY_STARTS_WITHIN);
  const gateway = await startGateway();
  try {
    const operator = await gateway.rpc();
    const [well, badly] = [sessionNamed('away-well'), sessionNamed('away-badly')];
    const ends = (key) => operator.event(({ event, payload }) => event === 'sessions.changed' && payload.sessionKey === key && payload.session?.endedAt && !payload.session.hasActiveRun);
    await operator.call('sessions.subscribe', {});
    const ended = [ends(well.key), ends(badly.key)];
    await say(operator, well.key, 'hello');
    await say(operator, badly.key, 'fail please');
    await Promise.all(ended);
    operator.close();
    // An hour ago somebody looked last.
    await page.addInitScript(([url, at]) => localStorage.getItem('openclutch.seen') ?? localStorage.setItem('openclutch.seen', JSON.stringify({ v: 1, value: { list: [{ gateway: url, at }] } })), [gateway.url, Date.now() - 3_600_000]);
    await now.connect(gateway);
    const away = page.locator('.now .away');
    await expect(away).toContainText('While you were away, 1 h');
    await expect(away).toContainText(/1 finished, 1 failed/);
    await expect(away.getByRole('link', { name: badly.title })).toHaveAttribute('href', /\/chat\//);
    await away.getByRole('button', { name: 'Dismiss' }).click();
    await expect(away).toHaveCount(0);
    await page.reload();
    await expect(now.heading).toBeVisible();
    await expect(now.summary).toContainText('failed');
    await expect(away, 'nothing happened since').toHaveCount(0);
  } finally {
    await gateway.dispose();
  }
});
