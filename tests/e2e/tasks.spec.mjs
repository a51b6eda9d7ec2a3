// The board of tasks: written, carried by mouse, finger and keys, looked at in other ways, undone. Knows nothing of how tasks are kept.
import { seriousFaults } from './support/axe.mjs';
import { card, column, detail, writeLines } from './support/tasks.mjs';
import { expect, test } from './support/test.mjs';

const titles = (page, name) => column(page, name).locator('.card .title');
const told = (page) => page.locator('.tasks > [aria-live]');

/** Opens the board of the demo. */
async function enter(page, dashboard, path = 'tasks?demo&still') {
  await dashboard.open(path);
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
}

/** Writes tasks by the dialog that C opens. */
async function write(page, ...lines) {
  await page.locator('.tasks h1').click();
  await page.keyboard.press('c');
  await writeLines(page, lines);
}

const middle = async (locator) => {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

test('C writes tasks from anywhere in one line each, and a reload keeps them', async ({ page, dashboard }) => {
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New task' });
  const field = dialog.getByRole('textbox');
  await field.fill('Ship the docs !high #docs @nobody ^2030-01-04');
  await expect(dialog.locator('.tag')).toHaveText(['High', '#docs', 'due 2030-01-04']);
  await field.press('Enter');
  await expect(dialog.getByRole('link', { name: 'OC-1' })).toBeVisible();
  await field.fill('cc the team');
  await field.press('Enter');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await enter(page, dashboard);
  await expect(titles(page, 'To do')).toHaveText(['Ship the docs @nobody', 'cc the team']);
  await expect(card(page, 'Ship the docs').locator('.marks .tag')).toHaveText(['docs', 'due 2030-01-04']);
  await expect(card(page, 'Ship the docs').getByRole('img', { name: 'High' })).toBeVisible();
  await page.reload();
  await expect(titles(page, 'To do')).toHaveText(['Ship the docs @nobody', 'cc the team']);
  expect(await seriousFaults(page)).toEqual([]);
});

test('a mouse carries a card to the place that the line shows; a click opens it; Escape and nowhere put it back', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'One', 'Two', 'Three');
  const carry = async (title, to, y = 0) => {
    await page.mouse.move(...(await middle(card(page, title))));
    await page.mouse.down();
    const [x, top] = await middle(to);
    await page.mouse.move(x, top + y, { steps: 8 });
  };
  // Upwards within the column.
  await carry('Three', card(page, 'One'), -12);
  await expect(page.locator('.drop-line')).toBeVisible();
  await page.mouse.up();
  await expect(titles(page, 'To do')).toHaveText(['Three', 'One', 'Two']);
  // To another column.
  await carry('One', column(page, 'In progress'));
  await page.mouse.up();
  await expect(titles(page, 'In progress')).toHaveText(['One']);
  await expect(told(page)).toHaveText('OC-1 dropped, In progress, 1 of 1');
  // Escape.
  await carry('Two', column(page, 'Done'));
  await page.keyboard.press('Escape');
  await expect(page.locator('.ghost')).toHaveCount(0);
  await page.mouse.up();
  // Nowhere.
  await carry('Two', page.locator('.tasks h1'));
  await page.mouse.up();
  await expect(titles(page, 'To do')).toHaveText(['Three', 'Two']);
  await expect(page).toHaveURL(/\/tasks\?/);
  // A click is no carry, even if the hand trembles.
  const [x, y] = await middle(card(page, 'Two'));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 3, y + 2);
  await page.mouse.up();
  await expect(page).toHaveURL(/\/tasks\/OC-2\?/);
  await page.reload();
  await expect(titles(page, 'To do')).toHaveText(['Three', 'Two']);
  await expect(titles(page, 'In progress')).toHaveText(['One']);
});

