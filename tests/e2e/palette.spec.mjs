// The palette and the list of keys: everything is reached by a few letters, and keys are what a person makes of them.
import { seriousFaults } from './support/axe.mjs';
import { made as madeJob } from './support/jobs.mjs';
import { made } from './support/runs.mjs';
import { writeLines } from './support/tasks.mjs';
import { expect, test as base } from './support/test.mjs';

/** How a person finds things in them. */
class Palette {
  constructor(page) {
    this.page = page;
    this.field = page.getByRole('combobox', { name: 'Find anything' });
    this.dialog = page.getByRole('dialog', { name: 'Find anything' });
    this.found = page.getByRole('listbox', { name: 'What fits' }).getByRole('option');
    this.chosen = page.locator('.palette [role=option][aria-selected=true]');
    this.keys = page.getByRole('dialog', { name: 'Keys' });
  }

  async open() {
    await this.page.keyboard.press('Control+k');
    await expect(this.field).toBeFocused();
  }

  /** Goes to what is found first. */
  async go(typed, kind) {
    await this.open();
    await this.field.fill(typed);
    await expect(this.found.first().locator('.kind')).toHaveText(kind);
    await this.page.keyboard.press('Enter');
    await expect(this.dialog).toBeHidden();
  }

  /** The button of a key in the list. */
  key(says) {
    return this.keys.getByRole('button', { name: `${says}: ` });
  }
}

const test = base.extend({
  palette: async ({ page }, use) => use(new Palette(page)),
});

test('every view is reached by its name', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  for (const view of ['Now', 'Chat', 'Cron', 'Analytics', 'Tasks', 'Logs', 'Connection', 'Settings', 'Sessions']) {
    await palette.go(view, 'View');
    await expect(page).toHaveTitle(new RegExp(`${view} · OpenClutch$`));
  }
});

test('a session, a job, a task, a project and a setting are reached by a part of their names', async ({ page, gateway, operator, dashboard, palette }) => {
  const key = await made(operator, 'Mix the palette');
  const job = await madeJob(operator, 'Water the palette', 'hello');
  await dashboard.connect(gateway);

  await palette.go('mix the pal', 'Session');
  await expect(page).toHaveURL(new RegExp(`/chat/${key}$`));
  await palette.go('water pal', 'Job');
  await expect(page).toHaveURL(new RegExp(`/cron/${job.id}$`));

  await page.keyboard.press('c');
  await writeLines(page, ['Paint the palette']);
  await palette.go('paint pal', 'Task');
  await expect(page.locator('.tasks .detail')).toContainText('Paint the palette');

  await palette.go('density', 'Setting');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('it finds by mouse alone, remembers what was chosen, and says when nothing fits', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  await page.getByRole('button', { name: 'Find' }).click();
  await palette.field.fill('new proj');
  await palette.found.first().click();
  await expect(page).toHaveURL(/\/projects\/new$/);
  await palette.open();
  await expect(palette.found.first()).toContainText('New project');
  await palette.field.fill('no such thing at all');
  await expect(palette.dialog).toContainText('Nothing fits what is typed.');
  await page.keyboard.press('Escape');
  await expect(palette.dialog).toBeHidden();
});

test('an action begins what it says, from wherever one is', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  await palette.go('settings', 'View');
  await palette.go('new session', 'Action');
  await expect(page.getByRole('dialog', { name: 'New session' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/sessions$/);
  await palette.go('new job', 'Action');
  await expect(page.getByRole('heading', { name: 'New job' })).toBeVisible();
  await palette.go('new task', 'Action');
  await expect(page.getByRole('dialog', { name: 'New task' })).toBeVisible();
});

test('what a key does in a view can be asked for by its name', async ({ page, gateway, operator, dashboard, palette }) => {
  const key = await made(operator, 'Called by its name');
  await dashboard.connect(gateway, { path: 'sessions?q=called+by' });
  await expect(dashboard.row(key)).toBeVisible();
  await dashboard.list.focus();
  await page.keyboard.press('g');
  await palette.go('rename', 'Action');
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('Called by its name');
});

test('a key is changed, given back and switched off', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  const form = page.getByRole('dialog', { name: 'New session' });
  await page.keyboard.press('?');
  await expect(palette.keys).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);

  // What is taken is said, and nothing is changed.
  await palette.key('New session').click();
  await page.keyboard.press('r');
  await expect(palette.keys.getByRole('alert')).toHaveText('R does that already: Rename the session. Press another, or change that one first.');
  await page.keyboard.press('y');
  await expect(palette.key('New session')).toHaveText('Y');
  await page.keyboard.press('Escape');
  await expect(palette.keys).toBeHidden();
  await page.keyboard.press('n');
  await expect(form).toBeHidden();
  await page.keyboard.press('y');
  await expect(form).toBeVisible();
  await page.keyboard.press('Escape');

  // It outlives a reload, and the palette shows it.
  await page.reload();
  await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
  await palette.open();
  await palette.field.fill('new session');
  await expect(palette.found.filter({ hasText: 'here, in Sessions' }).locator('kbd')).toHaveText('Y');
  await page.keyboard.press('Escape');

  // Off is off; by its name it can still be done.
  await page.keyboard.press('?');
  await palette.key('New session').click();
  await page.keyboard.press('Backspace');
  await expect(palette.key('New session')).toHaveText('Off');
  await page.keyboard.press('Escape');
  await page.keyboard.press('y');
  await page.keyboard.press('n');
  await expect(form).toBeHidden();

  // All single characters at once; what needs none goes on.
  await page.keyboard.press('?');
  await palette.keys.getByRole('button', { name: 'Reset all' }).click();
  await palette.keys.getByRole('checkbox').check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.keyboard.press('n');
  await expect(palette.keys).toBeHidden();
  await expect(form).toBeHidden();
  await palette.go('show the keys', 'Action');
  await palette.keys.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await expect(palette.keys).toBeHidden();
  await page.keyboard.press('n');
  await expect(form).toBeVisible();
});

