// For every person and every screen: keyboard alone, a phone, both themes, assistive technology.
import { AxeBuilder } from '@axe-core/playwright';
import { run, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

async function seriousFaults(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Tabs on until the wanted element has the focus. */
async function tabTo(page, wanted) {
  for (let steps = 0; steps < 40; steps++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('forty steps with the tab key do not lead there');
}

for (const colorScheme of ['dark', 'light']) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' });

    test('axe finds nothing serious on the connect page, with and without a diagnosis', async ({ page, dashboard, gateway }) => {
      await dashboard.open('connect');
      await expect(dashboard.form).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await dashboard.ask({ url: gateway.url, token: 'wrong' });
      await expect(dashboard.diagnosis).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
    });

    test('axe finds nothing serious on the sessions page', async ({ page, dashboard, gateway, operator }) => {
      const session = sessionNamed(`axe-${colorScheme}`);
      await run(gateway, operator, session);
      await dashboard.connect(gateway);
      await expect(dashboard.stopButton(session.key)).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      gateway.model.release(session.title);
    });
  });
}

test('the theme is chosen by a button and kept', async ({ page, dashboard }) => {
  await dashboard.open('connect');
  await page.getByRole('button', { name: 'Theme: system' }).click();
  const chosen = await page.locator('html').getAttribute('data-theme');
  expect(['dark', 'light']).toContain(chosen);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', chosen);
  await expect(page.getByRole('button', { name: `Theme: ${chosen}` })).toBeVisible();
});

test('keyboard alone connects and stops a run', async ({ page, dashboard, gateway, operator }) => {
  const session = sessionNamed('stopped-by-key');
  await run(gateway, operator, session);
  await dashboard.open();
  await expect(dashboard.form).toBeVisible();
  await tabTo(page, dashboard.address);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(gateway.url);
  await tabTo(page, dashboard.secret());
  await page.keyboard.type(gateway.token);
  await page.keyboard.press('Enter');
  await dashboard.arrived();
  await expect(dashboard.row(session.key)).toHaveAttribute('data-state', 'running');
  await tabTo(page, dashboard.stopButton(session.key));
  await page.keyboard.press('Enter');
  await expect(dashboard.row(session.key)).toHaveAttribute('data-state', 'killed');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });

  const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  test('nothing scrolls sideways, and a tap stops a run', async ({ page, dashboard, gateway, operator }) => {
    const session = sessionNamed('stopped-by-a-tap-on-a-phone-although-its-name-is-long');
    await run(gateway, operator, session);
    await dashboard.open();
    await expect(dashboard.form).toBeVisible();
    expect(await overflow(page)).toBe(0);
    await dashboard.ask({ url: gateway.url, token: gateway.token });
    await dashboard.arrived();
    await expect(dashboard.row(session.key)).toBeVisible();
    expect(await overflow(page)).toBe(0);
    const button = dashboard.stopButton(session.key);
    const box = await button.boundingBox();
    expect(Math.min(box.width, box.height), 'large enough for a finger').toBeGreaterThanOrEqual(24);
    await button.tap();
    await expect(dashboard.row(session.key)).toHaveAttribute('data-state', 'killed');
  });
});