test('keys carry a card, say where it is, and put it back; what was done is undone and done again', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'One', 'Two', 'Three');
  await page.keyboard.press('j');
  await expect(card(page, 'One').locator('.title')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(told(page)).toHaveText('OC-1 lifted, To do, 1 of 3');
  await page.keyboard.press('ArrowRight');
  await expect(told(page)).toHaveText('OC-1: In progress, 1 of 1');
  await expect(card(page, 'One').locator('.title')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(told(page)).toHaveText('OC-1 put back, To do, 1 of 3');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(titles(page, 'To do')).toHaveText(['Two', 'One', 'Three']);
  await expect(card(page, 'One').locator('.title')).toBeFocused();
  await page.keyboard.press('1');
  await expect(card(page, 'One').getByRole('img', { name: 'Urgent' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(card(page, 'One').getByRole('img', { name: 'No priority' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(titles(page, 'To do')).toHaveText(['One', 'Two', 'Three']);
  await page.keyboard.press('Control+Shift+z');
  await expect(titles(page, 'To do')).toHaveText(['Two', 'One', 'Three']);
  await expect(dashboard.toasts).toContainText('Done again: Moved OC-1');
});

test('the detail edits in place, relations refuse a ring in words, and a deleted task comes back', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'One', 'Two');
  await card(page, 'One').click();
  await detail(page).getByRole('textbox', { name: 'Title' }).fill('First');
  await page.keyboard.press('Tab');
  await detail(page).getByLabel('Priority').selectOption('high');
  await expect(card(page, 'First').getByRole('img', { name: 'High' })).toBeVisible();
  await detail(page).getByRole('textbox', { name: 'Another step' }).fill('Pack');
  await page.keyboard.press('Enter');
  await detail(page).getByRole('checkbox', { name: 'Pack' }).check();
  await expect(card(page, 'First').locator('.marks')).toContainText('1/1');
  const by = detail(page).getByLabel('Blocked by');
  await by.fill('OC-2');
  await by.press('Enter');
  await expect(card(page, 'First').locator('.marks')).toContainText('waits for OC-2');
  await detail(page).getByRole('link', { name: 'OC-2 Two' }).click();
  await expect(page).toHaveURL(/OC-2/);
  await by.fill('first');
  await by.press('Enter');
  await expect(detail(page).getByRole('alert')).toHaveText('OC-1 waits for OC-2: they would wait for each other.');
  expect(await seriousFaults(page)).toEqual([]);
  await detail(page).getByRole('button', { name: 'Delete' }).click();
  await expect(card(page, 'Two')).toHaveCount(0);
  await dashboard.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, 'Two')).toBeVisible();
  await enter(page, dashboard, 'tasks/OC-1?demo&still');
  await expect(detail(page).getByRole('textbox', { name: 'Title' })).toHaveValue('First');
  await enter(page, dashboard, 'tasks/OC-9?demo&still');
  await expect(detail(page)).toContainText('No such task');
});

test('one definition of search, order and heads serves the board and the list', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'One #docs ^2020-01-01', 'Two !urgent', 'Three');
  await page.getByRole('button', { name: 'Overdue' }).click();
  await expect(page.locator('.card')).toHaveCount(1);
  await page.getByRole('button', { name: 'List' }).click();
  await expect(page.locator('.card')).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Search tasks' }).fill('nothing at all');
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('Sort').selectOption('priority');
  await expect(page.locator('.card .title').first()).toHaveText('Two');
  await page.getByRole('button', { name: 'Reversed' }).click();
  await expect(page.locator('.card .title').last()).toHaveText('Two');
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(page.getByText('the order is not by hand')).toBeVisible();
  await page.getByLabel('Group').selectOption('label');
  await expect(titles(page, 'docs')).toHaveText(['One']);
  await page.reload();
  await expect(titles(page, 'docs')).toHaveText(['One']);

  // A card with two labels stands twice, and arrows go through both.
  await write(page, 'Four #docs #home');
  await expect(titles(page, 'home')).toHaveText(['Four']);
  await titles(page, 'docs').filter({ hasText: 'Four' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(titles(page, 'home')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(titles(page, 'home')).not.toBeFocused();
});

test('a limit turns red and blocks nothing; a column with tasks stays; what is marked is changed by one step', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'One', 'Two');
  await column(page, 'To do').getByRole('button', { name: 'Edit the column To do' }).click();
  const dialog = page.getByRole('dialog', { name: 'Column' });
  await expect(dialog).toContainText('2 tasks stand in it, so it stays.');
  await dialog.getByLabel('Name').fill('Next');
  await dialog.getByLabel('Limit').fill('1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(column(page, 'Next').locator('.count[data-over]')).toContainText('2 / 1');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  const bar = page.getByRole('toolbar', { name: 'What is marked' });
  await expect(bar).toContainText('2 marked');
  await bar.getByLabel('Priority').selectOption('urgent');
  await expect(page.getByRole('img', { name: 'Urgent' })).toHaveCount(2);
  expect(await seriousFaults(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(page.locator('.card')).toHaveCount(0);
  await dashboard.toasts.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('.card')).toHaveCount(2);
});

test.describe('by finger', () => {
  test.use({ hasTouch: true, viewport: { width: 800, height: 740 } });

  test('a long press lifts, a swipe scrolls', async ({ page, dashboard }) => {
    await enter(page, dashboard);
    await write(page, 'One', 'Two');
    const client = await page.context().newCDPSession(page);
    const touch = (type, points) =>
      client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x: Math.round(x), y: Math.round(y) })) });
    // First the press: one that comes while a swipe still rolls on belongs to the browser.
    const [x, y] = await middle(card(page, 'One'));
    await touch('touchStart', [[x, y]]);
    await expect(page.locator('.ghost')).toBeVisible();
    const [tx, ty] = await middle(column(page, 'In progress'));
    await touch('touchMove', [[x + 30, y]]);
    await touch('touchMove', [[tx, ty]]);
    await touch('touchEnd', []);
    await expect(titles(page, 'In progress')).toHaveText(['One']);
    const taken = page.evaluate(() => new Promise((done) => document.addEventListener('pointercancel', () => done('the browser scrolls'), { once: true })));
    const [left, top] = await middle(card(page, 'Two'));
    // One behind the other without a wait: a finger that rests between them would lift the card.
    await Promise.all([touch('touchStart', [[left, top]]), touch('touchMove', [[left, top + 40]])]);
    expect(await taken).toBe('the browser scrolls');
    await touch('touchEnd', []);
    await expect(page.locator('.ghost')).toHaveCount(0);
    await expect(titles(page, 'To do')).toHaveText(['Two']);
    await expect(page).toHaveURL(/\/tasks\?/);
  });
});

