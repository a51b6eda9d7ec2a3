// The road between page and gateway fails in the ways that a socket does not tell: cut, silent, frames lost, answers that never come.
import { startProxy } from '../lab/proxy.mjs';
import { between } from './support/between.mjs';
import { run, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

const tellsTheEndOf = ({ key }, { event, payload }) => event === 'sessions.changed' && payload.sessionKey === key && payload.session?.status === 'done';

const LIST_READS = ['sessions.subscribe', 'sessions.list'];

test.describe('over a road that can fail', () => {
  let road;
  test.beforeEach(async ({ gateway }) => {
    road = await startProxy({ target: gateway.port });
  });
  test.afterEach(() => road.close());

  test('a dropped socket is replaced and the list read again', async ({ dashboard, gateway, operator, wire }) => {
    await dashboard.connect(gateway, { url: road.url });
    road.drop();
    await expect.poll(() => wire.sockets.length).toBe(2);
    await dashboard.arrived();
    const { key } = await operator.call('sessions.create', { label: 'Made after the drop' });
    await expect(dashboard.row(key)).toHaveCount(1);
    for (const { sent } of wire.sockets) expect(sent.filter((call) => call.method === 'sessions.subscribe')).toHaveLength(1);
  });

  test('a link that falls silent is noticed within 20 seconds, and comes back', async ({ dashboard, gateway, operator }) => {
    await dashboard.connect(gateway, { url: road.url });
    road.silence();
    await expect(dashboard.link).not.toHaveAttribute('data-link', 'ready', { timeout: 20_000 });
    await expect(dashboard.banner).toBeVisible();
    const { key } = await operator.call('sessions.create', { label: 'Made in the silence' });
    road.resume();
    await expect(dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 45_000 });
    await expect(dashboard.row(key)).toBeVisible();
    await expect(dashboard.banner).toHaveCount(0);
  });
});

test('a lost end of a run is repaired by one read on the same connection', async ({ page, dashboard, gateway, operator, wire }) => {
  const lost = sessionNamed('end-gets-lost');
  // From the first word of the end to the last nothing reaches the page.
  let losing = false;
  let over = false;
  await between(page, {
    passes: (frame) => {
      losing ||= tellsTheEndOf(lost, frame);
      if (!losing || over) return true;
      over = tellsTheEndOf(lost, frame) && frame.payload.reason === 'agent.input.settled';
      return frame.type !== 'event';
    },
  });
  await dashboard.connect(gateway);
  await run(gateway, operator, lost);
  await expect(dashboard.row(lost.key)).toHaveAttribute('data-state', 'running');
  const reads = () => wire.methods.filter((method) => LIST_READS.includes(method)).length;
  const before = reads();

  gateway.model.release(lost.title);
  await expect.poll(() => over).toBe(true);
  const next = await operator.call('sessions.create', { label: 'The next event' });
  await expect(dashboard.row(next.key)).toBeVisible();
  await expect(dashboard.row(lost.key)).toHaveAttribute('data-state', 'done');
  const after = await operator.call('sessions.create', { label: 'The event after that' });
  await expect(dashboard.row(after.key)).toBeVisible();
  expect(reads() - before).toBe(1);
  expect(wire.sockets).toHaveLength(1);
});

test('a list that is never answered is asked for again, and heals without a click', async ({ page, dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Waited for' });
  let swallowed;
  await between(page, {
    hears: ({ method, id }) => {
      if (method === 'sessions.subscribe') swallowed ??= id;
    },
    passes: (frame) => frame.type !== 'res' || frame.id !== swallowed,
  });
  await dashboard.open();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await expect(dashboard.listFault).toBeVisible({ timeout: 45_000 });
  await expect(dashboard.row(key)).toBeVisible({ timeout: 45_000 });
  await expect(dashboard.listFault).toHaveCount(0);
});
