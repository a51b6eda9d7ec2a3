// What is searched for: terms, chips, the address that keeps them, views kept for later, and words said in messages.
import { made, run, say, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

const sorted = async (keys) => [...(await keys)].sort();

test('terms for state, agent and kind find what they name', async ({ dashboard, gateway, operator }) => {
  const busy = sessionNamed('terms-at-work');
  await run(gateway, operator, busy);
  const idle = await made(operator, 'terms idle');
  const ops = await made(operator, 'terms of ops', { agentId: 'ops' });
  await dashboard.connect(gateway);
  for (const [query, found] of [
    ['terms', [busy.key, idle, ops]],
    ['terms status:running', [busy.key]],
    ['terms -status:running', [idle, ops]],
    ['terms agent:ops', [ops]],
    ['terms kind:direct', [busy.key, idle, ops]],
    ['"terms of"', [ops]],
    [idle, [idle]],
  ]) {
    await dashboard.search.fill(query);
    await expect.poll(() => sorted(dashboard.keys()), query).toEqual([...found].sort());
  }
  await dashboard.search.fill('terms that nothing fits');
  await expect(dashboard.page.getByText('No session fits')).toBeVisible();
  await dashboard.page.getByRole('button', { name: 'Show all' }).click();
  await expect(dashboard.row(busy.key)).toBeVisible();
  await expect(dashboard.search).toHaveValue('');
  gateway.model.release(busy.title);
});

test('a chip counts, writes its term into the search box and takes it out again', async ({ page, dashboard, gateway, operator }) => {
  const busy = sessionNamed('chip-at-work');
  const idle = await made(operator, 'chip idle');
  await run(gateway, operator, busy);
  await dashboard.connect(gateway);
  const chip = page.getByRole('button', { name: /^Running [1-9]/ });
  await expect(chip).toHaveAttribute('aria-pressed', 'false');
  await dashboard.search.fill('chip');
  await chip.click();
  await expect(dashboard.search).toHaveValue('chip status:running');
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => dashboard.keys()).toEqual([busy.key]);
  await chip.click();
  await expect(dashboard.search).toHaveValue('chip');
  await expect(dashboard.row(idle)).toBeVisible();
  await dashboard.search.press('Escape');
  await expect(dashboard.search).toHaveValue('');
  gateway.model.release(busy.title);
});

test('the address keeps what is searched for and the order, over a reload and Back', async ({ page, dashboard, gateway, operator }) => {
  const keys = [await made(operator, 'kept in the address B'), await made(operator, 'kept in the address A')];
  await dashboard.connect(gateway);
  await dashboard.search.fill('kept in the address');
  await page.getByRole('columnheader', { name: 'Session' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Session' })).toHaveAttribute('aria-sort', 'ascending');
  const inOrder = () => expect.poll(() => dashboard.keys()).toEqual([keys[1], keys[0]]);
  await inOrder();
  await page.reload();
  await expect(dashboard.search).toHaveValue('kept in the address');
  await inOrder();
  await dashboard.openDetail(keys[0]);
  await expect(page).toHaveURL(/\/sessions\/.+\?q=kept/);
  await page.goBack();
  await expect(dashboard.detail).toHaveCount(0);
  await expect(dashboard.search).toHaveValue('kept in the address');
  await inOrder();
  await page.goForward();
  await expect(dashboard.detail).toHaveAttribute('data-key', keys[0]);
  await page.getByRole('button', { name: 'Close the detail' }).click();
  await expect(dashboard.detail).toHaveCount(0);
});

test('a view that was saved survives a reload, and can be forgotten', async ({ page, dashboard, gateway, operator }) => {
  const key = await made(operator, 'seen by a saved view');
  await made(operator, 'not by that one');
  await dashboard.connect(gateway);
  await dashboard.search.fill('saved view');
  await page.getByRole('button', { name: 'Save view' }).click();
  await dashboard.answer('Save', 'Mine');
  const view = page.getByRole('button', { name: 'Mine', exact: true });
  await expect(view).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Save view' }), 'it is saved already').toHaveCount(0);
  await dashboard.open();
  await dashboard.arrived();
  await expect(view).toHaveAttribute('aria-pressed', 'false');
  await view.click();
  await expect(dashboard.search).toHaveValue('saved view');
  await expect.poll(() => dashboard.keys()).toEqual([key]);
  await page.getByRole('button', { name: 'Forget the view Mine' }).click();
  await expect(view).toHaveCount(0);
});

test('a word that was just said is found in the messages, and leads to its message', async ({ page, dashboard, gateway, operator }) => {
  const key = await made(operator, 'Where the wombat was mentioned');
  await dashboard.connect(gateway);
  await say(operator, key, 'a wombat in the cellar');
  await expect(dashboard.row(key)).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
  await dashboard.search.fill('wombat cellar agent:main');
  await dashboard.search.press('Control+Enter');
  await expect(page.getByText('Messages with “wombat cellar”')).toBeVisible();
  const hit = page.getByRole('button', { name: /you.*a wombat in the cellar/ });
  await expect(hit).toContainText('Where the wombat was mentioned');
  await hit.click();
  await expect(dashboard.detail).toHaveAttribute('data-key', key);
  await expect(dashboard.detail.locator('[aria-current="true"]')).toContainText('a wombat in the cellar');
  await page.reload();
  await expect(dashboard.detail.locator('[aria-current="true"]')).toContainText('a wombat in the cellar');
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(dashboard.list.or(page.getByText('No session fits'))).toBeVisible();
});

test('words that nobody said are not found, and that is said', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await dashboard.search.fill('xylophonically');
  await page.getByRole('button', { name: 'Search in messages' }).click();
  await expect(page.getByText('No message has all of these words')).toBeVisible();
});