test('the keyboard stays with the step that it moves, and keys in the detail mean the task that is open', async ({ page, dashboard }) => {
  await enter(page, dashboard);
  await write(page, 'One', 'Two');
  await page.keyboard.press('j');
  await expect(card(page, 'One').locator('.title')).toBeFocused();
  await page.goto(page.url().replace(/tasks[^?]*/, 'tasks/OC-2'));
  const step = detail(page).getByRole('textbox', { name: 'Another step' });
  for (const words of ['Pack', 'Send', 'Rest']) {
    await step.fill(words);
    await step.press('Enter');
  }
  const down = detail(page).getByRole('button', { name: 'Move down: Pack' });
  await down.press('Enter');
  await expect(detail(page).locator('.step span')).toHaveText(['Send', 'Pack', 'Rest']);
  await expect(down).toBeFocused();
  await down.press('Enter');
  await expect(detail(page).locator('.step span')).toHaveText(['Send', 'Rest', 'Pack']);
  await expect(down).toBeFocused();
  await expect(down).toHaveAttribute('aria-disabled', 'true');
  await detail(page).getByRole('button', { name: 'Remove the step: Rest' }).press('Enter');
  await expect(detail(page).getByRole('button', { name: 'Remove the step: Pack' })).toBeFocused();
  await page.keyboard.press('1');
  await expect(card(page, 'Two').getByRole('img', { name: 'Urgent' })).toBeVisible();
  await expect(card(page, 'One').getByRole('img', { name: 'Urgent' })).toHaveCount(0);
});
