// The table of what is promised about speed: every figure of ours beside that of a page written by hand for the same, and what it may
// be at most. Owns the order, and what each group of rows is measured against; the groups own their figures.
import { FakeGateway } from '../../tests/bench/fake.mjs';
import { madeUpRows } from '../../tests/bench/rows.mjs';
import { serve } from '../host.mjs';
import { idle } from './rival/idle.mjs';
import { lists } from './rival/list.mjs';
import { loads } from './rival/load.mjs';
import { growth, held } from './rival/memory.mjs';
import { seeded } from './rival/seed.mjs';
import { sidesOf } from './rival/sides.mjs';
import { streams } from './rival/stream.mjs';
import { Table } from './rival/table.mjs';

/** What is streamed faster than a real gateway streams is played by a fake one; all else is asked of a real one. */
const GROUPS = {
  real: { load: [loads], list: [lists], memory: [held], idle: [idle] },
  fake: { stream: [streams], memory: [growth] },
};

/** As hosts should: the page is asked for anew, and what it names by its content is kept. */
const HEADERS = { 'Cache-Control': 'public, max-age=31536000, immutable' };

async function startFake() {
  const gateway = await new FakeGateway(madeUpRows(50)).start();
  const dispose = async () => {
    await gateway.stop();
    if (gateway.refused.length) throw new Error(`the fake was asked what it does not know: ${[...new Set(gateway.refused)].join(', ')}`);
  };
  return { gateway, dispose };
}

/** Measures and prints all groups, or one of them. */
export async function rival(browser, dir, only) {
  const table = new Table();
  const [app, byHand] = await Promise.all([dir, 'tests/bench/vanilla'].map((dir) => serve({ dir, headers: HEADERS })));
  try {
    for (const [kind, start] of [['real', seeded], ['fake', startFake]]) {
      const wanted = Object.entries(GROUPS[kind]).filter(([name]) => !only || only === name).flatMap(([, measures]) => measures);
      if (!wanted.length) continue;
      const world = await start();
      try {
        const sides = await sidesOf(browser, app.url, byHand.url, world.gateway);
        for (const measure of wanted) await measure(table, sides, world);
      } finally {
        await world.dispose();
      }
    }
  } finally {
    table.end();
    await Promise.all([app.close(), byHand.close()]);
  }
}
