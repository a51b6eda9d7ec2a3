// Somebody in a hurry, and a gateway that goes meanwhile: the page may be late, but it never stops (see support/test.mjs).
import { startGateway } from '../lab/gateway.mjs';
import { made, run, say, sessionNamed } from './support/runs.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

let own;
test.beforeAll(async () => {
  test.setTimeout(GATEWAY_STARTS_WITHIN);
  own = await startGateway();
});
test.afterAll(() => own?.dispose());

const RUNS = ['restless-one', 'restless-two', 'restless-three'].map(sessionNamed);

/** Goes everywhere once, waiting for nothing that takes time. `round` decides the order. */
async function goAbout(page, dashboard, round) {
  const views = page.getByRole('navigation', { name: 'Views' });
  await dashboard.title(RUNS[round % RUNS.length].key).click();
  await dashboard.tab(['tools', 'raw', 'overview'][round % 3]).click();
  await dashboard.search.fill(round % 2 ? 'restless' : '');
  if (round % 3 === 0) await dashboard.search.press('Control+Enter');
  await views.getByRole('link', { name: 'Settings' }).click();
  await views.getByRole('link', { name: /^Sessions/ }).click();
  if (round % 2) await page.goBack();
  else await page.getByRole('button', { name: 'New session' }).click({ force: true }); // without a connection it does nothing
  await page.keyboard.press('Escape');
  await views.getByRole('link', { name: /^Sessions/ }).click();
  await dashboard.search.fill('');
  for (const key of ['Escape', 'Tab']) await page.keyboard.press(key);
  await dashboard.list.focus();
  for (const key of ['j', 'Enter', 'j', 'x', 'k', 'Escape', 'Escape', 'End', 'Home', '/', 'Escape']) await page.keyboard.press(key);
}

test('going about in a hurry while runs go on', async ({ page, dashboard }) => {
  test.setTimeout(180_000);
  const operator = await own.rpc();
  for (const each of RUNS) await run(own, operator, each);
  await dashboard.connect(own);
  for (let round = 0; round < 6; round++) {
    const talk = say(operator, await made(operator, `restless meanwhile ${round}`), `words of round ${round}`);
    await goAbout(page, dashboard, round);
    await talk;
  }
  await expect(dashboard.row(RUNS[0].key)).toHaveAttribute('data-state', 'running');
  operator.close();
});

test('going about while the gateway is killed and comes back', async ({ page, dashboard }) => {
  test.setTimeout(240_000);
  await dashboard.connect(own);
  await dashboard.title(RUNS[0].key).click();
  await own.stop('SIGKILL');
  await expect(dashboard.link).not.toHaveAttribute('data-link', 'ready');
  for (let round = 0; round < 3; round++) await goAbout(page, dashboard, round);
  const back = own.start();
  for (let round = 3; round < 6; round++) await goAbout(page, dashboard, round);
  await back;
  await expect(dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 60_000 });
  await expect(page.locator('[data-stale]')).toHaveCount(0);
  await goAbout(page, dashboard, 0);
});
