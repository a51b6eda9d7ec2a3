// How the views look: every width shows the list whole, and every view fits the page in both themes. The pictures are for a person's
// eye, in test-results/looks/. Knows the demo's sessions.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seriousFaults } from './support/axe.mjs';
import { DemoGateway } from './support/demo.mjs';
import { expect, test } from './support/test.mjs';

const LOOKS = fileURLToPath(new URL('../../test-results/looks/', import.meta.url));
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

for (const colorScheme of ['dark', 'light']) {
  for (const [width, height] of [[1440, 900], [768, 1024], [360, 740]]) {
    test(`in the ${colorScheme} theme at ${width} px every view fits`, async ({ page, dashboard }) => {
      mkdirSync(LOOKS, { recursive: true });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      const look = async (name) => {
        await page.screenshot({ path: `${LOOKS}${name}-${width}-${colorScheme}.png` });
        expect(await tooWide(page), name).toEqual([]);
      };
      await dashboard.open('connect');
      await expect(dashboard.form).toBeVisible();
      await look('connect');

      await dashboard.open('sessions?demo&still');
      await dashboard.arrived();
      await expect(dashboard.rows.first()).toBeInViewport();
      await look('list');
      await ofParent(dashboard).getByRole('link').click();
      await expect(dashboard.detail).toContainText("by the gateway's count");
      await look('detail');
      await page.getByRole('button', { name: 'Close the detail' }).click();
      await dashboard.search.fill('nothing like it');
      await expect(page.getByText('No session fits')).toBeVisible();
      await look('nothing-fits');
      await page.getByRole('button', { name: 'Show all' }).click();
      await ofParent(dashboard).getByRole('link').click();
      await page.getByRole('link', { name: 'Open chat' }).click();
      await expect(page.getByRole('log', { name: 'Conversation' }).locator('.row').first()).toBeVisible();
      await expect(page.getByRole('textbox', { name: 'Message' })).toBeEnabled();
      await look('chat');
      expect(await seriousFaults(page), 'chat').toEqual([]);
      if (width < 600) await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'More' }).click();
      await page.getByRole('link', { name: 'Settings' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
      await look('settings');
      await page.getByRole('link', { name: /^Sessions/ }).click();
      const demo = new DemoGateway(page);
      await demo.order('refuse 600');
      await demo.order('drop 1012');
      await expect(dashboard.banner).toBeVisible();
      await look('offline');
    });
  }
}
