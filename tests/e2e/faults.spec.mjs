// What a person sees while the road to the gateway fails in every way that the demo can make it fail, and that in the end the list is
// the gateway's own: nothing lost, nothing double. Owns the faults and how each is tried; knows no gateway but the demo's.
import { randomUUID } from 'node:crypto';
import { DemoGateway } from './support/demo.mjs';
import { expect, test as base } from './support/test.mjs';

/** The fault, what the person sees of it, and what is neither lost nor double once it is over; then how it is tried. */
const FAULTS = [
  ['the connection is cut', 'one line in the log of disconnects, and all is back at once', 'what changed meanwhile', dropped(1006, 'The connection broke off without a word')],
  ['the gateway says that it goes', 'the same, with its reason', 'what changed meanwhile', dropped(1001, 'The gateway stopped or restarted')],
  ['the gateway says that it restarts', 'the same, with its reason', 'what changed meanwhile', dropped(1012, 'The gateway stopped or restarted')],
  ['the gateway fails inside', 'the same, with its reason', 'what changed meanwhile', dropped(1011, 'The gateway had an internal fault')],
  ['the gateway takes offence', 'the same, with its reason', 'what changed meanwhile', dropped(1008, 'The gateway refused to go on')],
  ['the line is given up as silent', 'the same, with its reason', 'what changed meanwhile', dropped(4000, 'Nothing was heard for too long')],
  ['the gateway speaks another protocol', 'that it needs attention, and no more tries', 'what was on screen, dimmed', halted],
  ['connections are refused for a while', 'a countdown to the next try, and Retry now', 'the run that ended meanwhile', refused],
  ['every frame is late', 'the latency in the chip', 'what happens under way', late],
  ['frames are late by different times', 'how far the latency spreads', 'the order of what happens', uneven],
  ['nothing gets through any more', 'that the connection went silent', 'the run that ended meanwhile', silent],
  ['every event is lost', 'nothing, until the next one shows the gap', 'all of it, by one read of the list', lostAll],
  ['every third event is lost', 'nothing', 'all of it, by reads of the list', lostSome],
  ['every event comes twice', 'nothing', 'all of it, and nothing is asked', doubled],
  ['every third event is overtaken', 'nothing', 'the newest of each row', overtaken],
  ['something that is no frame', 'nothing', 'the connection', standing('garbage', ({ isReadable }) => !isReadable)],
  ['frames and events that nobody knows', 'nothing', 'the connection', standing('unknown', ({ type, event }) => type === 'novelty' || event === 'novelty.made', 2)],
  ['an event of 8 MB', 'nothing: the page goes on at once', 'the connection', standing('huge 8', ({ length }) => length > 8_000_000)],
  ['a change is refused', 'the change taken back, and why', 'the old title, and the next try', refusedChange],
  ['a change is never answered', 'the change taken back after half a minute, and why', 'the old title', mutedChange],
  ['a deed is never answered', 'that it is under way, and after a minute that it failed', 'the session as it was', mutedDeed],
  ['frames trickle', 'the list, a little later', 'all that happens under way', trickled],
  ["the gateway's clock jumps ahead", 'new runs at work, of now', 'the order and the list', clockJumps(3600)],
  ["the gateway's clock is put back", 'the same, as soon as the gateway has told its time', 'the order and the list', clockJumps(-3600)],
];

const NOTES = 'agent:research:dashboard:0a1b2c3d-0000-4000-8000-000000000014';
const GARDENER = 'agent:home:main';
const TAX = 'agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000003';
const SPEECH = 'agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000007';

const test = base.extend({
  // High enough for all rows, since only those in view are there.
  viewport: { width: 1280, height: 3000 },
  demo: async ({ page }, use) => use(new DemoGateway(page)),
});

for (const [fault, sees, kept, trial] of FAULTS) {
  test(`${fault}: seen is ${sees}; kept is ${kept}`, async ({ page, dashboard, demo }) => {
    await page.clock.install();
    await demo.enter(dashboard, '&noise=1');
    await page.evaluate(() => (window.sameDocument = true));
    await agrees({ dashboard, demo });
    await trial({ page, dashboard, demo });
    expect(await page.evaluate(() => window.sameDocument), 'no reload').toBe(true);
  });
}

