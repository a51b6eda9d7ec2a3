// Owns how tasks are written by the dialog, and where they stand on the board. Asserts arrival only.
import { expect } from './test.mjs';

export const card = (page, title) => page.locator('.card').filter({ hasText: title });
export const column = (page, name) => page.locator('.column').filter({ has: page.getByRole('heading', { name, exact: true }) });
export const detail = (page) => page.getByRole('complementary', { name: 'Task' });

/** Writes tasks, a line each, by the dialog that the button opens. */
export async function write(page, ...lines) {
  await page.getByRole('button', { name: 'New task', exact: true }).click();
  await writeLines(page, lines);
}

/** Writes tasks into the dialog that is open, and closes it. */
export async function writeLines(page, lines) {
  const field = page.getByRole('dialog', { name: 'New task' }).getByRole('textbox');
  for (const line of lines) {
    await field.fill(line);
    await field.press('Enter');
    await expect(field).toHaveValue('');
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}
