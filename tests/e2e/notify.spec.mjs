// What is told outside of the page: notifications, which nobody is asked about before they are wanted, and the icon in the tab.
import { randomUUID } from 'node:crypto';
import { made as madeJob } from './support/jobs.mjs';
import { knock } from './support/knock.mjs';
import { made, say } from './support/runs.mjs';
import { expect, test as base } from './support/test.mjs';

/** The pages that have the part which tells. */
const telling = new WeakSet();

/**
 * Stands in for what a browser without a window cannot do: permissions, notifications, and being hidden, when no frame is drawn. Everything
 * that pages of this context ask for and show is noted.
 */
async function standIn(context, permission) {
  const noted = { asked: 0, shown: [], closed: [] };
  context.on('requestfinished', (request) => {
    if (request.url().includes('/pack-rest-')) telling.add(request.frame().page());
  });
  await context.exposeBinding('noteAsked', () => (noted.asked += 1));
  await context.exposeBinding('noteShown', (_source, shown) => noted.shown.push(shown));
  await context.exposeBinding('noteClosed', (_source, tag) => noted.closed.push(tag));
  await context.addInitScript((permission) => {
    window.isHidden = false;
    Object.defineProperty(Document.prototype, 'hidden', { get: () => window.isHidden });
    Document.prototype.hasFocus = () => !window.isHidden;
    const [draw, later] = [window.requestAnimationFrame.bind(window), []];
    window.requestAnimationFrame = (callback) => (window.isHidden ? later.push(callback) : draw(callback));
    window.look = (isLooking) => {
      window.isHidden = !isLooking;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      window.dispatchEvent(new Event(isLooking ? 'focus' : 'blur'));
      if (isLooking) later.splice(0).forEach((callback) => draw(callback));
    };
    window.made = [];
    window.Notification = class {
      static get permission() {
        return localStorage.getItem('test.permission') ?? 'default';
      }
      static async requestPermission() {
        window.noteAsked();
        localStorage.setItem('test.permission', permission);
        return permission;
      }
      constructor(title, options) {
        window.made.push(this);
        window.noteShown({ title, body: options.body, tag: options.tag });
        this.tag = options.tag;
      }
      close() {
        window.noteClosed(this.tag);
      }
    };
  }, permission);
  return noted;
}

const test = base.extend({
  permission: ['granted', { option: true }],
  noted: async ({ context, permission }, use) => use(await standIn(context, permission)),
  /** Sends messages for which somebody is asked: only who may answer has an agent wait. */
  asker: async ({ gateway }, use) => {
    const asker = await gateway.rpc({ caps: ['approvals', 'exec-approvals'] });
    await use(asker);
    asker.close();
  },
});

const setting = (page, name) => page.getByRole('group', { name, exact: true });
const icon = (page) => page.locator('link[rel=icon]').getAttribute('href');
/** How many things wait, by the title: what other stories have left is among them. */
const waiting = async (page) => Number((await page.title()).match(/^\((\d+) waiting\)/)?.[1] ?? 0);

/** Has an agent ask to run a command; returns once it waits. */
async function asks(asker, name, command) {
  const key = await made(asker, name, { agentId: 'careful' });
  const asked = asker.event((frame) => frame.event === 'exec.approval.requested' && frame.payload.request.sessionKey === key);
  await say(asker, key, `tool:exec ${JSON.stringify({ command })}`);
  return (await asked).payload.id;
}

/** What some tab has claimed: to have told it, or to have been looked at when it came. */
const claimed = (page) => page.evaluate(() => localStorage.getItem('openclutch.told') ?? '');

/** Waits until what comes is noticed by this page, which is looked at: nothing that was there before is told. */
async function notices(page, asker, operator) {
  await expect(async () => {
    const id = await asks(asker, `Notify: has it begun ${randomUUID()}`, 'echo begun');
    try {
      await expect.poll(() => claimed(page), { timeout: 5_000 }).toContain(id);
    } finally {
      await operator.call('exec.approval.resolve', { id, decision: 'deny' });
    }
  }).toPass({ timeout: 60_000 });
}