test('what a session came to, lost on the way, is asked for again when the link is back', async ({ dashboard, demo }) => {
  await demo.enter(dashboard);
  await demo.order('mute sessions.usage');
  await dashboard.openDetail(NOTES);
  const inAll = dashboard.detail.locator('dt', { hasText: 'In all' }).locator('+ dd');
  await expect(inAll).toHaveText('counting');
  await demo.order('drop 1006');
  await demo.order('clear');
  await expect(inAll).toContainText(/^in \d.*by the gateway's count$/);
});

// ---- the gateway's own list, as the page should show it

/** What every row says, from the top. */
function shown(dashboard) {
  return dashboard.rows.evaluateAll((rows) =>
    rows.map((row) => {
      const tags = row.querySelector('.tags').textContent.split(' · ');
      return {
        key: row.dataset.key,
        title: row.querySelector('.title').textContent,
        state: row.dataset.state,
        isPinned: tags.includes('pinned'),
        group: tags.find((tag) => tag.startsWith('in '))?.slice(3) ?? null,
        context: Number(row.querySelector('meter').getAttribute('value') ?? -1),
      };
    }),
  );
}

/** The same of what the gateway answers: rows at the top level, pinned first, then those at work, then the newest. */
async function listed(demo) {
  const { sessions } = await demo.call('sessions.list', { limit: 500, includeDerivedTitles: true });
  const waits = new Set((await demo.call('exec.approval.list')).map(({ request }) => request.sessionKey));
  const keys = new Set(sessions.map(({ key }) => key));
  const stateOf = (row) => (row.hasActiveRun ? (waits.has(row.key) ? 'waiting' : 'running') : (row.status ?? 'idle'));
  const rank = (row) => [row.pinned, stateOf(row) === 'waiting', row.hasActiveRun, Math.max(...[row.lastInteractionAt, row.endedAt, row.startedAt, row.updatedAt].map((at) => at ?? 0))];
  const roots = sessions.filter((row) => !keys.has(row.spawnedBy));
  roots.sort((one, other) => {
    const [ours, theirs] = [rank(one), rank(other)];
    const at = ours.findIndex((figure, at) => figure !== theirs[at]);
    return at < 0 ? (one.key < other.key ? -1 : 1) : theirs[at] - ours[at];
  });
  return roots.map((row) => ({
    key: row.key,
    title: row.displayName ?? row.label ?? row.derivedTitle ?? row.key,
    state: stateOf(row),
    isPinned: row.pinned,
    group: row.category ?? null,
    context: row.totalTokens === undefined || !row.totalTokensFresh ? -1 : Math.min(100, Math.floor((row.totalTokens * 100) / row.contextTokens)),
  }));
}

/** Waits until the page shows the gateway's own list. */
async function agrees({ dashboard, demo }) {
  await expect(async () => expect(await shown(dashboard)).toEqual(await listed(demo))).toPass({ timeout: 15_000 });
}

async function isOver({ page, dashboard, demo }) {
  await demo.order('clear');
  await isBack({ page, dashboard });
  await agrees({ dashboard, demo });
}

async function isBack({ page, dashboard }) {
  await dashboard.arrived();
  await expect(dashboard.banner).toHaveCount(0);
  await expect(page.locator('[data-stale]')).toHaveCount(0);
}

// ---- what happens in the gateway

function say(demo, key, message) {
  return demo.call('chat.send', { sessionKey: key, message, idempotencyKey: randomUUID() });
}

function make(demo, label) {
  return demo.call('sessions.create', { label, idempotencyKey: randomUUID() });
}

/** Somebody talks, makes, renames, pins, moves, puts away and deletes; the answer fails after a second. */
async function muchHappens(demo) {
  await say(demo, GARDENER, 'Crash');
  const { key } = await make(demo, 'Gone at once');
  await make(demo, 'Made meanwhile');
  await demo.call('sessions.patch', { key: NOTES, label: 'Renamed meanwhile', category: 'A new group' });
  await demo.call('sessions.patch', { key: TAX, pinned: true });
  const { session } = await demo.call('sessions.describe', { key: SPEECH });
  await demo.call('sessions.patch', { key: SPEECH, archived: true, expectedSessionId: session.sessionId });
  await demo.call('sessions.delete', { key });
}

/** Is answered within about four seconds. */
function longTalk(demo) {
  return say(demo, GARDENER, 'A table, please');
}

async function runEnds(demo) {
  await expect.poll(async () => (await demo.call('sessions.describe', { key: GARDENER })).session.status, { timeout: 20_000 }).not.toBe('running');
}

/**
 * The page's own time goes on in leaps until something is so. The gateway's does not: it lives in a worker, which is given `pace`
 * milliseconds to answer what the page asked, and longer where `answered` waits for an answer of it.
 */
async function timePassesUntil(page, check, { pace = 100, answered = async () => {} } = {}) {
  await expect(async () => {
    await page.clock.fastForward(3_000);
    await answered();
    await check();
  }).toPass({ timeout: 30_000, intervals: [pace] });
}

/** A connection beside the page's, to hear what goes wrong. */
async function listener(demo) {
  const talk = await demo.talk({ caps: ['session-scoped-events'] });
  await talk.call('sessions.subscribe', { limit: 1 });
  return talk;
}

/** The numbers of its events, in the order of coming. */
async function numbersOf(talk) {
  return (await talk.frames()).map(({ seq }) => seq).filter((seq) => seq !== undefined);
}

/** Notes from now on what tells a person of a fault: notices, the banner, a link that is not ready. Returns how to ask for it. */
async function watch(page) {
  await page.evaluate(() => {
    window.signs = new Set();
    const look = () => {
      for (const sign of document.querySelectorAll('.toast, .link-banner[role="status"], [data-stale]')) window.signs.add(sign.textContent);
      const { link } = document.querySelector('[data-link]').dataset;
      if (link !== 'ready') window.signs.add(`the link is ${link}`);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-link', 'data-stale'] });
    look();
  });
  return () => page.evaluate(() => [...window.signs]);
}

async function reads(demo) {
  return (await demo.asked()).filter((method) => method === 'sessions.list').length;
}

// ---- how each fault is tried

function dropped(code, words) {
  return async ({ page, dashboard, demo }) => {
    await demo.order(`drop ${code}`);
    await muchHappens(demo);
    await isBack({ page, dashboard });
    await dashboard.link.click();
    const losses = dashboard.facts.getByRole('listitem').filter({ hasText: 'Had lasted' });
    await expect(losses).toHaveCount(1);
    await expect(losses).toContainText(words);
    await expect(losses.locator('code')).toHaveText(String(code));
    await page.keyboard.press('Escape');
    await runEnds(demo);
    await isOver({ page, dashboard, demo });
    expect((await demo.asked()).filter((method) => method === 'connect')).toHaveLength(2);
  };
}

async function halted({ page, dashboard, demo }) {
  const before = await shown(dashboard);
  await demo.order('drop 1002');
  await expect(dashboard.link).toContainText('Needs attention');
  await expect(dashboard.banner).toContainText('does not speak protocol 4');
  await expect(dashboard.banner.getByRole('link', { name: 'Connect' })).toBeVisible();
  await expect(page.locator('[data-stale]')).toBeVisible();
  expect(await shown(dashboard)).toEqual(before);
  await page.clock.fastForward(120_000);
  await expect(dashboard.link).toHaveAttribute('data-link', 'halted');
  expect((await demo.asked()).filter((method) => method === 'connect')).toHaveLength(1);
}

async function refused({ page, dashboard, demo }) {
  await longTalk(demo);
  await expect(dashboard.row(GARDENER)).toHaveAttribute('data-state', 'running');
  await demo.order('refuse 600');
  await expect(dashboard.link).toContainText(/Reconnecting in \d+s, attempt [2-9]/);
  await expect(dashboard.banner).toContainText('The demo does not answer');
  await expect(dashboard.banner).toContainText('What you see is from');
  await expect(page.getByRole('button', { name: 'Retry now' })).toBeVisible();
  await expect(page.locator('[data-stale]')).toBeVisible();
  await expect(dashboard.row(GARDENER), 'what was known stays on screen').toHaveAttribute('data-state', 'running');
  await demo.order('refuse off');
  await timePassesUntil(page, () => expect(dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 1 }));
  await isBack({ page, dashboard });
  await runEnds(demo);
  await isOver({ page, dashboard, demo });
}

async function late({ page, dashboard, demo }) {
  await demo.order('latency 200');
  const median = async () => Number(/(\d+) ms/.exec(await dashboard.link.textContent())?.[1]);
  await timePassesUntil(page, async () => expect(await median()).toBeGreaterThanOrEqual(200), { pace: 400 });
  await muchHappens(demo);
  await runEnds(demo);
  await isOver({ page, dashboard, demo });
}

async function uneven({ page, dashboard, demo }) {
  await demo.order('jitter 600');
  await muchHappens(demo);
  await dashboard.link.click();
  const line = dashboard.facts.getByRole('img', { name: /answers took/ });
  const spread = async () => {
    // A few answers make no line yet.
    if ((await line.count()) === 0) return 0;
    const [least, most] = /took (\d+) to (\d+) ms/.exec(await line.getAttribute('aria-label')).slice(1).map(Number);
    return most - least;
  };
  await timePassesUntil(page, async () => expect(await spread()).toBeGreaterThan(60), { pace: 1_000 });
  await page.keyboard.press('Escape');
  await runEnds(demo);
  await isOver({ page, dashboard, demo });
}

async function silent({ page, dashboard, demo }) {
  await longTalk(demo);
  await expect(dashboard.row(GARDENER)).toHaveAttribute('data-state', 'running');
  await demo.order('hole');
  await timePassesUntil(page, () => expect(dashboard.banner).toContainText('The connection went silent', { timeout: 1 }));
  await expect(dashboard.link).not.toHaveAttribute('data-link', 'ready');
  await expect(page.locator('[data-stale]')).toBeVisible();
  await demo.order('clear');
  await timePassesUntil(page, () => expect(dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 1 }));
  await runEnds(demo);
  await isOver({ page, dashboard, demo });
}

