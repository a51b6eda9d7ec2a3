// For every person and every screen: keyboard alone, a phone, both themes, assistive technology.
import { seriousFaults } from './support/axe.mjs';
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

    test('axe finds nothing serious in the list, what is marked in it, and what was put away', async ({ page, dashboard, gateway, operator }) => {
      const session = sessionNamed(`axe-${colorScheme}`);
      const { key, sessionId } = await operator.call('sessions.create', { label: `Axe archived ${colorScheme}` });
      await operator.call('sessions.patch', { key, archived: true, expectedSessionId: sessionId });
      await run(gateway, operator, session);
      await dashboard.connect(gateway);
      await expect(dashboard.stopButton(session.key)).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await dashboard.row(session.key).getByRole('checkbox').check();
      await expect(dashboard.bulk).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await dashboard.bulk.getByRole('button', { name: 'Unmark all' }).click();
      await page.getByRole('button', { name: 'Archived' }).click();
      await expect(dashboard.row(key)).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      await dashboard.search.fill('nothing like that');
      await expect(page.getByText('No session fits')).toBeVisible();
      expect(await seriousFaults(page)).toEqual([]);
      gateway.model.release(session.title);
    });

    test('axe finds nothing serious in the detail, its parts and its questions', async ({ page, dashboard, gateway, operator }) => {
      const session = sessionNamed(`axe-detail-${colorScheme}`);
      await run(gateway, operator, session);
      await dashboard.connect(gateway);
      await dashboard.openDetail(session.key);
      for (const name of ['overview', 'tools', 'raw']) {
        await dashboard.tab(name).click();
        await expect(dashboard.tab(name)).toHaveAttribute('aria-selected', 'true');
        expect(await seriousFaults(page), name).toEqual([]);
      }
      await dashboard.deed('More').click();
      await expect(dashboard.deed('Delete')).toBeVisible();
      expect(await seriousFaults(page), 'menu').toEqual([]);
      await dashboard.deed('Delete').click();
      await expect(dashboard.dialog).toBeVisible();
      expect(await seriousFaults(page), 'question').toEqual([]);
      await dashboard.answer('Cancel');
      await page.getByRole('button', { name: 'New session' }).click();
      await expect(dashboard.dialog).toHaveAccessibleName('New session');
      expect(await seriousFaults(page), 'form').toEqual([]);
      gateway.model.release(session.title);
    });
  });
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
