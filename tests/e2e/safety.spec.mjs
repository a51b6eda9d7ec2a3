// What may leave the page and what may stay in the browser: nothing is asked of strangers, and a secret goes to its gateway and under its named keys, and
// nowhere else. Owns the list of places where a secret could be; which keys there are says docs/storage.md.
import { test as plain } from '@playwright/test';
import { appendFileSync, readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../../tools/host.mjs';
import { made } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { BUNDLE, expect, test } from './support/test.mjs';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
/** The keys of docs/storage.md. */
const LISTED = [...readFileSync(join(HOME, 'docs/storage.md'), 'utf8').matchAll(/^\| `(openclutch\.[^`]+)` \|.*\| (yes )?\|$/gm)].map(([, key, secret]) => ({
  key, isSecret: Boolean(secret), fits: new RegExp(`^${key.replaceAll('.', '\\.').replace(/<\w+>/, '.+')}$`),
}));

/** Every text that this page keeps or shows, by where it is. */
function traces(page) {
  return page.evaluate(async () => {
    const done = (request) => new Promise((yes, no) => Object.assign(request, { onsuccess: () => yes(request.result), onerror: () => no(request.error) }));
    const texts = { address: location.href, page: document.documentElement.outerHTML, title: document.title, name: window.name, cookies: document.cookie, history: JSON.stringify(history.state) };
    for (const [name, storage] of Object.entries({ local: localStorage, session: sessionStorage })) for (const key of Object.keys(storage)) texts[`${name} ${key}`] = `${key} ${storage[key]}`;
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) texts[`database ${name} ${store}`] = JSON.stringify(await done(database.transaction(store).objectStore(store).getAll()));
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) texts[`cache ${url}`] = `${url} ${await (await cache.match(url)).text()}`;
    }
    return texts;
  });
}

/** In which of these texts something stands. */
const places = (texts, secret) => Object.keys(texts).filter((place) => texts[place].includes(secret));

/** All that the page asks for and says aloud, as the browser itself tells it: `{ requests, words }`. */
async function overhear(page) {
  const heard = { requests: [], words: [] };
  const asks = (url, more) => heard.requests.push({ url, text: JSON.stringify({ url, more }) });
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('Network.enable');
  inspector.on('Network.requestWillBeSent', ({ request, documentURL }) => asks(request.url, { ...request, documentURL }));
  inspector.on('Network.webSocketCreated', ({ url }) => asks(url));
  inspector.on('Network.webSocketWillSendHandshakeRequest', ({ request }) => heard.words.push(JSON.stringify(request.headers)));
  // Of workers too, which the inspector of the page does not see.
  page.context().on('request', (request) => asks(request.url(), { headers: request.headers(), body: request.postData() }));
  page.context().on('console', (message) => heard.words.push(message.text()));
  page.on('framenavigated', (frame) => heard.words.push(frame.url()));
  return heard;
}

test('a secret reaches its gateway and its named keys alone, no stranger is asked, and a forgotten device leaves none', async ({ page, dashboard, gateway, operator, site, wire }) => {
  const talk = new Talk(page, dashboard);
  const key = await made(operator, 'Safety');
  const heard = await overhear(page);
  const saved = {};
  const save = async (name, button) => {
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    saved[name] = await readFile(await download.path(), 'utf8');
  };
  const goTo = (name) => page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name, exact: true }).click();
  const button = (name) => page.getByRole('button', { name, exact: true });
  const secrets = async () => {
    const kept = await page.evaluate(() => Object.entries(localStorage).filter(([name]) => /^openclutch\.(identity|device-token)\./.test(name)).map(([, text]) => JSON.parse(text).value));
    expect(kept, 'the device key and its token').toHaveLength(2);
    return [gateway.token, ...kept];
  };

  // Once without having it remembered.
  await talk.open(gateway, key);
  expect(places(await traces(page), gateway.token)).toEqual([]);
  const [, ...own] = await secrets();
  for (const secret of own) expect(places(await traces(page), secret)).toEqual([expect.stringMatching(/^local openclutch\.(identity|device-token)\.ws:/)]);

  // What others tell of it is masked in what is saved. (A recording is looked into by the stories of the connection.)
  await operator.call('chat.inject', { sessionKey: key, message: `Authorization: Bearer ${gateway.token}` });
  await expect(talk.log).toContainText('Authorization');
  await page.getByRole('button', { name: 'More' }).click();
  await save('session', button('Export as JSON'));
  appendFileSync(join(gateway.state, 'openclaw.log'), `${JSON.stringify({ 0: '{"subsystem":"safety"}', 1: `token=${gateway.token}`, message: `token=${gateway.token}`, time: new Date().toISOString(), _meta: { logLevelName: 'INFO' } })}\n`);
  await goTo('Logs');
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('subsystem:safety');
  await expect(page.getByRole('listbox', { name: 'Lines of the log' }).getByRole('option')).not.toHaveCount(0);
  await save('log', button('Save JSONL'));

  // And once with it.
  await dashboard.addGateway();
  await dashboard.form.getByRole('checkbox', { name: 'Remember on this device' }).check();
  await dashboard.ask({ url: gateway.url, token: gateway.token });
  await dashboard.arrived();
  await expect.poll(async () => places(await traces(page), gateway.token)).toEqual([`local openclutch.secret.${gateway.url}`]);
  await page.getByRole('link', { name: 'Settings' }).click();
  await save('settings', button('Export'));

  const all = await secrets();
  const texts = await traces(page);
  const names = Object.keys(texts).filter((place) => /^(local|session) /.test(place)).map((place) => place.replace(/^\w+ /, ''));
  expect(names.filter((name) => !LISTED.some(({ fits }) => fits.test(name))), 'keys that docs/storage.md does not list').toEqual([]);
  const holding = names.filter((name) => LISTED.some(({ fits, isSecret }) => isSecret && fits.test(name)));
  expect(all.flatMap((secret) => places(texts, secret)).sort(), 'where the secrets are').toEqual(holding.map((name) => `local ${name}`).sort());
  expect(holding, 'what docs/storage.md calls a secret').toHaveLength(all.length);

  const ours = [new URL(site.url).host, new URL(gateway.url).host];
  expect(heard.requests.length).toBeGreaterThan(5);
  expect(heard.requests.map(({ url }) => url).filter((url) => !/^(data|blob):/.test(url) && !ours.includes(new URL(url).host)), 'strangers').toEqual([]);
  for (const secret of all) {
    expect(heard.requests.filter(({ text }) => text.includes(secret)), 'requests with a secret').toEqual([]);
    expect(heard.words.filter((text) => text.includes(secret)), 'said aloud').toEqual([]);
    expect(places(saved, secret), 'exports').toEqual([]);
  }
  expect(places(saved, 'Authorization'), 'that held it').toContain('session');
  expect(places(saved, 'subsystem'), 'that held it').toContain('log');
  const told = wire.calls().filter((call) => all.some((secret) => JSON.stringify(call).includes(secret)));
  expect(new Set(told.map(({ method }) => method)), 'what carries a secret to the gateway').toEqual(new Set(['connect']));

  await page.getByRole('button', { name: /^Forget this device/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget this device' }).click();
  await expect(dashboard.link).toHaveAttribute('data-link', 'idle');
  const left = async () => {
    const texts = await traces(page);
    return all.flatMap((secret) => places(texts, secret));
  };
  await expect.poll(left, 'where a secret still is').toEqual([]);
});

test('the list of what this browser keeps names every key that the program has, and no other', () => {
  const sources = readdirSync(join(HOME, 'src'), { recursive: true }).filter((name) => name.endsWith('.rs') && !name.endsWith('tests.rs'));
  const named = sources.flatMap((name) => [...readFileSync(join(HOME, 'src', name), 'utf8').matchAll(/"(openclutch\.[a-z.-]*?[a-z])\.?["{]/g)].map(([, key]) => key));
  const known = [...LISTED.map(({ key }) => key.replace(/\.<\w+>$/, '')), 'openclutch.demo', 'openclutch.toured'];
  expect([...new Set(named)].sort()).toEqual([...known].sort());
});

plain('the policy of the page holds: no code, no frame and no worker from elsewhere, and no text becomes an element', async ({ page }) => {
  const site = await serve({ dir: BUNDLE });
  await page.goto(site.url);
  await expect(page.locator('html')).toHaveAttribute('data-boot', 'started');
  const ran = await page.evaluate(async () => {
    const tries = {
      inline: () => document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' })),
      handler: () => document.body.setAttribute('onclick', 'window.ran = 1'),
      element: () => (document.createElement('p').innerHTML = '<b>x</b>'),
      worker: () => new Worker(URL.createObjectURL(new Blob(['']))),
      foreign: () => new Worker('https://stranger.test/a.js'),
      address: () => document.head.append(Object.assign(document.createElement('script'), { src: 'https://stranger.test/a.js' })),
      module: () => import('data:text/javascript,window.ran=1'),
      frame: () => document.body.append(Object.assign(document.createElement('iframe'), { src: '/404.html' })),
    };
    const passed = [];
    for (const [name, act] of Object.entries(tries)) {
      const broken = new Promise((told) => document.addEventListener('securitypolicyviolation', told, { once: true }));
      try {
        await act();
        if (name === 'handler') document.body.click();
      } catch {
        continue;
      }
      await Promise.race([broken, new Promise((over) => setTimeout(over, 2_000, null))]).then((event) => event ?? passed.push(name));
    }
    return [passed, window.ran];
  });
  expect(ran).toEqual([[], undefined]);
  await site.close();
});
