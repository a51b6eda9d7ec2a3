// What was used, as people see it: the figures are those of the gateway, what is chosen stands in the address, and the gateway is asked
// once for each change and never by itself. Knows the numbers of no demo.
import { startGateway } from '../lab/gateway.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test as base } from './support/test.mjs';
import { randomUUID } from 'node:crypto';

const RANGE = { mode: 'specific', timeZone: 'UTC', agentScope: 'all' };
const day = (days = 0) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A gateway that has priced models and one without a price, and sessions that used them. */
const test = base.extend({
  counted: [
    async ({}, use) => {
      const model = (id, price) => ({ id, name: id, reasoning: false, input: ['text'], contextWindow: 128000, maxTokens: 8192, ...price });
      const cost = { input: 1, output: 5, cacheRead: 0, cacheWrite: 0 };
      const models = [model('one', { cost }), model('two', { cost }), model('free')];
      const gateway = await startGateway({ config: { models: { providers: { scripted: { models } } } } });
      const operator = await gateway.rpc();
      const keys = {};
      for (const [label, name, agentId] of [['With one', 'one', 'main'], ['With two', 'two', 'ops'], ['Without a price', 'free', 'main']]) {
        const { key } = await operator.call('sessions.create', { label, model: `scripted/${name}`, agentId });
        const over = operator.event(({ event, payload }) => event === 'sessions.changed' && payload.sessionKey === key && payload.phase === 'end');
        await operator.call('sessions.subscribe', {});
        await operator.call('chat.send', { sessionKey: key, message: `hello from ${name}`, idempotencyKey: randomUUID() });
        await over;
        keys[name] = key;
      }
      // Counting is the gateway's own affair, and takes it a while.
      const ready = async () => {
        const { cacheStatus, totals } = await operator.call('sessions.usage', { ...RANGE, startDate: day(-1), endDate: day() });
        return cacheStatus.status === 'fresh' && totals.missingCostEntries > 0 && totals.totalCost > 0;
      };
      await expect.poll(ready, { timeout: 60_000 }).toBe(true);
      await use({ gateway, operator, keys });
      operator.close();
      await gateway.dispose();
    },
    { scope: 'worker', timeout: GATEWAY_STARTS_WITHIN },
  ],
});

test.use({ timezoneId: 'UTC' });

const tile = (page, name) => page.locator(`[data-tile="${name}"]`);
const exactly = (page, name) => tile(page, name).locator('.figure').getAttribute('title');
const panel = (page, name) => page.locator(`[data-panel="${name}"]`);
const way = (page) => page.getByRole('navigation', { name: 'The way to what is shown' }).getByRole('listitem');
const choose = (page, name) => page.locator('.toolbar').getByRole('button', { name, exact: true });
const money = (dollars) => `$${(Math.round(dollars * 1e6) / 1e6).toFixed(6)}`;
const asked = (wire) => wire.calls('sessions.usage').filter(({ params }) => params.agentScope === 'all');

async function enter(page, dashboard, gateway, search = '') {
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Analytics', exact: true }).click();
  if (search) await dashboard.open(`analytics${search}`);
  await expect(tile(page, 'spend')).toBeVisible();
}

test('the figures are those that the gateway itself comes to', async ({ page, dashboard, counted: { gateway, operator } }) => {
  await enter(page, dashboard, gateway);
  const { totals } = await operator.call('usage.cost', { ...RANGE, startDate: day(-29), endDate: day() });
  expect(await exactly(page, 'spend')).toContain(money(totals.totalCost));
  expect(await exactly(page, 'tokens')).toBe(`${totals.totalTokens.toLocaleString('en-US')} tokens`);
  const cli = JSON.parse(await gateway.cli('gateway', 'usage-cost', '--days', '30', '--all-agents', '--json'));
  expect(cli.totals.totalTokens, "the gateway's own command line").toBe(totals.totalTokens);
  expect(money(cli.totals.totalCost)).toBe(money(totals.totalCost));

  const { aggregates } = await operator.call('sessions.usage', { ...RANGE, startDate: day(-29), endDate: day(), limit: 1000 });
  for (const { provider, model, totals } of aggregates.byModel) {
    const row = panel(page, 'breakdown').getByRole('button', { name: `${provider}/${model}` });
    const isUnpriced = totals.missingCostEntries > 0;
    await expect(row).toHaveAttribute('title', `${provider}/${model}: ${isUnpriced ? `no price for ${totals.totalTokens} tokens` : money(totals.totalCost)}`);
    if (isUnpriced) await expect(tile(page, 'unpriced').locator('.figure')).toHaveAttribute('title', `${totals.totalTokens} tokens`);
  }
  await expect(page.locator('.analytics')).not.toContainText(/\$0\.00(?!\d)/);
  await expect(page.locator('.note-line'), 'the parts come to the whole').toHaveCount(0);
  await expect(tile(page, 'forecast'), 'one day says nothing of a month').toHaveCount(0);
});

