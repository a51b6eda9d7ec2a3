// The workbench of the connection: what passes is counted and recorded, devices are let in, and who only looks sees why.
import { readFile } from 'node:fs/promises';
import { serve } from '../../tools/host.mjs';
import { seriousFaults } from './support/axe.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { knock } from './support/knock.mjs';
import { sessionNamed } from './support/runs.mjs';
import { BUNDLE, expect, test } from './support/test.mjs';
import { Wire } from './support/wire.mjs';

const tab = (page, name) => page.getByRole('tab', { name });

test('figures stand without a question, every part is fit for everybody, and panels are read once', async ({ page, dashboard, gateway, wire }) => {
  await page.clock.install();
  await dashboard.connect(gateway);
  await dashboard.link.click();
  await page.getByRole('link', { name: 'What passes over this connection' }).click();
  const row = page.getByRole('table', { name: 'Requests by method' }).getByRole('row', { name: /^sessions\.subscribe/ });
  await expect(row.getByRole('cell').nth(1)).toHaveText('1');
  await expect(page.getByText(/^In the last minute this page sent \d+ requests/)).toBeVisible();
  await expect.poll(() => wire.calls('question.list').length, 'what waits is asked one by one').toBe(1);
  const before = wire.methods.length;
  await page.clock.runFor(10_000);
  expect(wire.methods.slice(before), 'what an idle page asks').toEqual([]);
  expect(await seriousFaults(page)).toEqual([]);
  await tab(page, 'gateway').click();
  await expect(page).toHaveURL(/\/connection\?tab=gateway$/);
  await expect(page.getByText('All is well')).toBeVisible();
  await expect(page.getByText('scripted/one')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search methods' }).fill('device.pair.app');
  await expect(page.getByRole('region', { name: 'Announced methods' }).getByRole('listitem')).toHaveText(['device.pair.approve']);
  expect(await seriousFaults(page)).toEqual([]);
  expect(wire.methods.slice(before).sort(), 'once each').toEqual(['channels.status', 'health', 'models.list', 'system.info']);
});

test('a recording is saved without its secrets, and replayed where there is no gateway', async ({ page, dashboard, gateway, operator, browser, site }, info) => {
  const session = sessionNamed('recorded');
  const { key } = await operator.call('sessions.create', { label: session.title });
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Connection' }).click();
  await tab(page, 'recorder').click();
  await page.getByRole('button', { name: 'Reconnect and record' }).click();
  const frames = page.getByRole('list', { name: 'Frames' }).getByRole('listitem');
  await expect(frames.filter({ hasText: 'sessions.subscribe' })).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Search frames' }).fill('method:connect');
  await frames.filter({ hasText: 'request' }).first().locator('summary').click();
  await expect(page.locator('.frame pre')).toContainText('"signature": "[masked]"');
  expect(await seriousFaults(page)).toEqual([]);
  await operator.call('sessions.patch', { key, pinned: true });
  await page.getByRole('searchbox', { name: 'Search frames' }).fill('event:sessions.changed');
  await expect(frames.first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^openclutch-recording-\d{4}-\d\d-\d\d\.json$/);
  const file = info.outputPath('recording.json');
  await download.saveAs(file);
  const text = await readFile(file, 'utf8');
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([name]) => /identity|device-token/.test(name)).map(([, value]) => JSON.parse(value).value));
  for (const secret of [gateway.token, ...kept]) expect(text).not.toContain(secret);
  expect(JSON.parse(text).masked).toContainEqual({ what: 'secret', count: expect.any(Number) });

  // Another browser, on a host of its own, without a way to any gateway.
  const host = await serve({ dir: BUNDLE });
  const context = await browser.newContext();
  try {
    const other = await context.newPage();
    const wire = new Wire(other);
    const there = new Dashboard(other, host.url);
    await there.open('connect');
    await other.locator('input[type="file"]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"tasks":[]}') });
    await expect(other.getByText('This file is no recording of OpenClutch.')).toBeVisible();
    await other.locator('input[type="file"]').setInputFiles(file);
    await there.arrived();
    await expect(there.title(key)).toHaveText(session.title);
    await expect(other.getByText('Recording', { exact: true })).toBeVisible();
    await expect(other.getByRole('button', { name: 'New session' })).toHaveAttribute('aria-disabled', 'true');
    expect(wire.sockets, 'sockets into the world').toEqual([]);
    expect(await other.evaluate(() => Object.keys(localStorage)), 'what a replay keeps').toEqual([]);
  } finally {
    await context.close();
    await host.close();
  }
});

test('who only looks asks for that alone and sees why, and takes it back with the token', async ({ page, dashboard, gateway, site, wire }) => {
  await dashboard.open('connect');
  await dashboard.form.getByRole('checkbox', { name: /^Look only/ }).check();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  expect(wire.calls('connect')[0].params.scopes).toEqual(['operator.read']);
  await expect(page.getByRole('button', { name: 'New session' })).toHaveAttribute('title', 'Needs operator.write, which this connection was not granted');
  await page.goto(new URL('connection?tab=devices', site.url).href);
  await expect(page.getByText('This connection may not see devices')).toBeVisible();
  await tab(page, 'gateway').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'operator.write' }).filter({ hasText: 'Not granted' }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('checkbox', { name: /^Look only/ }).uncheck();
  await expect(dashboard.link).toHaveAttribute('data-link', 'halted');
  await dashboard.open('connect');
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  await expect(page.getByRole('button', { name: 'New session' })).not.toHaveAttribute('aria-disabled', 'true');
});

test('where no socket opens but plain HTTP answers, that is said, and what it says is shown', async ({ page, dashboard, site }) => {
  await page.route('**/health', (route) => route.fulfill({ json: { ok: true, status: 'live' } }));
  await page.route('**/readyz', (route) => route.fulfill({ status: 503, json: { ready: false } }));
  await dashboard.open('connect');
  await dashboard.ask({ url: site.url.replace(/^http/, 'ws'), token: 'any' });
  await expect(dashboard.link).toHaveAttribute('data-link', 'reconnecting');
  await page.getByRole('link', { name: 'Connection' }).click();
  await tab(page, 'gateway').click();
  const note = page.locator('.connection').getByRole('status');
  await expect(note).toContainText('The socket does not open, but the gateway answers plain HTTP');
  await expect(note).toContainText('/health: 200 {"ok":true,"status":"live"}');
  await expect(note).toContainText('/readyz: 503 {"ready":false}');
  expect(await seriousFaults(page)).toEqual([]);
});

test('a device that asks shows up by itself and is let in from the page', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.getByRole('link', { name: 'Connection' }).click();
  await tab(page, 'devices').click();
  await expect(page.getByText('This browser', { exact: true })).toBeVisible();
  const asked = await page.evaluate(knock, [gateway.url, gateway.token, '1']);
  expect(asked).toMatchObject({ ok: false, code: 'PAIRING_REQUIRED' });
  const row = page.locator(`[data-device="${asked.id}"]`);
  await expect(row).toContainText('Wants to: see everything; start and stop runs, send messages');
  expect(await seriousFaults(page)).toEqual([]);
  await row.getByRole('button', { name: /^Approve/ }).click();
  await expect(row.getByRole('button', { name: /^Remove/ })).toBeVisible();
  expect(await page.evaluate(knock, [gateway.url, gateway.token, '1'])).toMatchObject({ ok: true });
  await row.getByRole('button', { name: /^Remove/ }).click();
  await dashboard.answer('Remove');
  await expect(row).toHaveCount(0);
});
