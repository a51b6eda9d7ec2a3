// Owns what there is to look at in the demo: every view with what opens in it, its address, how one sees that it is there. For whoever
// walks over all of them: pictures, and what holds for every view. Knows how things are found, asserts nothing, judges nothing.

const BACKOFF = 'agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000001';
const WIDGETS = 'agent:main:dashboard:0a1b2c3d-0000-4000-8000-000000000024';
const IMPORT = 'job-00000008';

const press = (name, exact = true) => (page) => page.getByRole('button', { name, exact }).first().click();
const dialog = (page) => page.getByRole('dialog');
const sessions = (page) => page.getByRole('treegrid', { name: 'Sessions' }).locator('.row[data-key]').first();
const session = (page) => page.getByRole('complementary', { name: 'Session' }).getByText("by the gateway's count");
const tab = (name) => (page) => page.getByRole('tab', { name, exact: true }).click();
const row = (page) => page.getByRole('log', { name: 'Conversation' }).locator('.row').last();
const jobs = (page) => page.getByRole('grid', { name: 'Jobs' }).locator('.row[data-key]').first();
const job = (page) => page.getByRole('complementary', { name: 'Job', exact: true }).getByRole('listitem').first();
const tile = (page) => page.locator('[data-tile="spend"]');
const lines = (page) => page.getByRole('listbox', { name: 'Lines of the log' }).getByRole('option').first();
const heading = (name) => (page) => page.getByRole('heading', { level: 1, name, exact: true });
const pop = (name) => (page) => page.locator(`.pop[aria-label="${name}"]`);

/** Writes three tasks, a line each. */
async function write(page) {
  await page.getByRole('button', { name: 'New task', exact: true }).click();
  const field = dialog(page).getByRole('textbox');
  for (const line of ['Ship the docs !high #docs ^2020-01-01', 'Water the plants !low', 'Ask Ada about the trains, and about everything else that she knows']) {
    await field.fill(line);
    await field.press('Enter');
  }
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
}

/** Makes a project whose rule takes in sessions and jobs. */
async function found(page) {
  await page.getByLabel('Name').fill('Website relaunch');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('What the rule looks at').selectOption('agent');
  await page.getByLabel('What must be there').fill('ops');
}

/**
 * By name: the address; what shows that the view is there; what is done then, and what shows that this is done; whether all of it is seen
 * on a very tall page only; whether it lies over any view. The first word of a name is its view; a scene that is only its view's name is that view as one comes to it.
 */
