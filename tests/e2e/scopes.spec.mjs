// A connection that may not do everything: what is missing is named where it is missed.
import { startProxy } from '../lab/proxy.mjs';
import { made, run, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

const without = (scope) => `Needs ${scope}, which this connection was not granted`;

/** A button that cannot be pressed and says why, and does nothing when it is pressed all the same. */
async function lacks(button, scope) {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAttribute('title', without(scope));
}

test.describe('with permission to read', () => {
  let road;
  test.beforeEach(async ({ gateway }) => {
    road = await startProxy({ target: gateway.port, headers: { 'x-openclaw-scopes': 'operator.read' } });
  });
  test.afterEach(() => road.close());

  test('rows are shown, and what would change them names the permission that is missing', async ({ page, dashboard, gateway, operator, wire }) => {
    const busy = sessionNamed('only-looked-at');
    await run(gateway, operator, busy);
    await dashboard.connect(gateway, { url: road.url });
    await expect(dashboard.row(busy.key)).toHaveAttribute('data-state', 'running');
    await expect(page.getByText('Read only: this connection was not granted operator.write.')).toBeVisible();
    const create = page.getByRole('button', { name: 'New session' });
    for (const button of [dashboard.stopButton(busy.key), create]) await lacks(button, 'operator.write');
    await create.click({ force: true });
    await expect(dashboard.dialog).toHaveCount(0);
    await dashboard.stopButton(busy.key).click({ force: true });
    await dashboard.openDetail(busy.key);
    for (const name of ['Stop', 'Rename', 'Pin', 'Archive']) await lacks(dashboard.deed(name), 'operator.write');
    await expect(dashboard.detail.getByRole('combobox', { name: 'Change model' })).toBeDisabled();
    await dashboard.list.focus();
    for (const key of ['e', 'r', 'p', 'n']) await page.keyboard.press(key);
    await expect(dashboard.dialog).toHaveCount(0);
    await expect(dashboard.row(busy.key)).toHaveAttribute('data-state', 'running');
    expect(wire.methods.filter((method) => /abort|patch|create|delete/.test(method))).toEqual([]);
    gateway.model.release(busy.title);
  });
});

test.describe('with permission to read and write', () => {
  let road;
  test.beforeEach(async ({ gateway }) => {
    road = await startProxy({ target: gateway.port, headers: { 'x-openclaw-scopes': 'operator.read,operator.write' } });
  });
  test.afterEach(() => road.close());

  test('what an administrator may do names that, the rest works', async ({ dashboard, gateway, operator }) => {
    const key = await made(operator, 'Not to be deleted');
    await dashboard.connect(gateway, { url: road.url });
    await dashboard.openDetail(key);
    await dashboard.deed('More').click();
    for (const name of ['Compact', 'Reset', 'Delete']) await lacks(dashboard.deed(name), 'operator.admin');
    await dashboard.deed('Delete').click({ force: true });
    await expect(dashboard.dialog).toHaveCount(0);
    await dashboard.page.keyboard.press('Escape');
    await dashboard.deed('Rename').click();
    await dashboard.answer('Rename', 'Renamed without being an administrator');
    await expect(dashboard.title(key)).toHaveText('Renamed without being an administrator');
  });
});
