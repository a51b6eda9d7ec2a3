// For every person and every screen, on a real gateway: keyboard alone, a phone.
import { run, sessionNamed } from './support/runs.mjs';
import { expect, test } from './support/test.mjs';

/** Tabs on until the wanted element has the focus. */
async function tabTo(page, wanted) {
  for (let steps = 0; steps < 40; steps++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('forty steps with the tab key do not lead there');
}

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
