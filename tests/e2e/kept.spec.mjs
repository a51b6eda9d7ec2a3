// The bundle in the browser: it starts without its host, shows what was known last without a gateway, and gives way to a newer one when
// the person says so. Nowhere else in these stories anything is kept between the page and its host.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '../../tools/host.mjs';
import { startProxy } from '../lab/proxy.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { Talk } from './support/talk.mjs';
import { made } from './support/runs.mjs';
import { BUNDLE, expect, test as base } from './support/test.mjs';

const test = base.extend({
  serviceWorkers: 'allow',
  /** A host of its own, whose files may change and which may go. */
  host: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'openclutch-bundle-'));
    // Compressed copies count as long as they are no older.
    cpSync(BUNDLE, dir, { recursive: true, preserveTimestamps: true });
    const served = await serve({ dir, base: '/dash' });
    let isThere = true;
    await use({
      url: served.url,
      dir,
      async close() {
        if (isThere) await served.close();
        isThere = false;
      },
    });
    if (isThere) await served.close();
    rmSync(dir, { recursive: true, force: true });
  },
  dashboard: async ({ page, host }, use) => use(new Dashboard(page, host.url)),
});

/** Waits until the browser has the bundle. */
const isKept = (page) => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).active));

test('it starts without its host, shows what was known when the gateway is away too, and is itself again when that comes back', async ({ page, dashboard, gateway, operator, host }) => {
  const road = await startProxy({ target: gateway.port });
  const key = await made(operator, 'Kept: the last that was known');
  await dashboard.connect(gateway, { url: road.url });
  await expect(dashboard.row(key)).toBeVisible();
  expect(await isKept(page)).toBe(true);
  // It is noted whenever the page may be about to go, once the part is here that does.
  await expect
    .poll(() =>
      page.evaluate(() => {
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        return localStorage.getItem('openclutch.last') ?? '';
      }),
    )
    .toContain('Kept: the last that was known');

  await host.close();
  await road.close();
  await page.reload();
  await expect(dashboard.heading).toBeVisible();
  await expect(dashboard.row(key)).toBeVisible();
  await expect(dashboard.banner).toContainText('What you see is from');
  await expect(dashboard.banner.getByRole('button', { name: 'Retry now' })).toBeAttached();
  // What belongs to the browser is all there, views that were never opened included.
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Tasks' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Sessions' }).click();
  await expect(dashboard.row(key)).toBeVisible();

  await operator.call('sessions.patch', { key, label: 'Kept: renamed meanwhile' });
  await road.open();
  await page.keyboard.press('Shift');
  await expect(dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 45_000 });
  await expect(dashboard.title(key)).toHaveText('Kept: renamed meanwhile');
  await expect(dashboard.banner).toHaveCount(0);
  await road.close();
});

test('a newer version waits until the person takes it, and what is being written is kept', async ({ page, dashboard, gateway, operator, host }) => {
  const key = await made(operator, 'Kept: a draft');
  await dashboard.connect(gateway);
  const talk = new Talk(page, dashboard);
  await dashboard.open(`chat/${encodeURIComponent(key)}`);
  await talk.box.fill('Half a sentence');
  expect(await isKept(page)).toBe(true);
  await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);

  for (const name of ['index.html', '404.html']) {
    writeFileSync(join(host.dir, name), readFileSync(join(host.dir, name), 'utf8').replace('<html ', '<html data-version="2" '));
  }
  const service = join(host.dir, 'service.js');
  const before = readFileSync(service, 'utf8');
  writeFileSync(service, before.replace(/"[0-9a-f]{12}"/, '"222222222222"'));
  expect(readFileSync(service, 'utf8')).not.toBe(before);
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((kept) => kept.update()));

  const notice = dashboard.toasts.getByRole('alert').filter({ hasText: 'A newer OpenClutch is here' });
  await expect(notice).toBeVisible();
  await expect(page.locator('html[data-version]'), 'nothing changes by itself').toHaveCount(0);
  await notice.getByRole('button', { name: 'Reload' }).click();
  await expect(page.locator('html[data-version="2"]')).toBeAttached();
  await expect(talk.box).toHaveValue('Half a sentence');
});

test('it can be installed, with a name, a start and icons that are there', async ({ page, dashboard, host }) => {
  await dashboard.open('sessions');
  const href = await page.locator('link[rel=manifest]').evaluate((link) => link.href);
  expect(href).toBe(`${host.url}app.webmanifest`);
  const answer = await page.request.get(href);
  expect(answer.headers()['content-type']).toBe('application/manifest+json');
  const manifest = await answer.json();
  expect(new URL(manifest.start_url, href).href).toBe(host.url);
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (at) => {
      const image = new Image();
      image.src = at;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, new URL(src, href).href);
    expect(size).toBe(sizes);
  }
});