async function lostAll({ page, dashboard, demo }) {
  await demo.order('lose 1');
  await muchHappens(demo);
  await runEnds(demo);
  expect(await reads(demo)).toBe(0);
  await demo.order('clear');
  await make(demo, 'The next event');
  await isOver({ page, dashboard, demo });
  expect(await reads(demo)).toBe(1);
  expect((await demo.asked()).filter((method) => method === 'connect')).toHaveLength(1);
}

async function lostSome({ page, dashboard, demo }) {
  await demo.order('lose 3');
  await muchHappens(demo);
  await runEnds(demo);
  await demo.order('clear');
  // The last event may have been the lost one: then only the next tells of it.
  await make(demo, 'The next event');
  await isOver({ page, dashboard, demo });
  expect(await reads(demo)).toBeGreaterThan(0);
}

async function doubled({ page, dashboard, demo }) {
  await demo.order('double 1');
  const [talk, seen] = [await listener(demo), await watch(page)];
  await muchHappens(demo);
  await runEnds(demo);
  const numbers = await numbersOf(talk);
  const [first] = numbers;
  expect(numbers.length, 'the fault was at work').toBeGreaterThan(10);
  expect(numbers, 'each comes twice').toEqual(numbers.map((_, at) => first + Math.floor(at / 2)));
  expect(await seen()).toEqual([]);
  await isOver({ page, dashboard, demo });
  expect(await reads(demo)).toBe(0);
}

