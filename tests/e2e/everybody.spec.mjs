// Every view and what opens in it, for every person and every screen: axe, three themes, a phone, a page enlarged to twice its size, the
// narrowest screen, a finger, no motion. Each is opened once, in the demo, and looked at from all sides; and every view when nothing is
// there to be seen. Knows no view; the scenes do.
import { faults, faultsOfColour } from './support/axe.mjs';
import { movements, outOfReach, tooWide } from './support/fit.mjs';
import { ORDERS, SCENES, VIEWS, address, cutOff, enter, orderFirst } from './support/scenes.mjs';
import { expect, test } from './support/test.mjs';

test.describe.configure({ mode: 'parallel' });

test.use({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', reducedMotion: 'reduce', timezoneId: 'UTC', actionTimeout: 45_000 });

/** As high as all that is shown of what is very long. */
const TALL = 7000;
const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

for (const name of Object.keys(SCENES)) {
  test(`${name} is for everybody`, async ({ page, site }) => {
    await enter(page, site.url, name);
    const look = async (width, height, media = {}) => {
      await page.setViewportSize({ width, height: SCENES[name].isTall ? TALL : height });
      await page.emulateMedia({ colorScheme: 'dark', contrast: 'no-preference', ...media });
      await drawn(page);
      expect.soft(await tooWide(page), `wider than ${width} px`).toEqual([]);
    };
    await look(1440, 900);
    expect.soft(await faults(page), 'dark').toEqual([]);
    expect.soft(await movements(page), 'with reduced motion').toEqual([]);
    for (const media of [{ colorScheme: 'light' }, { contrast: 'more' }]) {
      await look(1440, 900, media);
      expect.soft(await faultsOfColour(page), JSON.stringify(media)).toEqual([]);
    }
    await look(768, 1024);
    await look(720, 450);
    expect.soft(await outOfReach(page), 'enlarged to twice its size').toEqual([]);
    await look(320, 640);
    await look(360, 740, { colorScheme: 'light' });
    expect.soft(await faults(page), 'on a phone').toEqual([]);
    const client = await page.context().newCDPSession(page);
    await client.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    await drawn(page);
    expect.soft(await tooWide(page), 'for a finger').toEqual([]);
    expect.soft(await outOfReach(page, 24), 'for a finger').toEqual([]);
  });
}

/** What appears late, and what fades, stands as it will. */
const settled = (page) => page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)));

/** Views that show what they read of the gateway. */
const READS = ['now', 'sessions', 'session-overview', 'chat', 'cron', 'cron-job', 'analytics', 'logs'];

for (const [state, order] of Object.entries(ORDERS)) {
  test(`every view is for everybody while it is ${state}, and says why`, async ({ page, site }) => {
    test.slow();
    await orderFirst(page, order);
    for (const name of VIEWS) {
      await page.goto(address(site.url, SCENES[name]));
      await page.locator('main').getByRole('heading', { level: 1 }).or(page.locator('.diagnosis')).first().waitFor();
      if (state !== 'loading' && READS.includes(name)) await expect(page.locator('main [role="alert"]').first(), `${name} says why`).toBeVisible();
      await settled(page);
      expect.soft(await faults(page), name).toEqual([]);
    }
  });
}

for (const name of VIEWS) {
  test(`${name} is for everybody while it is offline`, async ({ page, site }) => {
    await enter(page, site.url, name);
    await cutOff(page);
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      expect.soft(await faults(page), colorScheme).toEqual([]);
    }
  });
}
