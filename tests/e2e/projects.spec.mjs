// Projects: made with a rule, chosen, kept in the address; sessions, jobs and analytics agree on what belongs to one; things are put into
// one by hand and by dragging, and taken back; other tabs follow, and what is spoilt in the store is set aside. All in the demo.
import { seriousFaults } from './support/axe.mjs';
import { write } from './support/tasks.mjs';
import { expect, test } from './support/test.mjs';

const PHONE = { width: 360, height: 740 };
const rail = (page) => page.locator('.rail').getByRole('group', { name: 'Projects' });
const choice = (page, name) => rail(page).locator('.entry').filter({ hasText: name });
const within = (page, name) => page.locator('.within').filter({ hasText: `in ${name}` });
const fromNav = (page, name) => page.locator('.rail > .entry').filter({ hasText: name });

async function enter(dashboard, path = 'sessions', more = '') {
  await dashboard.open(`${path}?demo&still${more}`);
  await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
}

/** Makes a project with one rule, from the form to its page. */
async function make(page, name, [what, text] = []) {
  await page.getByRole('link', { name: 'New project' }).filter({ visible: true }).click();
  await page.getByLabel('Name').fill(name);
  if (what) {
    await page.getByRole('button', { name: 'Add a rule' }).click();
    await page.getByLabel('What the rule looks at').selectOption(what);
    await page.getByLabel('What must be there').fill(text);
  }
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

const keysOf = (page) => page.locator('.list .row[data-key]').evaluateAll((rows) => rows.map((row) => row.dataset.key));

test('a project with a rule is chosen, and every view shows what belongs to it, wherever one goes', async ({ page, dashboard, context }) => {
  await enter(dashboard);
  await expect(rail(page).getByRole('link')).toHaveCount(1);
  await page.getByRole('link', { name: 'New project' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('A project needs a name.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await make(page, 'Website relaunch', ['agent', 'ops']);
  await expect(page.getByText('agent is ops')).toBeVisible();
  await expect(page.getByRole('region', { name: 'This month' }).locator('strong')).toHaveText(/\$\d/);
  await expect(page).toHaveURL(/\/projects\/[0-9a-f]{8}\?demo&still&project=[0-9a-f]{8}$/);

  await fromNav(page, 'Sessions').click();
  await expect(within(page, 'Website relaunch')).toBeVisible();
  await expect(page).toHaveURL(/\/sessions\?demo&still&project=[0-9a-f]{8}$/);
  await expect.poll(async () => (await keysOf(page)).length).toBeGreaterThan(2);
  const keys = await keysOf(page);
  expect(keys.every((key) => key.startsWith('agent:ops:'))).toBe(true);
  const count = (name) => choice(page, name).locator('.count').evaluate((of) => Number.parseInt(of.textContent, 10));
  expect(await count('All')).toBe((await count('Website relaunch')) + (await count('Untagged')));

  await page.reload();
  await expect(within(page, 'Website relaunch')).toBeVisible();
  await expect.poll(() => keysOf(page)).toEqual(keys);
  const other = await context.newPage();
  await other.goto(new URL(await fromNav(page, 'Cron').getAttribute('href'), page.url()).href);
  await expect(within(other, 'Website relaunch')).toBeVisible();
  const rows = other.locator('.list .row[data-key]');
  await expect(rows.first()).toBeVisible();
  await expect.poll(async () => [await rows.count(), Number.parseInt(await other.locator('.summary').textContent(), 10)], 'rows and their count agree').toEqual([7, 7]);
  await other.close();

  await choice(page, 'Untagged').click();
  await expect(within(page, 'Untagged')).toBeVisible();
  await expect.poll(async () => (await keysOf(page)).length).toBeGreaterThan(0);
  expect((await keysOf(page)).some((key) => key.startsWith('agent:ops:'))).toBe(false);
  await page.goBack();
  await expect(within(page, 'Website relaunch')).toBeVisible();
  await expect.poll(() => keysOf(page)).toEqual(keys);
  await fromNav(page, 'Analytics').click();
  await expect(page.locator('.way')).toContainText('project: Website relaunch');
  const tile = page.locator('.analytics').getByText(/^\$\d+\.\d\d$/).first();
  const spent = await tile.textContent();
  await page.getByRole('button', { name: 'Take away the filter project: Website relaunch' }).click();
  await expect(tile).not.toHaveText(spent);
  await expect(page).not.toHaveURL(/project=/);
  await fromNav(page, 'Sessions').click();
  await expect(page.locator('.within')).toHaveCount(0);
  await dashboard.search.fill('project:website');
  await expect.poll(() => keysOf(page)).toEqual(expect.arrayContaining(keys));
});

test('things are put into a project by hand and by dragging, and taken back', async ({ page, dashboard, context }) => {
  await enter(dashboard);
  await make(page, 'By hand');
  await choice(page, 'All').click();
  await expect(dashboard.rows.first()).toBeVisible();
  const key = (await keysOf(page))[0];
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(choice(other, 'By hand')).toBeVisible();

  await dashboard.title(key).dragTo(choice(page, 'By hand'));
  await expect(dashboard.toasts).toContainText('The session was put into By hand.');
  await expect(choice(page, 'By hand').locator('.count')).toHaveText(/^1/);
  await expect(choice(other, 'By hand').locator('.count'), 'the other tab follows').toHaveText(/^1/);
  await dashboard.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(choice(page, 'By hand').locator('.count')).toHaveText(/^0/);

  await dashboard.openDetail(key);
  await dashboard.detail.getByLabel('Change project').selectOption({ label: 'By hand' });
  await expect(dashboard.detail.locator('dd').filter({ hasText: 'By hand' }).first()).toBeVisible();
  await choice(page, 'By hand').click();
  await expect(dashboard.rows).toHaveCount(1);
  await page.reload();
  await expect(dashboard.rows).toHaveCount(1);

  await fromNav(page, 'Cron').click();
  await expect(page.getByText('No job fits')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  const row = page.locator('.cron .row[data-key]').first();
  await row.getByRole('link').dragTo(choice(page, 'By hand'));
  await expect(dashboard.toasts).toContainText('The job was put into By hand.');
  await choice(page, 'By hand').click();
  await expect(page.locator('.cron .row[data-key]')).toHaveCount(1);
  await other.close();

  await rail(page).getByRole('link', { name: 'About By hand' }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill('Renamed');
  await page.getByRole('radio', { name: 'green' }).check({ force: true });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(dashboard.toasts).toContainText('Renamed was deleted.');
  await expect(rail(page).getByRole('link')).toHaveCount(1);
  await dashboard.toasts.locator('.toast').filter({ hasText: 'was deleted' }).getByRole('button', { name: 'Undo' }).click();
  await expect(choice(page, 'Renamed').locator('.count')).toHaveText(/^1/);
});

test('what is spoilt in the store is said and set aside', async ({ page, dashboard }) => {
  await page.addInitScript(() => {
    if (!localStorage.getItem('openclutch.tags')) localStorage.setItem('openclutch.projects', 'nonsense');
  });
  await enter(dashboard);
  await expect(dashboard.toasts).toContainText('Some projects could not be read.');
  await make(page, 'After all');
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('openclutch.projects')));
  expect(kept.some(([key, text]) => key.includes('.aside.') && text === 'nonsense')).toBe(true);
  await page.reload();
  await expect(choice(page, 'After all')).toBeVisible();
});

for (const colorScheme of ['light', 'dark']) {
  test(`projects can be read by everybody, ${colorScheme}`, async ({ page, dashboard }) => {
    await page.emulateMedia({ colorScheme });
    await enter(dashboard);
    await make(page, 'Website relaunch', ['agent', 'ops']);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Edit' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(await isWide()).toBe(false);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await isWide()).toBe(false);
    await page.getByRole('button', { name: /^Project: / }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await page.locator('#project-choice').getByRole('link', { name: /^Untagged/ }).click();
    await expect(page.locator('.within')).toContainText('in Untagged');
    expect(await isWide()).toBe(false);
    expect(await seriousFaults(page)).toEqual([]);
  });
}

test('tasks belong to projects: made in one, by a label, shown on its page, and the board keeps to what is chosen', async ({ page, dashboard }) => {
  await enter(dashboard);
  await make(page, 'Home lab', ['label', 'home']);
  await fromNav(page, 'Tasks').click();
  await expect(within(page, 'Home lab')).toBeVisible();
  await write(page, 'Made in it');
  await expect(page.locator('.card')).toHaveText([/Made in it.*Home lab/s]);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await write(page, 'By its label #home');
  await write(page, 'Elsewhere');
  await expect(page.locator('.card')).toHaveCount(3);
  await choice(page, 'Home lab').click();
  await expect(page.locator('.card .title')).toHaveText(['Made in it', 'By its label']);
  await choice(page, 'Untagged').click();
  await expect(page.locator('.card .title')).toHaveText(['Elsewhere']);
  await page.goto(page.url().replace(/tasks.*$/, `projects/${new URL(await choice(page, 'Home lab').getAttribute('href'), page.url()).searchParams.get('project')}?demo&still`));
  await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('link')).toHaveText([/Made in it$/, /By its label$/]);
});