async function overtaken({ page, dashboard, demo }) {
  await demo.order('swap 3');
  const [talk, seen] = [await listener(demo), await watch(page)];
  await muchHappens(demo);
  await runEnds(demo);
  const numbers = await numbersOf(talk);
  const behind = numbers.filter((number, at) => numbers.slice(0, at).some((earlier) => earlier > number));
  expect(behind.length, 'the fault was at work').toBeGreaterThan(0);
  expect(new Set(numbers).size, 'each comes once').toBe(numbers.length);
  expect(await seen()).toEqual([]);
  await isOver({ page, dashboard, demo });
}

/** What is ordered is heard on a connection beside the page's: so many frames each time. */
function standing(order, isIt, frames = 1) {
  return async ({ page, dashboard, demo }) => {
    const [talk, seen] = [await listener(demo), await watch(page)];
    await demo.order(order);
    await muchHappens(demo);
    await demo.order(order);
    await expect.poll(async () => (await talk.frames()).filter(isIt).length, 'the fault was at work').toBe(2 * frames);
    await dashboard.openDetail(GARDENER);
    await page.keyboard.press('Escape');
    await expect(dashboard.detail).toHaveCount(0);
    await runEnds(demo);
    expect(await seen()).toEqual([]);
    await isOver({ page, dashboard, demo });
    expect((await demo.asked()).filter((method) => method === 'connect')).toHaveLength(1);
    expect(await reads(demo)).toBe(0);
  };
}

