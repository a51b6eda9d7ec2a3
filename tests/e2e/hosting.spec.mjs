// One bundle, and all the ways to host it that docs/hosting.md tells of: each route loads, reloads and connects, with the page's policy in force (see
// support/watch.mjs), and the servers of others send what their recipes say.
import { readdirSync } from 'node:fs';
import { serve } from '../../tools/host.mjs';
import { startGateway } from '../lab/gateway.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { missing, served, SERVERS } from './support/servers.mjs';
import { BUNDLE, expect, GATEWAY_STARTS_WITHIN, test } from './support/test.mjs';

const STATIC = {
  'at the root of a server that lets the page reach one gateway alone': { isNarrow: true },
  'under a sub-path': { base: '/some/where' },
  'on a server without rewrite rules': { rewrite: false },
  'under a sub-path without rewrite rules': { base: '/some/where', rewrite: false },
};

/** Opens a view by its address, connects, and loads it anew. */
async function deepLinkHolds(page, host, base, gateway) {
  const dashboard = new Dashboard(page, host.url);
  await dashboard.open('sessions');
  await expect(page.locator('html')).toHaveAttribute('data-root', base);
  await expect(dashboard.form).toBeVisible();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  expect(page.url()).toBe(`${host.url}sessions`);
  await page.reload();
  await dashboard.arrived();
  expect(page.url()).toBe(`${host.url}sessions`);
  return dashboard;
}

for (const [where, options] of Object.entries(STATIC)) {
  test(`a deep link survives a reload, and the bare address leads to the sessions, ${where}`, async ({ page, gateway }) => {
    const headers = options.isNarrow ? { 'Content-Security-Policy': `frame-ancestors 'none'; connect-src 'self' ${gateway.url} ${gateway.http}` } : {};
    const host = await serve({ dir: BUNDLE, headers, ...options });
    const dashboard = await deepLinkHolds(page, host, options.base ?? '', gateway);
    await dashboard.open('');
    await dashboard.arrived();
    await expect(page).toHaveURL(`${host.url}sessions`);
    await host.close();
  });
}

const FOR_EVER = 'public, max-age=31536000, immutable';
/** What the bundle holds or may come to hold beside its page, to be asked for by name. */
const MORE = { 'app.webmanifest': '{}', 'service.js': '"use strict"', 'icon-192.png': 'a picture' };

/** A file's answer to whoever takes only this encoding. */
const answer = async (url, encoding) => {
  const { status, headers } = await fetch(url, { headers: { 'accept-encoding': encoding } });
  const said = (name) => headers.get(name) ?? '';
  return { status, type: said('content-type').split(';')[0], kept: said('cache-control'), encoding: said('content-encoding'), frames: said('content-security-policy') };
};

/** Types, lifetimes and encodings, as the recipe says them. */
async function sendsAsItShould(url, encodings) {
  const frames = "frame-ancestors 'none'";
  const asset = (ending) => `assets/${readdirSync(`${BUNDLE}/assets`).find((name) => name.startsWith('openclutch-') && name.endsWith(ending))}`;
  const files = {
    '': ['text/html', 'no-cache'], 'sessions/a/b': ['text/html', 'no-cache'], '404.html': ['text/html', 'no-cache'],
    [asset('.js')]: ['text/javascript', FOR_EVER], [asset('.css')]: ['text/css', FOR_EVER], [asset('.wasm')]: ['application/wasm', FOR_EVER],
    'app.webmanifest': ['application/manifest+json', 'no-cache'], 'service.js': ['text/javascript', 'no-cache'], 'icon-192.png': ['image/png', 'no-cache'],
  };
  for (const [name, [type, kept]] of Object.entries(files)) {
    expect.soft(await answer(url + name, 'identity'), name).toEqual({ status: 200, type, kept, encoding: '', frames });
    const isCompressed = !(name in MORE);
    for (const encoding of isCompressed ? encodings : []) expect.soft(await answer(url + name, encoding), name).toEqual({ status: 200, type, kept, encoding, frames });
  }
  const gone = await answer(`${url}assets/openclutch-000000000000.js`, 'identity');
  expect(gone, 'a file that is gone').toMatchObject({ status: 404, kept: '' });
}

for (const [name, { encodings }] of Object.entries(SERVERS)) {
  test(`by its recipe ${name} sends the files as it should, at the root and under a sub-path, and a deep link survives a reload`, async ({ page, gateway }) => {
    test.skip(Boolean(missing(name)), missing(name));
    const [top, below] = await Promise.all(['', '/some/where'].map((base) => served(name, { dir: BUNDLE, base, more: MORE })));
    await sendsAsItShould(top.url, encodings);
    await sendsAsItShould(below.url, encodings);
    await deepLinkHolds(page, below, '/some/where', gateway);
    await top.close();
    await below.close();
  });
}

test.describe('served by the gateway itself', () => {
  test.use({ serviceWorkers: 'allow' });
  let gateway;
  test.beforeAll(async () => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    gateway = await startGateway({ config: { gateway: { controlUi: { root: BUNDLE, basePath: '/dash' } } } });
  });
  test.afterAll(() => gateway?.dispose());

  test('a deep link survives a reload, and the gateway needs no address', async ({ page, wire }) => {
    const dashboard = new Dashboard(page, `${gateway.http}/dash/`);
    await dashboard.open('sessions');
    await expect(page.locator('html')).toHaveAttribute('data-root', '/dash');
    await expect(dashboard.address).toHaveValue(new RegExp(`^ws://127\\.0\\.0\\.1:${gateway.port}\\b`));
    await dashboard.secret().fill(gateway.token);
    await dashboard.connectButton.click();
    await dashboard.arrived();
    await page.reload();
    await dashboard.arrived();
    expect(page.url()).toBe(`${gateway.http}/dash/sessions`);
    for (const { url } of wire.sockets) expect(new URL(url).host).toBe(new URL(gateway.http).host);
    // What is kept here would stand in the way of the gateway's own dashboard later.
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
    await expect(page.locator('link[rel=manifest]')).toHaveCount(0);
    // A link of the gateway's own needs no question here: the page is from there.
    await page.goto(`${gateway.http}/dash/now#token=${gateway.token}`);
    await expect(dashboard.link).toHaveAttribute('data-link', 'ready');
    expect(page.url()).toBe(`${gateway.http}/dash/now`);
  });
});
