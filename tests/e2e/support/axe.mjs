// Owns what counts as a fault of access: what axe finds, by the rules of WCAG 2.2 AA and by good practice. Knows no view.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
// It looks for text alone; every other column of hours is named, and shows nothing for want of room.
const LEFT = { 'empty-table-header': { enabled: false } };
const OF_COLOUR = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

// By hand, since the builder opens another page for every look.
async function found(page, runOnly) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), { runOnly, rules: LEFT, resultTypes: ['violations'] });
  return violations;
}

const inLines = (violations) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);

/** Returns the faults of a page as it stands, one line each. */
export const faults = async (page) => inLines(await found(page, RULES));

/** Those alone that hinder somebody much, for stories about something else. */
export const seriousFaults = async (page) => inLines((await found(page, RULES)).filter(({ impact }) => impact === 'serious' || impact === 'critical'));

/** Those alone that another theme can bring into a page which has none else. */
export const faultsOfColour = async (page) => inLines(await found(page, OF_COLOUR));