test('what is pressed filters, and all of it survives a reload', async ({ page, dashboard, counted: { gateway } }) => {
  await enter(page, dashboard, gateway);
  const whole = await exactly(page, 'tokens');
  await panel(page, 'breakdown').getByRole('button', { name: 'scripted/one' }).click();
  await expect(way(page)).toHaveText(['All', /^model: scripted\/one/]);
  await expect(page).toHaveURL(/model=scripted%2Fone/);
  const one = await exactly(page, 'tokens');
  expect(one).not.toBe(whole);
  await choose(page, '7 d').click();
  await choose(page, 'Tokens').click();
  await choose(page, 'Per week').click();
  await panel(page, 'breakdown').getByRole('button', { name: 'Agent', exact: true }).click();
  await panel(page, 'chart').getByRole('button', { name: 'Table' }).click();
  await page.reload();
  await expect(tile(page, 'tokens').locator('.figure')).toHaveAttribute('title', one);
  for (const name of ['7 d', 'Tokens', 'Per week']) await expect(choose(page, name)).toHaveAttribute('aria-pressed', 'true');
  await expect(panel(page, 'breakdown').getByRole('button', { name: 'main' })).toBeVisible();
  await expect(panel(page, 'chart').getByRole('table')).toBeVisible();
  await page.getByRole('button', { name: /^Take away the filter/ }).click();
  await expect(tile(page, 'tokens').locator('.figure')).toHaveAttribute('title', whole);
  await page.goBack();
  await expect(tile(page, 'tokens').locator('.figure'), 'a filter is a step that can be taken back').toHaveAttribute('title', one);
});

