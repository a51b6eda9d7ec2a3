// What goes wrong on this side: the browser's storage and its clock. Owns a table of these faults: what a person sees, what is kept.
// Faults of the road to the gateway have a table of their own.
import { DemoGateway } from './support/demo.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({ demo: async ({ page }, use) => use(new DemoGateway(page)) });

const VIEWS = ['Now', 'Sessions', 'Chat', 'Cron', 'Analytics', 'Tasks', 'Logs', 'Connection', 'Settings'];
const way = (page, name) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${name}`) });

/** Goes through all views: each says what it is. */
async function walks(page) {
  for (const name of VIEWS) {
    await way(page, name).click();
    await expect(page.locator('#content').getByRole('heading', { level: 1 }).first()).toBeVisible();
  }
}

const theme = (page) => page.locator('html').getAttribute('data-theme');
const chooseLight = async (page) => {
  await way(page, 'Settings').click();
  await page.getByRole('group', { name: 'Theme', exact: true }).getByRole('radio', { name: 'Light' }).check();
  await expect.poll(() => theme(page)).toBe('light');
};

/** What a person chose or looked at, by the names under which it is kept. */
const CHOICES = ['prefs', 'gateways', 'keys', 'notify', 'snoozed', 'budgets', 'grace', 'logs', 'seen', 'looked', 'recent', 'projects', 'tags'];
/** Everything that this browser may keep. */
const KEYS = [...CHOICES, 'budgets.noticed', 'columns', 'drafts', 'outbox', 'identity', 'last', 'told'];

const FAULTS = [
  {
    fault: 'the browser has no room left', sees: 'what was chosen, and all views', kept: 'the choice, for this tab',
    before: () => {
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key, value) {
        if (this === window.localStorage) throw new DOMException('full', 'QuotaExceededError');
        return setItem.call(this, key, value);
      };
    },
    async trial(page) {
      await chooseLight(page);
      await walks(page);
      expect(await theme(page)).toBe('light');
    },
  },
  {
    fault: 'storage is forbidden', sees: 'what was chosen, and all views', kept: 'the choice, for this tab',
    before: () => {
      const refuse = { get: () => { throw new DOMException('refused', 'SecurityError'); } };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, refuse);
    },
    async trial(page) {
      await chooseLight(page);
      await walks(page);
      expect(await theme(page)).toBe('light');
    },
  },
  {
    fault: 'all that was kept is spoilt', sees: 'every view as if nothing had been kept', kept: 'what is chosen from now on',
    keys: KEYS, before: (keys) => keys.forEach((key) => localStorage.getItem(`openclutch.${key}`) ?? localStorage.setItem(`openclutch.${key}`, '{"v":1,"value":[{{')),
    async trial(page) {
      await walks(page);
      await chooseLight(page);
      await page.reload();
      await expect.poll(() => theme(page)).toBe('light');
    },
  },
  {
    fault: 'a newer version has kept it', sees: 'every view as if nothing had been kept', kept: 'all that the newer version kept, as it was',
    keys: CHOICES, before: (keys) => keys.forEach((key) => localStorage.getItem(`openclutch.${key}`) ?? localStorage.setItem(`openclutch.${key}`, '{"v":99,"value":{"of":"later"}}')),
    async trial(page) {
      await walks(page);
      await chooseLight(page);
      const kept = await page.evaluate((keys) => keys.map((key) => localStorage.getItem(`openclutch.${key}`)), CHOICES);
      expect(kept).toEqual(CHOICES.map(() => '{"v":99,"value":{"of":"later"}}'));
    },
  },
];

for (const { fault, sees, kept, keys, before, trial } of FAULTS) {
  test(`${fault}: seen is ${sees}; kept is ${kept}`, async ({ page, dashboard, demo }) => {
    await page.addInitScript(before, keys);
    await demo.enter(dashboard);
    await trial(page);
  });
}

const CLOCKS = [
  { fault: 'the clock jumps a day ahead', by: 24 * 3_600_000 },
  { fault: 'the clock is put back by a day', by: -24 * 3_600_000 },
];

for (const { fault, by } of CLOCKS) {
  test(`${fault}: seen is a connection that is tried and found well; kept is the list and what happens in it`, async ({ page, dashboard, demo }) => {
    await page.addInitScript(() => {
      const { now } = Date;
      window.jumped = 0;
      Date.now = () => now.call(Date) + window.jumped;
    });
    await demo.enter(dashboard, '&noise=1');
    const before = await dashboard.keys();
    await page.evaluate((by) => (window.jumped = by), by);
    // The gateway is asked whether it is there still, without anybody waiting for that.
    await expect.poll(async () => (await demo.asked()).filter((method) => method === 'last-heartbeat').length, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
    expect(await dashboard.keys()).toEqual(before);
    const { key } = await demo.call('sessions.create', { label: `Made after: ${fault}`, idempotencyKey: fault });
    await expect(dashboard.row(key)).toBeVisible();
  });
}
