// The page when the program cannot start: each cause has its own words and next step. Owns the causes; knows no gateway and no
// view. Works on the plain test of Playwright, because here the page is made to break its policy or to lose its files.
import { expect, test as base } from '@playwright/test';
import { pathToFileURL } from 'node:url';
import { serve } from '../../tools/host.mjs';
import { BUNDLE } from './support/test.mjs';

const test = base.extend({
  headers: [{}, { option: true }],
  site: async ({ headers }, use) => {
    const site = await serve({ dir: BUNDLE, headers });
    await use(site);
    await site.close();
  },
});

/** Exactly one text is to be seen, and it is this one. */
async function says(page, title) {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText([title]);
  await expect(page.getByText('Starting OpenClutch')).toBeHidden();
}

test('without WebAssembly the page says so', async ({ page, site }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(site.url);
  await says(page, 'WebAssembly is switched off');
});

test('a browser without module scripts is called too old', async ({ page, site }) => {
  await page.addInitScript(() => delete HTMLScriptElement.prototype.noModule);
  await page.goto(site.url);
  await says(page, 'This browser is too old');
});

test('a program that the browser cannot read is called too new for it', async ({ page, site }) => {
  const body = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99]);
  await page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body }));
  await page.goto(site.url);
  await says(page, 'This browser is too old');
});

test('opened as a file it asks for a web server', async ({ page }) => {
  await page.goto(pathToFileURL(`${BUNDLE}/index.html`).href);
  await says(page, 'OpenClutch was opened as a file');
});

for (const kind of ['js', 'wasm', 'css']) {
  test(`a missing ${kind} file is explained, and Reload starts the program once it is back`, async ({ page, site }) => {
    const missing = (route) => route.fulfill({ status: 404, body: '' });
    await page.route(`**/*.${kind}`, missing);
    await page.goto(`${site.url}sessions`);
    await says(page, 'A part of OpenClutch is missing');
    await page.unroute(`**/*.${kind}`, missing);
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-boot', 'started');
  });
}

test.describe('a host whose policy forbids WebAssembly', () => {
  test.use({ headers: { 'Content-Security-Policy': "script-src 'self' 'unsafe-inline'" } });

  test('is told what to add', async ({ page, site }) => {
    await page.goto(site.url);
    await says(page, 'The security policy forbids the program');
    await expect(page.getByText("'wasm-unsafe-eval'")).toBeVisible();
    await expect(page.getByText('gateway.terminal.enabled')).toBeHidden();
  });

  test('is told the setting when it is a gateway', async ({ page, site }) => {
    await page.addInitScript(() => {
      new MutationObserver(() => document.documentElement?.setAttribute('data-openclaw-control-ui-base-path', '')).observe(document, { childList: true });
    });
    await page.goto(site.url);
    await says(page, 'The security policy forbids the program');
    await expect(page.getByText('gateway.terminal.enabled')).toBeVisible();
    await expect(page.getByText("'wasm-unsafe-eval'")).toBeHidden();
  });
});

test.describe('a host whose policy forbids the inline scripts', () => {
  test.use({ headers: { 'Content-Security-Policy': "script-src 'self'" } });

  test('gets a page that explains itself', async ({ page, site }) => {
    await page.goto(site.url);
    await says(page, 'OpenClutch does not start');
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what to allow', async ({ page, site }) => {
    await page.goto(site.url);
    await says(page, 'JavaScript is switched off');
  });
});