async function rename(dashboard, key, title) {
  await dashboard.openDetail(key);
  await dashboard.deed('Rename').click();
  await dashboard.answer('Rename', title);
  await dashboard.lookAway();
}

async function refusedChange({ page, dashboard, demo }) {
  await demo.order('fail sessions.patch');
  await demo.order('latency 4000');
  await rename(dashboard, NOTES, 'Another title');
  await expect(dashboard.title(NOTES), 'shown at once').toHaveText('Another title');
  await expect(dashboard.title(NOTES)).toHaveText('Notes on attention');
  await expect(dashboard.toasts.getByRole('alert')).toContainText('The gateway takes no orders right now. Try again in a moment.');
  await demo.order('clear');
  await rename(dashboard, NOTES, 'Another title');
  await expect(dashboard.title(NOTES)).toHaveText('Another title');
  await isOver({ page, dashboard, demo });
}

async function mutedChange({ page, dashboard, demo }) {
  await demo.order('mute sessions.patch');
  await rename(dashboard, NOTES, 'Another title');
  await expect(dashboard.title(NOTES)).toHaveText('Another title');
  const alert = dashboard.toasts.getByRole('alert');
  await timePassesUntil(page, () => expect(alert).toContainText('no reply within 30 s', { timeout: 1 }), { answered: () => demo.call('last-heartbeat') });
  await expect(dashboard.title(NOTES)).toHaveText('Notes on attention');
  await isOver({ page, dashboard, demo });
}

async function mutedDeed({ page, dashboard, demo }) {
  await demo.order('mute sessions.reset');
  await dashboard.openDetail(NOTES);
  await dashboard.more('Reset');
  await dashboard.answer('Reset');
  await dashboard.lookAway();
  await expect(dashboard.row(NOTES)).toHaveAttribute('data-state', 'busy');
  await expect(dashboard.row(NOTES)).toContainText('resetting');
  const alert = dashboard.toasts.getByRole('alert');
  await timePassesUntil(page, () => expect(alert).toContainText('no reply within 60 s', { timeout: 1 }), { answered: () => demo.call('last-heartbeat') });
  await isOver({ page, dashboard, demo });
}

async function trickled({ page, dashboard, demo }) {
  await demo.order('trickle 8');
  await demo.order('drop 1006');
  // Each connection has a trickle of its own: of many answers on one, most come behind the few on another, asked for one by one.
  const [busy, idle] = [await demo.talk({ caps: [] }), await demo.talk({ caps: [] })];
  let answered = 0;
  const all = Array.from({ length: 24 }, () => busy.call('health').then(() => (answered += 1)));
  for (let few = 0; few < 3; few += 1) await idle.call('health');
  expect(answered, 'the fault was at work').toBeLessThan(24);
  await Promise.all(all);
  await muchHappens(demo);
  await isBack({ page, dashboard });
  await runEnds(demo);
  await isOver({ page, dashboard, demo });
}

function clockJumps(seconds) {
  return async ({ page, dashboard, demo }) => {
    await demo.order(`clock ${seconds}`);
    await longTalk(demo);
    const row = dashboard.row(GARDENER);
    await expect(row).toHaveAttribute('data-state', 'running');
    // The gateway tells its time with every tick; ages count by it.
    await expect(row.locator('.age')).toHaveText('now');
    await muchHappens(demo);
    await runEnds(demo);
    await agrees({ dashboard, demo });
    await expect(row).not.toHaveAttribute('data-state', 'running');
    await isOver({ page, dashboard, demo });
  };
}
