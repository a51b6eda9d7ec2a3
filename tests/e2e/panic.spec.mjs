// The sheet for what must never happen. Not under the watch of the other tests, which fail when it shows.
import { expect, test } from '@playwright/test';
import { serve } from '../../tools/host.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { BUNDLE } from './support/test.mjs';

test('a program that stops says so, and a reload starts it again', async ({ page }) => {
  const site = await serve({ dir: BUNDLE });
  // The one thing that the program takes for granted of every browser.
  await page.addInitScript(() => {
    if (!sessionStorage.broken) crypto.getRandomValues = () => { throw new Error('gone'); };
    sessionStorage.broken = 'once';
  });
  await page.goto(site.url);
  const dashboard = new Dashboard(page, site.url);
  const sheet = page.getByRole('alertdialog', { name: 'OpenClutch stopped' });
  await expect(sheet.or(dashboard.form)).toBeVisible();
  if (!(await sheet.isVisible())) {
    // It gets as far as the form when the dice come from elsewhere; the key needs them for sure.
    await dashboard.ask({ url: `ws://127.0.0.1:${new URL(site.url).port}`, token: 't' });
  }
  await expect(sheet).toBeVisible();
  await sheet.getByRole('button', { name: 'Reload' }).click();
  await expect(dashboard.form).toBeVisible();
  await expect(sheet).toBeHidden();
  await site.close();
});
