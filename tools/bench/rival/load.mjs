// From opening the page to a chat that can be used: its last messages are in view and the composer takes what is typed. Owns these
// figures. Times are taken on pages that nobody listens in on, counts on others.
import { rounds } from './sides.mjs';

/** Types a word into the composer, which must stand there then. */
async function type(page) {
  await page.evaluate(() => document.querySelector('textarea').focus());
  await page.send('Input.insertText', { text: 'typed' });
  const value = await page.evaluate(() => document.querySelector('textarea').value);
  if (value !== 'typed') throw new Error(`the composer holds ${JSON.stringify(value)} after "typed" was typed`);
}

const usable = (page, ending) => page.evaluate((ending) => window.awaitUsable(ending), ending);

/** Measures, and adds its rows. */
export async function loads(table, sides, { key, ending }) {
  const load = async (side) => {
    const page = await side.open(side.chat(key));
    const cold = await usable(page, ending);
    await type(page);
    await page.atRest();
    await page.reload();
    const warm = await usable(page, ending);
    await page.close();
    return { cold, warm };
  };
  const count = async (side) => {
    const page = await side.open(side.chat(key), { isCounted: true });
    const { requests, bytes, calls } = page.traffic.until(await usable(page, ending));
    const found = { requests, kilobytes: bytes / 1e3, calls: calls.length };
    await page.close();
    return found;
  };
  // Not counted: our host compresses each file when it is first asked for.
  for (const side of Object.values(sides)) await load(side);
  const { cold, warm } = await rounds(sides, load);
  const { requests, kilobytes, calls } = await rounds(sides, count);
  table.row('cold load to usable chat', { ...cold, unit: 'ms', times: 3 });
  table.row('  transferred until then', { ...kilobytes, unit: 'kB', most: 350 });
  table.row('  requests until then, the socket included', { ...requests, most: 12 });
  table.row('  calls until then, connect included', { ...calls, most: 8 });
  table.row('warm reload to usable chat', { ...warm, unit: 'ms', times: 2 });
}
