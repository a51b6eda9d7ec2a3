// Owns what it means that a page fits its screen and can be used there: nothing wider than its room, everything within reach and large
// enough for a finger, nothing that moves. Knows how elements are measured, no view.

const BOXES = ['html', 'main', '.top', '[role="treegrid"]', '[role="grid"]', '.week-view', '.detail', '.widget', 'dialog[open]', '.pop:popover-open'];

/** By how much something is wider than its room. */
export const tooWide = (page) =>
  page.evaluate((boxes) => [...document.querySelectorAll(boxes)].flatMap((box) => {
    const more = box.scrollWidth - box.clientWidth;
    return more > 0 ? [`${box.localName}.${box.className} by ${more} px`] : [];
  }), BOXES.join());

/** What can be pressed but cannot be brought into view, one line each; with `least`, also what gives a finger less than so many pixels. */
export const outOfReach = (page, least = 0) =>
  page.evaluate((least) => {
    const above = document.querySelector('dialog[open]') ?? document.querySelector(':popover-open') ?? document;
    const all = above.querySelectorAll('a[href], button, input, select, textarea, summary, [role="option"], [role="tab"], [tabindex="0"]');
    const isThere = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('[inert], .offscreen, .skip');
    const named = (element) => `${element.localName}.${element.className} "${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}"`;
    /** Whether a press there means this element: itself, its label, or what stands in it. */
    const isHit = (element, x, y) => {
      const hit = document.elementFromPoint(x, y);
      return Boolean(hit) && (element.contains(hit) || [...(element.labels ?? [])].some((label) => label.contains(hit)));
    };
    return [...all].filter(isThere).flatMap((element) => {
      element.scrollIntoView({ block: 'center', inline: 'center' });
      const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
      if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return [`${named(element)}: out of reach`];
      // A link within a sentence may be as high as its line.
      if (!least || (element.localName === 'a' && getComputedStyle(element).display === 'inline')) return [];
      const [x, y, far] = [left + width / 2, top + height / 2, least / 2 - 0.5];
      const sides = [[0, -far], [0, far], [-far, 0], [far, 0]].filter(([dx, dy]) => (dx ? width : height) < least && !isHit(element, x + dx, y + dy));
      return sides.length ? [`${named(element)}: ${Math.round(width)} by ${Math.round(height)} px`] : [];
    });
  }, least);

/** What moves for longer than anybody sees, or for ever. */
export const movements = (page) =>
  page.evaluate(() => document.getAnimations().flatMap((animation) => {
    const { endTime } = animation.effect.getComputedTiming();
    const { target } = animation.effect;
    return endTime > 700 ? [`${target.localName}.${target.className} for ${endTime} ms`] : [];
  }));