test('what a view has as a deed of its own is there once, and arrows lead through all that is found', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  await palette.open();
  const names = await palette.found.locator('.name').allInnerTexts();
  expect(names.filter((name) => name === 'New session')).toHaveLength(1);
  const seen = new Set();
  for (let step = 0; step < names.length; step++) {
    await expect(palette.chosen).toHaveCount(1);
    seen.add(await palette.chosen.getAttribute('id'));
    await page.keyboard.press('ArrowDown');
  }
  expect(seen.size).toBe(names.length);
});

test('settings lead to the keys, and to the same setting twice', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  const density = page.getByRole('group', { name: 'Density' });
  await palette.go('density', 'Setting');
  await expect(density).toBeFocused();
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('theme');
  await expect(density).toBeHidden();
  await palette.go('density', 'Setting');
  await expect(density).toBeFocused();
  await page.getByRole('button', { name: 'Show the keys' }).click();
  await expect(palette.keys).toBeVisible();
});

test('what is typed is typed, and Caps Lock makes no key another', async ({ page, gateway, dashboard, palette }) => {
  await dashboard.connect(gateway);
  await page.keyboard.press('?');
  await palette.key('Find anything').click();
  await page.keyboard.press('f');
  await expect(palette.key('Find anything')).toHaveText('F');
  await page.keyboard.press('Escape');
  await dashboard.search.fill('a');
  await page.keyboard.press('f');
  await expect(dashboard.search).toHaveValue('af');
  await expect(palette.dialog).toBeHidden();
  await dashboard.search.fill('');
  await page.evaluate(() => document.activeElement.blur());
  // As the browser tells of an N by Caps Lock.
  await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'N', bubbles: true, cancelable: true })));
  const form = page.getByRole('dialog', { name: 'New session' });
  await expect(form).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(form).toBeHidden();
  await page.keyboard.press('f');
  await expect(palette.dialog).toBeVisible();
});

test('what is typed before the palette is there does nothing else', async ({ page, gateway, dashboard, palette }) => {
  await page.route(/pack-rest-\w+\.wasm$/, () => {});
  await dashboard.connect(gateway);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('n');
  await expect(page.getByText('Loading', { exact: true })).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'New session' })).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog', { name: 'New session' })).toBeVisible();
});
