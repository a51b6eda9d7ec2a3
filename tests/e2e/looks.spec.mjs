// How the list of sessions looks: every width shows it whole, and what is open is in view. Knows the demo's sessions.
import { expect, test } from './support/test.mjs';

const PARENT = 'Ada on the road';

/** By how much something is wider than its room: the page, the list. */
const tooWide = (page) =>
  page.evaluate(() => ['html', 'main', '.top', '.list'].flatMap((selector) => {
    const found = document.querySelector(selector);
    const more = found ? found.scrollWidth - found.clientWidth : 0;
    return more > 0 ? [`${selector} by ${more} px`] : [];
  }));

const ofParent = (dashboard) => dashboard.rows.filter({ hasText: PARENT });

test('at every width the list shows itself whole, with the detail open and without', async ({ page, dashboard }) => {
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
  for (const isOpen of [false, true]) {
    if (isOpen) await ofParent(dashboard).getByRole('link').click();
    for (const width of [320, 600, 672, 768, 900, 1000, 1100, 1280, 1306, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      const where = `${width} px, detail ${isOpen ? 'open' : 'closed'}`;
      expect(await tooWide(page), where).toEqual([]);
      const title = dashboard.rows.first().getByRole('link');
      expect(await title.evaluate((link) => link.scrollWidth - link.clientWidth), `${where}: a short title is whole`).toBeLessThanOrEqual(0);
    }
  }
  await expect(page.getByRole('columnheader', { name: 'Last run' }), 'at 1440 px all columns are there').toBeVisible();
  const heading = page.getByRole('columnheader', { name: 'Model or activity' });
  expect(await heading.evaluate((cell) => cell.scrollWidth - cell.clientWidth), 'its heading is not cut').toBeLessThanOrEqual(0);
});

test('what a sub-agent costs can be read beside an open detail', async ({ page, dashboard }) => {
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
  await ofParent(dashboard).getByRole('link').click();
  for (const width of [1440, 1280, 1100, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    const twig = ofParent(dashboard).getByRole('button', { name: /sub-agent/ });
    const [text, cell] = await twig.evaluate((button) => [button, button.parentElement].map((part) => part.getBoundingClientRect().right));
    expect(text, `${width} px`).toBeLessThanOrEqual(cell + 0.5);
    expect(await twig.evaluate((button) => button.scrollWidth - button.clientWidth), `${width} px`).toBeLessThanOrEqual(0);
  }
});

for (const width of [1440, 360]) {
  test(`at ${width} px a session far down is in view after a reload at its address`, async ({ page, dashboard }) => {
    await page.setViewportSize({ width, height: 740 });
    await dashboard.open('sessions?demo&still');
    await dashboard.arrived();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const key = await dashboard.detail.getAttribute('data-key');
    await page.reload();
    await expect(dashboard.detail).toHaveAttribute('data-key', key);
    await expect.poll(() => page.evaluate((key) => {
      const [at, list] = [`.row[data-key="${key}"]`, '.list'].map((selector) => document.querySelector(selector)?.getBoundingClientRect());
      return Boolean(at && list) && at.top >= list.top && at.bottom <= list.bottom;
    }, key)).toBe(true);
  });
}