export const SCENES = {
  connect: { path: 'connect', at: (page) => page.getByRole('form', { name: 'Connect to a gateway' }), isOutside: true },
  'connect-nobody': {
    path: 'connect', at: (page) => page.getByRole('form', { name: 'Connect to a gateway' }), isOutside: true,
    then: async (page) => {
      await page.getByRole('textbox', { name: 'Gateway address' }).fill('ws://127.0.0.1:9');
      await press('Connect')(page);
    },
    done: (page) => page.locator('.diagnosis[role="alert"]'),
  },
  now: { path: 'now', at: (page) => page.getByRole('list', { name: 'Waits for you' }).locator('> .wait').first() },
  sessions: { path: 'sessions', at: sessions },
  'sessions-marked': {
    path: 'sessions', at: sessions,
    then: (page) => page.getByRole('treegrid').getByRole('checkbox').nth(1).check({ force: true }),
    done: (page) => page.getByRole('toolbar', { name: 'What is marked' }),
  },
  'sessions-none': { path: 'sessions?q=nothing+like+it', at: (page) => page.getByText('No session fits') },
  'sessions-offline': {
    path: 'sessions', at: sessions, then: (page) => cutOff(page), done: (page) => page.locator('.link-banner'),
  },
  'sessions-new': { path: 'sessions', at: sessions, then: press('New session'), done: dialog },
  'session-overview': { path: `sessions/${BACKOFF}`, at: session },
  'session-tools': { path: `sessions/${BACKOFF}`, at: session, then: tab('tools') },
  'session-raw': { path: `sessions/${BACKOFF}`, at: session, then: tab('raw') },
  'session-more': { path: `sessions/${BACKOFF}`, at: session, then: press('More'), done: (page) => page.getByRole('button', { name: 'Delete', exact: true }) },
  'session-delete': {
    path: `sessions/${BACKOFF}`, at: session, done: dialog,
    then: async (page) => {
      await press('More')(page);
      await press('Delete')(page);
    },
  },
  chat: { path: `chat/${BACKOFF}`, at: row },
  'chat-widgets': { path: `chat/${WIDGETS}`, at: (page) => page.locator('[data-widget]').last(), isTall: true },
  'chat-find': { path: `chat/${BACKOFF}`, at: row, then: (page) => page.locator('.chat-head').getByRole('button', { name: 'Find', exact: true }).click(), done: (page) => page.getByLabel('Find in this conversation') },
  cron: { path: 'cron', at: jobs },
  'cron-job': { path: `cron/${IMPORT}`, at: job },
  'cron-overview': { path: `cron/${IMPORT}`, at: job, then: tab('overview') },
  'cron-new': { path: 'cron?new', at: (page) => page.getByRole('complementary', { name: 'Editor' }).getByLabel('Name') },
  'cron-week': { path: 'cron?view=week&jobs=60', at: (page) => page.getByRole('table', { name: 'The week by hours' }), then: press('Propose other times'), done: (page) => page.locator('.proposed') },
  'cron-month': { path: 'cron?view=month', at: (page) => page.getByText(/^Runs are read back to /) },
  analytics: { path: 'analytics', at: tile },
  'analytics-table': { path: 'analytics?range=24h&as=table&by=tool', at: tile },
  'analytics-steps': {
    path: 'analytics?unit=tokens&agent=main&steps=agent:main:main', at: (page) => page.locator('.steps li').first(),
    then: (page) => page.locator('[data-panel="steps"]').getByLabel('Compare with').selectOption({ index: 1 }),
  },
  'analytics-budget': {
    path: 'analytics', at: tile,
    then: async (page) => {
      await press('Set a budget')(page);
      await page.getByLabel('Budget in $').fill('12');
      await press('Save')(page);
      await press('Set a budget')(page);
    },
    done: (page) => page.getByLabel('Budget in $'),
  },
  'projects-new': { path: 'projects/new', at: (page) => page.getByLabel('Name'), then: found },
  'projects-page': {
    path: 'projects/new', at: (page) => page.getByLabel('Name'), done: heading('Website relaunch'),
    then: async (page) => {
      await found(page);
      await press('Create')(page);
    },
  },
  'tasks-none': { path: 'tasks', at: heading('Tasks') },
  tasks: { path: 'tasks', at: heading('Tasks'), then: write, done: (page) => page.locator('.card').nth(2) },
  'tasks-task': {
    path: 'tasks', at: heading('Tasks'), done: (page) => page.getByRole('complementary', { name: 'Task' }),
    then: async (page) => {
      await write(page);
      await page.locator('.card').first().click();
    },
  },
  'tasks-list': {
    path: 'tasks', at: heading('Tasks'), done: (page) => page.getByText('Water the plants'),
    then: async (page) => {
      await write(page);
      await page.getByRole('group', { name: 'How tasks are looked at' }).getByRole('button', { name: 'List', exact: true }).click();
    },
  },
  'tasks-new': { path: 'tasks', at: heading('Tasks'), then: press('New task'), done: dialog },
  'tasks-runs': { path: 'tasks', at: heading('Tasks'), then: press('Background runs'), done: (page) => page.locator('.run').first() },
  logs: { path: 'logs', at: lines },
  'logs-line': { path: 'logs', at: lines, then: (page) => lines(page).click(), done: (page) => page.getByRole('complementary', { name: 'Line' }) },
  connection: { path: 'connection', at: (page) => page.getByRole('table', { name: 'Requests by method' }) },
  'connection-recorder': { path: 'connection?tab=recorder', at: heading('Connection') },
  'connection-gateway': { path: 'connection?tab=gateway', at: heading('Connection') },
  'connection-devices': { path: 'connection?tab=devices', at: (page) => page.locator('[data-device]').first() },
  settings: { path: 'settings', at: heading('Settings') },
  palette: { path: 'now', at: heading('Now'), then: (page) => page.keyboard.press('Control+k'), done: (page) => page.getByRole('option').first(), isOver: true },
  keys: { path: 'now', at: heading('Now'), then: (page) => page.keyboard.press('?'), done: dialog, isOver: true },
  'shell-gateways': { path: 'settings', at: heading('Settings'), then: press(/^Gateway: /), done: pop('Gateways') },
  'shell-notices': { path: 'settings', at: heading('Settings'), then: press('Notices'), done: pop('Notices') },
  'shell-link': { path: 'settings', at: heading('Settings'), then: (page) => page.locator('[data-link]').click(), done: pop('Connection') },
  'shell-faults': { path: 'settings', at: heading('Settings'), then: press('Demo data'), done: pop('Faults') },
};

/** The views as one comes to them, but for the way in. */
export const VIEWS = Object.keys(SCENES).filter(
  (name) => !SCENES[name].isOutside && (!name.includes('-') || ['session-overview', 'cron-job', 'connection-devices'].includes(name)),
);

/** Loses the demo's gateway, for good as far as a test goes. */
export async function cutOff(page) {
  for (const order of ['refuse 600', 'drop 1012']) await page.workers()[0].evaluate((data) => self.onmessage({ data, ports: [] }), order);
  await page.locator('[data-link]:not([data-link="ready"])').waitFor();
}

/** The address of a scene in the demo. */
export function address(site, { path, isOutside }) {
  const [view, search] = path.split('?');
  return new URL(isOutside ? path : `${view}?${['demo&seed=7&still', search].filter(Boolean).join('&')}`, site).href;
}

/** What can be wrong with the demo when a view is opened, and what it is told for that. */
export const ORDERS = { loading: 'mute', refused: 'fail', unreached: 'refuse 600' };

/** Orders a fault of the demo before the page's first word to it, so that nothing gets past it. */
export function orderFirst(page, order) {
  return page.addInitScript((order) => {
    const { postMessage } = Worker.prototype;
    let isGiven = false;
    Worker.prototype.postMessage = function (...words) {
      if (!isGiven) postMessage.call(this, order);
      isGiven = true;
      return postMessage.apply(this, words);
    };
  }, order);
}

/** Brings a page to a scene, and waits until nothing there is still being read. */
export async function enter(page, site, name) {
  const scene = SCENES[name];
  // Nobody waits until a busy machine has nothing else to do.
  await page.addInitScript(() => { window.requestIdleCallback = (then) => setTimeout(then); });
  await page.goto(address(site, scene));
  await scene.at(page).waitFor();
  await scene.then?.(page);
  await scene.done?.(page).waitFor();
  await rested(page);
}

/** Resolves when nothing is still being read, and what was begun to be drawn is drawn. */
export async function rested(page, options) {
  await page.waitForFunction(() => {
    const says = [...document.querySelectorAll('[role="status"], .none')].map((element) => element.textContent);
    return !document.querySelector('.skeleton, [aria-busy="true"]') && !says.some((text) => /^(Reading|Loading) /.test(text));
  }, undefined, options);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
