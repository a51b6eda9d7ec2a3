// A few pictures that must not change unawares: most views as they are at 1440 px, two on a phone, high contrast, the way in. Made of a demo
// that stands still. They were drawn with the fonts of one machine; where text is drawn otherwise they say nothing, and are left out.
// `make pictures-renew` makes them anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { enter } from './support/scenes.mjs';
import { stopClock } from './support/stopped.mjs';
import { expect, test } from './support/test.mjs';

const FONTS = fileURLToPath(new URL('pictures/fonts.json', import.meta.url));
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const PICTURES = [
  ...['now', 'sessions', 'chat', 'cron', 'analytics', 'tasks'].map((name) => [name, WIDE, { colorScheme: 'dark' }]),
  ...['now', 'chat'].map((name) => [name, PHONE, { colorScheme: 'light' }]),
  ['settings', WIDE, { colorScheme: 'dark', contrast: 'more' }],
  ['connect', WIDE, { colorScheme: 'light' }],
];

test.describe.configure({ mode: 'parallel' });
test.use({ timezoneId: 'UTC', locale: 'en-GB', reducedMotion: 'reduce', actionTimeout: 45_000 });

/** How this machine draws text: how wide words of each font are, and how dark. */
const drawn = (page) =>
  page.evaluate(() => ['400 13px', '600 20px'].flatMap((size) => ['--font', '--mono'].map((name) => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    canvas.font = `${size} ${getComputedStyle(document.documentElement).getPropertyValue(name)}`;
    const words = 'Sphinx of black quartz, 1234567890';
    canvas.fillText(words, 0, 40);
    const ink = canvas.getImageData(0, 0, 300, 80).data.reduce((sum, value) => sum + value, 0);
    return `${name} ${Math.round(canvas.measureText(words).width)} px, ink ${Math.round(ink / 1_000)}`;
  })));

/** What no clock holds still: how long the road to the demo's worker is. */
const quieten = (page) =>
  page.evaluate(() => {
    for (const element of document.querySelectorAll('.chip .countdown, .health .state')) element.style.display = 'none';
  });

for (const [name, viewport, media] of PICTURES) {
  const file = `${name}-${viewport.width}-${media.contrast ? 'contrast' : media.colorScheme}.png`;
  test(`${file} is as it was`, async ({ page, site }, info) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia(media);
    await stopClock(page);
    await enter(page, site.url, name);
    const here = await drawn(page);
    if (info.config.updateSnapshots === 'all') writeFileSync(FONTS, `${JSON.stringify(here, null, 2)}\n`);
    const theirs = existsSync(FONTS) ? JSON.parse(readFileSync(FONTS, 'utf8')) : [];
    test.skip(here.join() !== theirs.join(), `text is drawn otherwise here: ${here.join('; ')}`);
    await quieten(page);
    await expect(page).toHaveScreenshot(file, { maxDiffPixelRatio: 0.002, animations: 'disabled', caret: 'hide', scale: 'css' });
  });
}
