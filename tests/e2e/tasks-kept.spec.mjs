// How tasks are kept by a browser: by several tabs at once, where there is no room, where something spoilt them, and as files.
// Knows nothing of how cards are carried.
import { readFileSync } from 'node:fs';
import { seriousFaults } from './support/axe.mjs';
import { detail, write } from './support/tasks.mjs';
import { expect, test } from './support/test.mjs';

const titles = (page) => page.locator('.card .title');

async function enter(page, dashboard) {
  await dashboard.open('tasks?demo&still');
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
}

/** What the browser keeps of tasks. */
const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('openclutch.task.')));

test('two tabs follow each other, and what is changed in both at once comes together', async ({ page, context, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'Ship the docs');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(titles(other)).toHaveText(['Ship the docs']);
  for (const tab of [page, other]) await tab.locator('.card .title').click();
  await detail(page).getByRole('textbox', { name: 'Title' }).fill('Ship all docs');
  await detail(page).getByRole('textbox', { name: 'Title' }).press('Tab');
  await detail(other).getByLabel('Labels').fill('docs');
  await detail(other).getByLabel('Labels').press('Tab');
  for (const tab of [page, other]) {
    await expect(titles(tab)).toHaveText(['Ship all docs']);
    await expect(tab.locator('.card .marks')).toContainText('docs');
  }
  await detail(other).getByRole('button', { name: 'Delete' }).click();
  await expect(titles(page)).toHaveCount(0);
});

test('where the browser has no room, that is said, the tasks can be saved, and nothing is lost once there is room', async ({ page, dashboard }) => {
  await page.addInitScript(() => {
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (window.isFull && key.startsWith('openclutch.task.')) throw new DOMException('full', 'QuotaExceededError');
      return set.call(this, key, value);
    };
  });
  await enter(page, dashboard);
  await page.evaluate(() => (window.isFull = true));
  await write(page, 'Kept nowhere');
  const trouble = page.getByRole('alert').filter({ hasText: /no room/i });
  await expect(trouble).toBeVisible();
  expect(await kept(page)).toEqual([]);
  await page.getByRole('button', { name: 'Import or export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as JSON' }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('Kept nowhere');
  await page.keyboard.press('Escape');
  await page.evaluate(() => (window.isFull = false));
  await write(page, 'Kept again');
  await expect(trouble).toHaveCount(0);
  await expect.poll(async () => (await kept(page)).length).toBe(2);
});

test('what is spoilt is told and left as it is, and spoils nothing else', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'Ship the docs');
  await expect.poll(async () => (await kept(page)).length).toBe(1);
  await page.evaluate(() => localStorage.setItem('openclutch.task.spoilt', '{"v":1,"val'));
  await page.reload();
  await expect(titles(page)).toHaveText(['Ship the docs']);
  await expect(page.getByRole('alert').filter({ hasText: 'could not be read' })).toBeVisible();
  await write(page, 'Another');
  expect(await page.evaluate(() => localStorage.getItem('openclutch.task.spoilt'))).toBe('{"v":1,"val');
});

test('tasks come out of a file with a look at what that does, one key takes it back, and what is here already is left', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'Ship the docs !high #docs');
  const files = page.getByRole('dialog', { name: 'Import or export' });
  const open = () => page.getByRole('button', { name: 'Import or export' }).click();
  const give = (name, text) => files.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await open();
  const download = page.waitForEvent('download');
  await files.getByRole('button', { name: 'Save as JSON' }).click();
  const saved = readFileSync(await (await download).path(), 'utf8');
  await give('tasks.json', saved);
  await expect(files.locator('.preview')).toContainText('Leaves as they are 1 task');
  await expect(files.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
  await give('tasks.md', '# Mine\n\n## In progress\n\n- [ ] Water the plants !low\n  - [x] Buy a can\n- [x] Rest\n');
  await expect(files.locator('.preview')).toContainText('Adds 2 tasks');
  expect(await seriousFaults(page)).toEqual([]);
  await files.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(titles(page)).toHaveCount(3);
  await expect(page.locator('.card').filter({ hasText: 'Water the plants' }).locator('.marks')).toContainText('1/1');
  await page.locator('.tasks h1').click();
  await page.keyboard.press('Control+z');
  await expect(titles(page)).toHaveText(['Ship the docs']);
  await open();
  await give('tasks.json', '[{"title": ""}, {"title": "Plain", "status": "done"}, 5]');
  await expect(files.locator('.preview')).toContainText('Adds 1 task');
  await expect(files.locator('.preview')).toContainText('2 items cannot be read');
});

test('what was typed into a field is kept when the detail is left by Escape or by going back', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'Ship the docs');
  const about = detail(page).getByLabel('Description');
  await page.locator('.card .title').click();
  const reads = detail(page).locator('.words');
  const edit = detail(page).getByRole('button', { name: 'Edit the description' });
  await about.fill('**All** of them:\n\n- one <b>two</b>');
  await about.press('Escape');
  await expect(detail(page)).toHaveCount(0);
  await page.locator('.card .title').click();
  await expect(reads.locator('strong')).toHaveText('All');
  await expect(reads.locator('li')).toHaveText('one <b>two</b>');
  await edit.click();
  await expect(about).toBeFocused();
  await about.fill('Most of them');
  await page.goBack();
  await expect(detail(page)).toHaveCount(0);
  await page.locator('.card .title').click();
  await expect(reads).toHaveText('Most of them');
  await edit.click();
  await about.fill('');
  await detail(page).getByRole('textbox', { name: 'Title' }).click();
  await expect(about).toBeVisible();
});