/** Connects, and switches notifications on. */
async function switchOn({ page, dashboard, gateway, asker, operator }) {
  await dashboard.open('now');
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
  await expect(page.getByRole('status', { name: 'Reading what waits' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Settings' }).click();
  await setting(page, 'Desktop notifications').getByRole('checkbox').check();
  await notices(page, asker, operator);
}

test('permission is asked for when notifications are switched on, and at no other moment', async ({ page, dashboard, gateway, noted, asker, operator }) => {
  await dashboard.connect(gateway);
  const id = await asks(asker, 'Notify: not wanted', 'echo unwanted');
  await expect(page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Now/ }).locator('.count')).toContainText('waiting');
  await page.getByRole('link', { name: 'Settings' }).click();
  const box = setting(page, 'Desktop notifications').getByRole('checkbox');
  await expect(box).not.toBeChecked();
  await setting(page, 'Quiet hours').getByRole('checkbox', { name: 'On' }).check();
  expect(noted).toEqual({ asked: 0, shown: [], closed: [] });
  await box.check();
  await expect(box).toBeChecked();
  expect(noted.asked).toBe(1);
  await page.reload();
  await expect(box).toBeChecked();
  await box.uncheck();
  await box.check();
  expect(noted.asked, 'what is granted is not asked for again').toBe(1);
  await operator.call('exec.approval.resolve', { id, decision: 'deny' });
});

test.describe('where the browser says no', () => {
  test.use({ permission: 'denied' });

  test('the setting stays off and says what to do', async ({ page, dashboard, noted }) => {
    await dashboard.open('settings');
    const row = setting(page, 'Desktop notifications');
    await row.getByRole('checkbox').click();
    await expect(row.getByRole('status')).toContainText('The browser blocks notifications of this page');
    await expect(row.getByRole('checkbox')).not.toBeChecked();
    expect(noted.asked).toBe(1);
  });
});

test('a request that comes while nobody looks is told once by two tabs, leads to its row, and is taken back when it is settled', async ({ page, context, dashboard, gateway, noted, asker, operator, site }) => {
  await switchOn({ page, dashboard, gateway, asker, operator });
  const second = await context.newPage();
  await second.goto(`${site.url}now`);
  await expect(second.locator('[data-link]')).toHaveAttribute('data-link', 'ready');
  await expect(second.getByRole('status', { name: 'Reading what waits' })).toHaveCount(0);
  await expect.poll(() => telling.has(second)).toBe(true);
  const seen = await asks(asker, 'Notify: seen', 'echo seen');
  await expect(second.locator('.wait').filter({ hasText: 'Notify: seen' })).toBeVisible();
  for (const tab of [page, second]) await tab.evaluate(() => window.look(false));
  const id = await asks(asker, 'Notify: hidden', 'echo token=abcdefgh12345678');
  const told = (body) => noted.shown.filter((note) => note.body === body);
  await expect.poll(() => told('In Notify: hidden').length).toBe(1);
  // By the time that the next one is told the other tab would have told of the first.
  const next = await asks(asker, 'Notify: the next', 'echo next');
  await expect.poll(() => told('In Notify: the next').length).toBe(1);
  expect(told('In Notify: hidden')).toEqual([expect.objectContaining({ title: 'An approval waits' })]);
  expect(JSON.stringify(noted.shown)).not.toContain('echo');
  await expect.poll(() => waiting(page)).toBeGreaterThanOrEqual(3);
  await expect.poll(() => icon(page)).toMatch(/%3E\d\+?%3C\/text/);
  const { tag } = told('In Notify: hidden')[0];
  const isHere = await page.evaluate((tag) => window.made.some((note) => note.tag === tag), tag);
  const teller = isHere ? page : second;
  await teller.evaluate((tag) => {
    window.look(true);
    window.made.find((note) => note.tag === tag).onclick();
  }, tag);
  const row = teller.locator('.wait').filter({ hasText: 'Notify: hidden' });
  await expect(row).toHaveAttribute('aria-current', 'true');
  await expect(row).toBeFocused();
  await operator.call('exec.approval.resolve', { id, decision: 'deny' });
  await expect.poll(() => noted.closed).toEqual([tag]);
  const many = await waiting(page);
  for (const other of [seen, next]) await operator.call('exec.approval.resolve', { id: other, decision: 'deny' });
  await expect.poll(() => waiting(page)).toBeLessThanOrEqual(many - 2);
  await expect.poll(async () => {
    const [count, drawn] = [await waiting(page), await icon(page)];
    return count ? drawn.includes(`%3E${count > 9 ? '9+' : count}%3C/text`) : !drawn.includes('/text');
  }, 'the icon says what the title says').toBe(true);
});

test('a job that fails, a device and a question are told of too, and an agent is not quoted', async ({ page, dashboard, gateway, noted, asker, operator }) => {
  const job = await madeJob(operator, 'Notify: breaks', 'fail please');
  await switchOn({ page, dashboard, gateway, asker, operator });
  // Which jobs there are is known once their part is here.
  await page.getByRole('link', { name: /^Now/ }).click();
  await expect(page.getByText(/Notify: breaks/).first()).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => window.look(false));
  const titles = () => noted.shown.map(({ title }) => title);

  await operator.call('cron.run', { id: job.id, mode: 'force' });
  await expect.poll(titles, { timeout: 60_000 }).toEqual(['A job failed']);
  expect(noted.shown[0].body).toBe('Notify: breaks failed');

  await page.evaluate(knock, [gateway.url, gateway.token, randomUUID()]);
  await expect.poll(titles, { timeout: 30_000 }).toContain('A device asks to come in');

  const key = await made(operator, 'Notify: asks');
  const questions = [{ id: 'room', header: 'Room', question: 'Is the password hunter2?', options: [{ label: 'Yes' }, { label: 'No' }] }];
  await say(asker, key, `tool:tool_call ${JSON.stringify({ id: 'openclaw:core:ask_user', args: { questions } })}`);
  await expect.poll(titles, { timeout: 30_000 }).toContain('A question waits');
  expect(JSON.stringify(noted.shown)).not.toContain('hunter2');
  await operator.call('cron.remove', { id: job.id });
});

