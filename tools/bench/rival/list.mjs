// From opening the list of sessions to having all of them, and from a key in the search to its result. Owns these figures.
import { rounds } from './sides.mjs';

/** Every digit finds fewer: names are numbered, and keys hold digits by chance (a 4 in each). */
const TYPED = ['12', '90', '67'];

async function search(page) {
  const counted = page.traffic.calls.length;
  const frames = [];
  for (const typed of TYPED) {
    await page.evaluate(() => document.querySelector('input[type="search"]').focus());
    for (const text of typed) {
      await page.evaluate(() => window.awaitSearch());
      await page.send('Input.insertText', { text });
      frames.push((await page.evaluate(() => window.searched)).frames);
    }
    await page.evaluate(() => {
      const field = document.querySelector('input[type="search"]');
      field.value = '';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.evaluate((least) => window.awaitRows(least), page.listed);
  }
  return { frames, calls: page.traffic.calls.slice(counted).filter((method) => method !== 'last-heartbeat').length };
}

/** Measures, and adds its rows. */
export async function lists(table, sides, { sessions }) {
  const load = async (side) => {
    const page = await side.open(side.list);
    const first = await page.evaluate(() => window.awaitRows(0));
    const all = await page.evaluate((least) => window.awaitRows(least), sessions);
    await page.close();
    return { first, all };
  };
  const find = async (side) => {
    const page = await side.open(side.list, { isCounted: true });
    page.listed = sessions;
    await page.evaluate((least) => window.awaitRows(least), sessions);
    await page.atRest();
    const { frames, calls } = await search(page);
    await page.close();
    return { frames: Math.max(...frames), calls };
  };
  for (const side of Object.values(sides)) await load(side);
  const { first, all } = await rounds(sides, load);
  const { frames, calls } = await rounds(sides, find);
  const name = `list of ${sessions.toLocaleString('en-US')}`;
  table.row(`${name}, first rows in view`, { ...first, unit: 'ms', times: 2 });
  table.row(`${name}, all there`, { ...all, unit: 'ms', times: 2 });
  table.row('  frames from a key to its result, worst', { ...frames, most: 2 });
  table.row('  calls for all that was searched', { ...calls, most: 0 });
}
