// What a page holds after a collection: once it is loaded, and after very many events. Owns these figures. The memory of the program
// never shrinks, so what it came to once is in them.
import { heldBy } from '../browser.mjs';
import { rounds } from './sides.mjs';
import { compare, opened } from './stream.mjs';

const EVENTS = Number(process.env.EVENTS ?? 100_000);
/** Every delta is told by two events. */
const DELTAS = EVENTS / 2;
/** No faster than the page takes them. */
const PER_SECOND = 20_000;

async function megabytes(page) {
  await page.atRest();
  const { heap, program } = await heldBy(page.send);
  return (heap + program) / 1e6;
}

/** Measures what is held after a load, and adds its row. */
export async function held(table, sides, { key, ending }) {
  const { after } = await rounds(sides, async (side) => {
    const page = await side.open(side.chat(key));
    await page.evaluate((ending) => window.awaitUsable(ending), ending);
    const after = await megabytes(page);
    await page.close();
    return { after };
  });
  table.row("script's heap and program's memory, loaded", { ...after, unit: 'MB', most: 20 });
}

/** Measures what very many events more leave behind, and adds its row. */
export async function growth(table, sides, { gateway }) {
  const grow = async (side) => {
    const { talk, page } = await opened(side, gateway);
    const found = [];
    for (const _ of [1, 2]) {
      await gateway.play(talk, PER_SECOND, DELTAS, { waits: true });
      await page.evaluate((text) => window.awaitEnd(text), talk.ending);
      found.push(await megabytes(page));
    }
    await compare(page, talk);
    await page.close();
    return { grown: (found[1] / found[0] - 1) * 100 };
  };
  const { grown } = await rounds(sides, grow, { byHand: 1 });
  const events = EVENTS.toLocaleString('en-US');
  table.row(`  ${events} events more than ${events} add`, { ...grown, unit: '%', most: 10 });
}
