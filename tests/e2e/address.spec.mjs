// The address: every view and every session has one, and what the person sees follows it.
import { expect, test } from './support/test.mjs';

test('links of the rail change the address, and back and reload keep to it', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /Settings/ }).click();
  await expect(page).toHaveURL(/\/settings$/);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /Sessions/ }).click();
  await expect(page).toHaveURL(/\/sessions$/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('the way to the sessions leads to all of them, whatever was searched for', async ({ page, dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Not searched for' });
  await dashboard.connect(gateway);
  await page.getByRole('searchbox').fill('nothing-is-called-that');
  await expect(page.getByText('No session fits')).toBeVisible();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /Sessions/ }).click();
  await expect(dashboard.row(key)).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('');
});

test('leaving a view in the middle of typing harms nothing', async ({ page, dashboard, gateway }) => {
  await dashboard.connect(gateway);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /Settings/ }).click();
  await page.getByRole('textbox', { name: /Name of/ }).first().fill('Half a na');
  await page.goBack();
  await expect(dashboard.heading).toBeVisible();
});

test('a detail has an address of its own, and back closes it', async ({ page, dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Has an address' });
  await dashboard.connect(gateway);
  await dashboard.row(key).locator('.title').click();
  await expect(page).toHaveURL(new RegExp(`/sessions/${key}$`));
  await page.goBack();
  await expect(page.locator('.detail')).toHaveCount(0);
  await page.goForward();
  await expect(page.locator('.detail')).toHaveAttribute('data-key', key);
});

test('the list is sorted by keyboard, and keys go on after the mouse', async ({ page, dashboard, gateway, operator }) => {
  const { key } = await operator.call('sessions.create', { label: 'Clicked with the mouse' });
  await dashboard.connect(gateway);
  await page.getByRole('button', { name: 'Context', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Context' })).toHaveAttribute('aria-sort', 'descending');
  await dashboard.row(key).hover();
  await dashboard.row(key).getByRole('checkbox').click();
  await expect(dashboard.row(key)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('x');
  await expect(dashboard.row(key)).toHaveAttribute('aria-selected', 'false');
});
