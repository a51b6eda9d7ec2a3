// Makes pictures of every view in every state, at three widths and in three themes, and a sheet on which they lie side by side:
// node tools/pictures.mjs [part of a name ...]. Owns the states and the sheet; what there is to see is in the scenes of the end-to-end tests.
// Judges nothing: a person looks.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { CHROMIUM } from './chromium.mjs';
import { serve } from './host.mjs';
import { startGateway } from '../tests/lab/gateway.mjs';
import { startProxy } from '../tests/lab/proxy.mjs';
import { Dashboard } from '../tests/e2e/support/dashboard.mjs';
import { ORDERS, SCENES, VIEWS, address, cutOff, enter, orderFirst, rested } from '../tests/e2e/support/scenes.mjs';
import { stopClock } from '../tests/e2e/support/stopped.mjs';

const INTO = 'target/pictures';
const AT_ONCE = 2;
const SIZES = [[1440, 900], [768, 1024], [360, 740]];
const THEMES = { dark: { colorScheme: 'dark' }, light: { colorScheme: 'light' }, contrast: { colorScheme: 'dark', contrast: 'more' } };
const wanted = (name) => process.argv.length < 3 || process.argv.slice(2).some((part) => name.includes(part));

/** What a real gateway lets the page do; all of it where nothing is named. */
const SCOPES = { empty: null, 'read-only': 'operator.read', forbidden: 'operator.pairing' };

async function shots(page, name) {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    for (const [theme, media] of Object.entries(THEMES)) {
      await page.emulateMedia({ contrast: 'no-preference', reducedMotion: 'reduce', ...media });
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      await page.screenshot({ path: `${INTO}/${name}-${width}-${theme}.png` });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Skeletons wait for 200 ms, and refusals for the attempts that follow them. */
const settled = (page) => page.waitForTimeout(1_500);

/** A real gateway takes its time for some answers; what it never gives is a picture, too. */
const read = (page) => rested(page, { timeout: 10_000 }).catch(() => {});

/** What lies over any view, whatever its state. */
async function lay(page, name) {
  if (SCENES[name].isOver) await SCENES[name].then(page);
}

/** What is made of a page that shows the demo: full, or with something wrong. */
async function ofDemo(page, site, name, state) {
  const order = ORDERS[state];
  if (!order) {
    await enter(page, site.url, name);
    if (state === 'offline') {
      await cutOff(page);
      await settled(page);
    }
  } else {
    await orderFirst(page, order);
    await page.goto(address(site.url, SCENES[name]));
    await settled(page);
    await lay(page, name);
  }
  await shots(page, `${name}-${state}`);
}

/** All views on a real gateway that was just made, gone through without a reload, since the secret stays in memory. */
async function ofGateway(page, site, gateway, state) {
  const road = await startProxy({ target: gateway.port, headers: SCOPES[state] ? { 'x-openclaw-scopes': SCOPES[state] } : {} });
  try {
    const dashboard = new Dashboard(page, site.url);
    await dashboard.open('connect');
    await dashboard.ask({ url: road.url, token: gateway.token });
    await page.locator('[data-link="ready"]').waitFor();
    for (const name of VIEWS.filter((name) => wanted(`${name}-${state}`))) {
      await page.evaluate((path) => {
        history.pushState(null, '', path);
        dispatchEvent(new PopStateEvent('popstate'));
      }, new URL(SCENES[name].path, site.url).href);
      await settled(page);
      await read(page);
      await lay(page, name);
      await shots(page, `${name}-${state}`);
      await page.keyboard.press('Escape');
    }
  } finally {
    await road.close();
  }
}

/** Everything that is to be made, a function each. */
function work(site, gateways) {
  const ofStates = (names, states, make) => names.flatMap((name) => states.map((state) => ({ name: `${name}-${state}`, make: (page) => make(page, name, state) })));
  return [
    ...ofStates(Object.keys(SCENES), ['full'], (page, name, state) => ofDemo(page, site, name, state)),
    ...ofStates(VIEWS, ['offline', ...Object.keys(ORDERS)], (page, name, state) => ofDemo(page, site, name, state)),
    ...Object.keys(SCOPES).map((state) => ({
      names: VIEWS.map((name) => `${name}-${state}`),
      make: async (page) => ofGateway(page, site, await gateways(), state),
    })),
  ].filter(({ name, names = [name] }) => names.some(wanted));
}

/** The pictures side by side, a line for each scene in each state; a click shows one as large as it is. */
function sheet() {
  const kinds = SIZES.flatMap(([width]) => Object.keys(THEMES).map((theme) => `${width}-${theme}`));
  const made = readdirSync(INTO).filter((file) => file.endsWith('.png'));
  const names = [...new Set(made.map((file) => file.replace(/-\d+-\w+\.png$/, '')))].sort();
  const cell = (file) => (made.includes(file) ? `<a href="${file}"><img src="${file}" loading="lazy" alt="${file}"></a>` : '');
  const line = (name) => `<section><h2>${name}</h2><div>${kinds.map((kind) => cell(`${name}-${kind}.png`)).join('')}</div></section>`;
  const style = 'body{font:14px sans-serif;background:#888}div{display:flex;gap:8px;overflow:auto}img{height:340px;display:block}';
  writeFileSync(`${INTO}/index.html`, `<!doctype html><meta charset="utf-8"><title>Pictures</title><style>${style}</style>${names.map(line).join('\n')}`);
  return made.length;
}

mkdirSync(INTO, { recursive: true });
// So that the gateway goes too.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const site = await serve({ dir: process.env.OPENCLUTCH_BUNDLE ?? 'dist' });
const browser = await chromium.launch(CHROMIUM);
let gateway;
const queue = work(site, () => (gateway ??= startGateway()));
const failed = [];

async function worker() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    try {
      if (next.name) await stopClock(page);
      await next.make(page);
    } catch (error) {
      failed.push(`${next.name ?? next.names.join()}: ${error.message}`);
    } finally {
      await context.close();
    }
  }
}

try {
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
} finally {
  await browser.close();
  await site.close();
  await (await gateway)?.dispose();
}
console.log(`${sheet()} pictures: ${INTO}/index.html`);
for (const line of failed) console.error(`not made: ${line}`);
process.exitCode = failed.length ? 1 : 0;