test('who looks is not told, and what is not wanted neither', async ({ page, dashboard, gateway, noted, asker, operator }) => {
  await switchOn({ page, dashboard, gateway, asker, operator });
  const ids = [await asks(asker, 'Notify: looked at', 'echo looked')];
  await expect.poll(() => claimed(page)).toContain(ids[0]);
  await setting(page, 'What notifies').getByRole('checkbox', { name: 'Requests of agents' }).uncheck();
  await page.evaluate(() => window.look(false));
  ids.push(await asks(asker, 'Notify: muted', 'echo muted'));
  // By the time that a device is told of, what came before it would have been.
  await page.evaluate(knock, [gateway.url, gateway.token, randomUUID()]);
  await expect.poll(() => noted.shown.map(({ title }) => title), { timeout: 30_000 }).toEqual(['A device asks to come in']);
  for (const id of ids) await operator.call('exec.approval.resolve', { id, decision: 'deny' });
});

test('quiet hours hold back what comes, and their end tells of what still waits', async ({ page, dashboard, gateway, noted, asker, operator, wire }) => {
  // Requests run out, so the end is near.
  await page.clock.install({ time: new Date(2026, 5, 2, 6, 57) });
  await switchOn({ page, dashboard, gateway, asker, operator });
  await setting(page, 'Quiet hours').getByRole('checkbox', { name: 'On' }).check();
  await expect(page.getByLabel('from')).toHaveValue('22:00');
  await page.evaluate(() => window.look(false));
  const [gone, stays, too] = [await asks(asker, 'Notify: gone', 'echo gone'), await asks(asker, 'Notify: stays', 'echo stays'), await asks(asker, 'Notify: too', 'echo too')];
  await operator.call('exec.approval.resolve', { id: gone, decision: 'deny' });
  const isTold = ({ event, payload }) => event === 'exec.approval.resolved' && payload.id === gone;
  await expect.poll(() => wire.sockets.some(({ heard }) => heard.some(isTold))).toBe(true);
  await page.clock.runFor(5_000);
  expect(noted.shown).toEqual([]);
  await page.clock.runFor(180_000);
  await expect.poll(() => noted.shown.length).toBe(1);
  expect(noted.shown[0]).toMatchObject({ title: '2 things wait for you' });
  for (const id of [stays, too]) await operator.call('exec.approval.resolve', { id, decision: 'deny' });
});

test('the icon says whether there is a connection', async ({ page, dashboard, gateway, noted }) => {
  expect(noted.asked).toBe(0);
  await dashboard.open('settings');
  await expect.poll(() => icon(page)).toContain("M5 27 27 5");
  await dashboard.connect(gateway);
  await expect.poll(() => icon(page)).not.toContain("M5 27 27 5");
});
