// What it costs to turn the wheel over something long: frames, those that were dropped, tasks that took long. Owns how quick the hand
// is; needs `watchFrames` in the page, and knows no figure.
import { DROPPED_MS } from './browser.mjs';

const SCROLL_MS = 5000;
/** In CSS pixels: a quick hand on a wheel. */
const WHEEL = { delta: 240, everyMs: 40 };

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Turns the wheel over the first thing that fits the selector, from its top on; or leaves the page alone. */
export async function scrolled(page, selector, turnsWheel = true) {
  await page.locator(selector).first().hover({ position: { x: 40, y: 80 } });
  await page.evaluate((selector) => (document.querySelector(selector).scrollTop = 0), selector);
  await pause(300);
  await page.evaluate(() => window.startFrames());
  const until = Date.now() + SCROLL_MS;
  while (Date.now() < until) {
    // Not awaited: a page that is busy must not slow the hand down.
    if (turnsWheel) page.mouse.wheel(0, WHEEL.delta).catch(() => {});
    await pause(WHEEL.everyMs);
  }
  const { frames, longTasks } = await page.evaluate(() => window.stopFrames());
  const lengths = frames.slice(1).map((at, n) => at - frames[n]);
  return {
    count: lengths.length,
    dropped: lengths.filter((ms) => ms > DROPPED_MS).length,
    longest: Math.max(...lengths),
    tasks: longTasks.length,
    tasksMs: longTasks.reduce((sum, { duration }) => sum + duration, 0),
    scrolled: await page.evaluate((selector) => document.querySelector(selector).scrollTop, selector),
  };
}
