// The list and the stop button, against a gateway as it comes.
import { BUDGET } from '../../tools/budget.mjs';
import { between } from './support/between.mjs';
import { run, runByCommandLine, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

test('the sessions of the gateway are listed with title, key and model', async ({ dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Quarterly report' });
  await dashboard.connect(gateway);
  const row = dashboard.row(key);
  await expect(row).toContainText('Quarterly report');
  await expect(row).toContainText(key);
  await expect(row).toContainText('one');
  await expect(row).toHaveAttribute('data-state', 'idle');
  await expect(dashboard.link).toContainText('Connected');
});

test('a first load takes few requests, one connect and one subscription', async ({ page, dashboard, gateway, operator, wire }) => {
  const requests = [];
  // The views that are parts of their own come at leisure, when the sessions may be listed already or not.
  page.on('request', (request) => /\/assets\/pack-rest-/.test(request.url()) || requests.push(request.url()));
  await dashboard.connect(gateway);
  const { key } = await operator.call('sessions.create', { label: 'Made after the load' });
  await expect(dashboard.row(key)).toBeVisible();
  // The last question follows the answers to those before it, perhaps after the list is there.
  await expect.poll(() => wire.methods).toContain('question.list');
  expect(wire.methods.sort()).toEqual(['connect', 'exec.approval.list', 'plugin.approval.list', 'question.list', 'sessions.subscribe']);
  expect(wire.calls('last-heartbeat').length).toBeLessThanOrEqual(1);
  expect(requests.length + wire.sockets.length, requests.join('\n')).toBeLessThanOrEqual(BUDGET.requests);
});

test('two runs started from the command line change their rows, and one is stopped from the page', async ({ dashboard, gateway, wire }) => {
  const [stays, goes] = [sessionNamed('stays'), sessionNamed('goes')];
  await dashboard.connect(gateway);
  await expect.poll(() => wire.methods, 'the last question of a load').toContain('question.list');
  const asked = wire.methods;
  runByCommandLine(gateway, stays);
  runByCommandLine(gateway, goes);
  await expect(dashboard.row(stays.key)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  await expect(dashboard.row(goes.key)).toHaveAttribute('data-state', 'running', { timeout: 60_000 });
  expect(wire.methods, 'nothing is asked to see a change').toEqual(asked);

  await gateway.model.holding(goes.title);
  await expect(dashboard.stopButton(goes.key)).toHaveAccessibleName(`Stop ${goes.title}`);
  await dashboard.stopButton(goes.key).click();
  await expect(dashboard.row(goes.key)).toHaveAttribute('data-state', 'killed');
  await expect(dashboard.stopButton(goes.key)).toHaveCount(0);
  await expect(dashboard.row(stays.key)).toHaveAttribute('data-state', 'running');
  expect(wire.methods).toEqual([...asked, 'sessions.abort']);

  gateway.model.release(stays.title);
  await expect(dashboard.row(stays.key)).toHaveAttribute('data-state', 'done');
  expect(wire.methods).toEqual([...asked, 'sessions.abort']);
});

test('a run that fails says so in its row', async ({ dashboard, gateway, operator }) => {
  const fails = sessionNamed('fails');
  await dashboard.connect(gateway);
  await operator.call('chat.send', { sessionKey: fails.key, message: 'fail please', idempotencyKey: 'fails-1' });
  await expect(dashboard.row(fails.key)).toHaveAttribute('data-state', 'failed', { timeout: 30_000 });
});

test('a stop is shown at once, doubted after a while, and believed when the gateway confirms it', async ({ page, dashboard, gateway, operator }) => {
  const late = sessionNamed('late-to-stop');
  // From the stop on every event waits, and the answer to the stop; the link itself stays alive.
  const kept = [];
  let abortId;
  const { deliver } = await between(page, {
    hears: (frame) => {
      if (frame.method === 'sessions.abort') abortId = frame.id;
    },
    passes: (frame) => {
      const waits = abortId && (frame.type === 'event' || frame.id === abortId);
      if (waits) kept.push(frame);
      return !waits;
    },
  });
  await dashboard.connect(gateway);
  await run(gateway, operator, late);
  await expect(dashboard.row(late.key)).toHaveAttribute('data-state', 'running');
  await dashboard.stopButton(late.key).click();
  await expect(dashboard.row(late.key)).toHaveAttribute('data-state', 'stopping');
  await expect(dashboard.row(late.key)).toHaveAttribute('data-state', 'stop-unconfirmed', { timeout: 20_000 });
  abortId = undefined;
  kept.forEach(deliver);
  await expect(dashboard.row(late.key)).toHaveAttribute('data-state', 'killed');
});

test('a session that another operator deletes leaves the list', async ({ dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Short-lived' });
  await dashboard.connect(gateway);
  await expect(dashboard.row(key)).toBeVisible();
  await operator.call('sessions.delete', { key });
  await expect(dashboard.row(key)).toHaveCount(0);
});

test('an unknown address says so and leads back to the sessions', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await dashboard.open('nowhere');
  await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: /sessions/i }).click();
  await expect(dashboard.heading).toBeVisible();
});
