// More sessions than one page of the list or one screen holds.
import { startGateway } from '../lab/gateway.mjs';
import { made } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

const MANY = 1_024;

let gateway, oldest;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  gateway = await startGateway();
  const operator = await gateway.rpc();
  oldest = await made(operator, 'The oldest of all');
  operator.close();
  await gateway.seed(MANY);
});
test.afterAll(() => gateway?.dispose());

/** How many sessions the list has, drawn or not. */
const count = (dashboard) => dashboard.list.getAttribute('aria-rowcount').then((rows) => Number(rows) - 1);

test('all of a thousand sessions are listed, and few of them are drawn', async ({ page, dashboard }) => {
  await dashboard.connect(gateway);
  await expect.poll(() => count(dashboard), { timeout: 60_000 }).toBe(MANY + 1);
  await expect(page.getByText(/^Reading \d/)).toHaveCount(0);
  expect(await dashboard.rows.count()).toBeLessThan(60);

  await dashboard.list.focus();
  await page.keyboard.press('End');
  await expect(dashboard.row(oldest)).toHaveAttribute('data-cursor', '');
  await expect(dashboard.row(oldest)).toBeInViewport({ ratio: 1 });
  expect(await dashboard.rows.count()).toBeLessThan(60);
  await page.keyboard.press('Home');
  await expect(dashboard.rows.first()).toHaveAttribute('data-cursor', '');
  await expect(dashboard.rows.first()).toBeInViewport({ ratio: 1 });
});

test('the wheel reaches every row without a blank', async ({ page, dashboard }) => {
  await dashboard.connect(gateway);
  await expect.poll(() => count(dashboard), { timeout: 60_000 }).toBe(MANY + 1);
  await dashboard.list.hover();
  for (let turn = 0; turn < 20; turn++) {
    await page.mouse.wheel(0, 1_500);
    await expect(dashboard.rows.and(page.locator(':visible')).first()).toBeVisible();
  }
  await expect.poll(() => dashboard.list.evaluate((list) => list.scrollTop)).toBeGreaterThan(10_000);
  const box = await dashboard.list.boundingBox();
  await expect
    .poll(() => page.evaluate(({ x, y }) => Boolean(document.elementFromPoint(x, y)?.closest('.row[data-key]')), { x: box.x + 200, y: box.y + box.height / 2 }))
    .toBe(true);
});

test('a session that stands on the last page of the list is found', async ({ dashboard }) => {
  await dashboard.connect(gateway);
  await dashboard.search.fill('oldest of all');
  await expect.poll(() => dashboard.keys()).toEqual([oldest]);
  await dashboard.search.fill('');
  await expect.poll(() => count(dashboard), { timeout: 60_000 }).toBe(MANY + 1);
});
