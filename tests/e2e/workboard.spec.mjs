// What the gateway itself keeps: its own board, which a plugin brings, and its ledger of what works in the background. Knows nothing of the
// person's own tasks but that a card can become one.
import { startGateway } from '../lab/gateway.mjs';
import { seriousFaults } from './support/axe.mjs';
import { made, say } from './support/runs.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

const way = (page, name) => page.getByRole('group', { name: 'How tasks are looked at' }).getByRole('button', { name, exact: true });
const card = (page, title) => page.locator('.work-card').filter({ has: page.getByRole('button', { name: title, exact: true }) });
const column = (page, name) => page.locator('.workboard').getByRole('region', { name, exact: true });

/** Goes to tasks as a person does, so that the page stays. */
const tasks = (page) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Tasks' }).click();

test("the gateway's own board: cards are made, moved, put away and deleted there, and a change of somebody else is never written over", async ({ dashboard, page }) => {
  test.setTimeout(GATEWAY_STARTS_WITHIN + 60_000);
  const gateway = await startGateway({ config: { plugins: { entries: { workboard: { enabled: true } } } } });
  const operator = await gateway.rpc();
  const now = async (title) => (await operator.call('workboard.cards.list')).cards.find((other) => other.title === title);
  try {
    await operator.call('workboard.cards.create', { title: 'Water the plants', notes: 'All of them', status: 'ready', labels: ['home'] });
    await dashboard.connect(gateway);
    await tasks(page);
    await way(page, 'Workboard').click();
    await expect(column(page, 'ready').locator('.work-card')).toHaveText(/Water the plants/);

    await page.getByRole('button', { name: 'New card' }).click();
    const form = page.getByRole('dialog', { name: 'New card of the gateway' });
    await form.getByRole('textbox', { name: 'Title' }).fill('Ship the docs');
    await form.getByRole('combobox', { name: 'Priority' }).selectOption('high');
    await form.getByRole('button', { name: 'Create' }).click();
    await expect(column(page, 'todo').locator('.work-card')).toHaveText(/Ship the docs/);
    expect(await now('Ship the docs')).toMatchObject({ status: 'todo', priority: 'high' });

    await card(page, 'Ship the docs').getByRole('combobox', { name: 'Status' }).selectOption('review');
    await expect(column(page, 'review').locator('.work-card')).toHaveText(/Ship the docs/);
    await expect.poll(async () => (await now('Ship the docs')).status).toBe('review');
    expect(await seriousFaults(page)).toEqual([]);

    // What others do comes by itself.
    const { id } = await now('Ship the docs');
    await operator.call('workboard.cards.move', { id, status: 'done' });
    await expect(column(page, 'done').locator('.work-card')).toHaveText(/Ship the docs/);

    // Two write on one card at once.
    await page.getByRole('button', { name: 'Ship the docs', exact: true }).click();
    const writing = page.getByRole('dialog', { name: 'Card of the gateway' });
    await writing.getByRole('textbox', { name: 'Title' }).fill('Ship all docs');
    await operator.call('workboard.cards.update', { id, patch: { title: 'Ship no docs' } });
    await writing.getByRole('button', { name: 'Save' }).click();
    const clash = card(page, 'Ship no docs').getByRole('alert');
    await expect(clash).toContainText('Ship no docs');
    await expect(clash).toContainText('Ship all docs');
    expect(await now('Ship no docs')).toBeTruthy();
    await clash.getByRole('button', { name: 'Write yours' }).click();
    await expect(card(page, 'Ship all docs')).toBeVisible();
    await expect(page.locator('.clash')).toHaveCount(0);
    await expect.poll(() => now('Ship all docs')).toBeTruthy();

    await card(page, 'Water the plants').getByRole('button', { name: 'Add to board' }).click();
    const own = card(page, 'Water the plants').getByRole('link', { name: /^Open OC-\d+$/ });
    await expect(own).toBeVisible();

    await page.getByRole('button', { name: 'Ship all docs', exact: true }).click();
    await writing.getByRole('button', { name: 'Archive' }).click();
    await expect(card(page, 'Ship all docs')).toHaveCount(0);
    await page.getByRole('button', { name: 'Archived', exact: true }).click();
    await page.getByRole('button', { name: 'Ship all docs', exact: true }).click();
    await writing.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(card(page, 'Ship all docs')).toHaveCount(0);
    await expect.poll(() => now('Ship all docs')).toBeUndefined();

    await own.click();
    await expect(page.getByRole('complementary', { name: 'Task' }).getByRole('textbox', { name: 'Title' })).toHaveValue('Water the plants');
  } finally {
    operator.close();
    await gateway.dispose();
  }
});

test('what works in the background is listed as it goes, can be ended, and is no card; without a Workboard nothing of one is seen', async ({ dashboard, page, gateway, operator }) => {
  const key = await made(operator, 'Runs: Parent');
  await dashboard.connect(gateway);
  await tasks(page);
  await expect(way(page, 'Workboard')).toHaveCount(0);
  await way(page, 'Background runs').click();
  await say(operator, key, 'tool:tool_call {"id":"sessions_spawn","args":{"task":"hold:in-the-background","label":"Runs: Child"}}');
  const run = page.locator('.run').filter({ hasText: 'Runs: Child' });
  await expect(run).toContainText('running');
  await expect(run).toContainText('sub-agent');
  await expect(run.getByRole('link', { name: 'asking session' })).toHaveAttribute('href', `/chat/${key}`);
  expect(await seriousFaults(page)).toEqual([]);
  await gateway.model.holding('in-the-background');
  await run.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
  await expect(run).toContainText('cancelled');
  await expect(run.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await page.reload();
  await expect(run).toContainText('cancelled');
  await page.getByRole('button', { name: 'Not ended' }).click();
  await expect(run).toHaveCount(0);
  gateway.model.release('in-the-background');
});