test('the gateway is asked once for each change, and never by itself', async ({ page, dashboard, wire, counted: { gateway } }) => {
  await enter(page, dashboard, gateway);
  expect(asked(wire)).toHaveLength(1);
  await choose(page, '90 d').click();
  await expect.poll(() => asked(wire).length).toBe(2);
  await expect(tile(page, 'spend')).toBeVisible();
  for (const name of ['7 d', 'Tokens', 'Per week', '24 h', '30 d', 'This month']) await choose(page, name).click();
  await panel(page, 'breakdown').getByRole('button', { name: 'scripted/two' }).click();
  // A sign of life is sent after 12 s at the most, which is longer than the pause before a gateway that still counts is asked once more.
  const signs = wire.calls('last-heartbeat').length;
  await expect.poll(() => wire.calls('last-heartbeat').length, { timeout: 40_000 }).toBeGreaterThan(signs);
  expect(asked(wire), 'the longer answer holds the shorter ones, and time asks nothing').toHaveLength(2);
  const show = (isHidden) => page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    Object.defineProperty(document, 'visibilityState', { value: isHidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, isHidden);
  await show(true);
  await page.getByRole('button', { name: 'Count again' }).click();
  // What a click asks is on its way before the next frame is drawn.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  expect(asked(wire), 'nothing is asked while nobody looks').toHaveLength(2);
  await show(false);
  await expect.poll(() => asked(wire).length).toBe(3);
  await page.getByRole('link', { name: /^Sessions/ }).click();
  await expect(dashboard.heading).toBeVisible();
  await page.getByRole('link', { name: 'Analytics', exact: true }).click();
  await expect(tile(page, 'spend')).toBeVisible();
  expect(asked(wire), 'what is known is not asked again').toHaveLength(3);
});

test('a session is shown step by step, as the gateway has it', async ({ page, dashboard, counted: { gateway, operator, keys } }) => {
  await enter(page, dashboard, gateway);
  const { points } = await operator.call('sessions.usage.timeseries', { key: keys.one });
  await page.getByRole('button', { name: 'Steps of With one' }).click();
  const steps = panel(page, 'steps');
  await expect(steps.locator('.steps li')).toHaveCount(points.length);
  await expect(steps.locator(`p[title^="${money(points.at(-1).cumulativeCost)}"]`)).toBeVisible();
  await expect(steps).toContainText('You said:');
  await expect(page).toHaveURL(/steps=/);
  await steps.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Steps of Without a price' }).click();
  await expect(steps.locator('.steps .value').first()).toHaveText('unpriced');
});

test('two sessions stand beside each other on one scale', async ({ page, dashboard, counted: { gateway, operator, keys } }) => {
  await enter(page, dashboard, gateway);
  const steps = panel(page, 'steps');
  await page.getByRole('button', { name: 'Steps of With one' }).click();
  await page.getByRole('button', { name: 'Compare of With two' }).click();
  await expect(page).toHaveURL(/beside=/);
  await page.reload();
  const columns = steps.getByRole('group');
  await expect(columns).toHaveCount(2);
  for (const [at, key] of [keys.one, keys.two].entries()) {
    const { points } = await operator.call('sessions.usage.timeseries', { key });
    await expect(columns.nth(at).locator('.steps li')).toHaveCount(points.length);
    const cost = steps.getByRole('row', { name: /^Cost/ }).getByRole('cell').nth(at);
    await expect(cost).toHaveAttribute('title', money(points.at(-1).cumulativeCost));
  }
  await expect(steps.getByRole('row', { name: /^Cost/ }).getByRole('cell').nth(2)).toHaveText(/^[\d.]+ ×$/);
  await steps.getByLabel('Compare with').selectOption(keys.free);
  await expect(columns.nth(1).locator('p[title^="no price for"]')).toBeVisible();
  await expect(steps.getByRole('row', { name: /^Cost/ }).getByRole('cell').nth(2), 'what has no price is no part of another').toHaveText('—');
  await steps.getByLabel('Compare with').selectOption('');
  await expect(columns).toHaveCount(0);
  await expect(steps.locator('.steps li')).not.toHaveCount(0);
  await page.goBack();
  await expect(columns).toHaveCount(2);
});

test('the way down is one that can be gone back step by step', async ({ page, dashboard, counted: { gateway, keys } }) => {
  await enter(page, dashboard, gateway);
  const whole = await exactly(page, 'tokens');
  await panel(page, 'breakdown').getByRole('button', { name: 'scripted/one' }).click();
  await panel(page, 'costly').getByRole('button', { name: /^With one/ }).click();
  await page.getByRole('button', { name: 'Steps of With one' }).click();
  await expect(way(page)).toHaveText(['All', /^model: scripted\/one/, /^session: With one/, 'steps of With one']);
  await page.reload();
  await expect(way(page)).toHaveCount(4);
  await expect(panel(page, 'steps').locator('.steps li')).not.toHaveCount(0);
  await way(page).getByRole('button', { name: 'session: With one', exact: true }).click();
  await expect(panel(page, 'steps')).toHaveCount(0);
  await expect(page).toHaveURL((url) => url.searchParams.get('session') === keys.one && !url.searchParams.has('steps'));
  await way(page).getByRole('button', { name: 'model: scripted/one', exact: true }).click();
  await expect(page).not.toHaveURL(/session=/);
  await way(page).getByRole('button', { name: 'All', exact: true }).click();
  await expect(way(page)).toHaveCount(0);
  await expect(tile(page, 'tokens').locator('.figure')).toHaveAttribute('title', whole);
  for (let steps = 0; steps < 3; steps++) await page.goBack();
  await expect(way(page), 'each was a step of the history').toHaveCount(4);
});

test('what is looked at can be taken along', async ({ page, dashboard }) => {
  await dashboard.open('analytics?demo&still&range=7d');
  await expect(tile(page, 'spend')).toBeVisible();
  const save = async (name) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    return (await (await file.createReadStream()).toArray()).join('');
  };
  const saved = JSON.parse(await save('JSON'));
  const spend = Number((await exactly(page, 'spend')).replace(/^\$([\d.]+).*$/, '$1'));
  expect(saved.all.dollars).toBeCloseTo(spend, 6);
  const sum = (rows) => rows.reduce((sum, { dollars }) => sum + dollars, 0);
  for (const parts of [saved.overTime, saved.by.model, saved.by.agent, saved.by.session]) expect(sum(parts)).toBeCloseTo(saved.all.dollars, 6);
  const [head, ...rows] = (await save('CSV')).trim().split('\n').map((line) => line.split(','));
  expect(rows).toHaveLength(7);
  const at = head.indexOf('dollars');
  expect(rows.reduce((sum, row) => sum + Number(row[at]), 0)).toBeCloseTo(saved.all.dollars, 6);
});

test('the keyboard reads the chart', async ({ page, dashboard }) => {
  await dashboard.open('analytics?demo&still');
  await expect(tile(page, 'forecast').locator('.figure')).toContainText('±');
  const chart = page.getByRole('slider', { name: 'Values of the chart' });
  await chart.focus();
  await page.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuenow', '30');
  const said = await chart.getAttribute('aria-valuetext');
  await expect(panel(page, 'chart').locator('.tip')).toHaveText(said);
  const map = page.getByRole('region', { name: 'By hour and weekday' });
  await map.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(panel(page, 'heat').locator('.tip')).toHaveText(/^Tue 1:00: /);
  await panel(page, 'heat').locator('[data-at="13"]').click();
  await expect(panel(page, 'heat').locator('.tip')).toHaveText(/^Mon 13:00: /);
  await chart.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(chart, 'Enter looks at one day alone').toHaveAttribute('aria-valuemax', '1');
});

test('a year is drawn by days, by weeks and by months', async ({ page, dashboard }) => {
  await dashboard.open(`analytics?demo&still&from=${day(-364)}&to=${day()}`);
  const chart = page.getByRole('slider');
  const most = async () => Number(await chart.getAttribute('aria-valuemax'));
  for (const [step, least, atMost] of [['Per day', 365, 366], ['Per week', 52, 54], ['Per month', 12, 13]]) {
    await choose(page, step).click();
    await expect.poll(most, step).toBeGreaterThanOrEqual(least);
    await expect.poll(most, step).toBeLessThanOrEqual(atMost);
  }
});
