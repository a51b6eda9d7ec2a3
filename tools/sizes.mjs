// The size of the bundle by file, as a table; with --check also whether the
// first load, the parts and the workers are within the budget. Owns measuring files; runs nothing.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUDGET } from './budget.mjs';
import { compressed } from './compress.mjs';

const PARTS = { html: 'page', js: 'glue', wasm: 'program', css: 'styles' };

/** Files that are loaded only by who asks for them: the workers, and the views that are parts of their own. */
const WORKERS = { demo: 'the demo', highlight: 'the colours of code' };
const isOf = (worker) => (name) => name.slice('assets/'.length).startsWith(`${worker}-`);
const isWorker = (name) => Object.keys(WORKERS).some((worker) => isOf(worker)(name));
/** The view that a file brings whole, if it is such a file; `rest` brings all of them. */
const viewOf = (name) => name.match(/^assets.pack-(.*)-\w+\.wasm$/)?.[1];

/** Each part of the first load: { part, raw, gzip, brotli }, and their sum as the last row. */
export function sizes(dir = 'dist') {
  return summed(dir, (name) => !isWorker(name) && !viewOf(name), 'first load');
}

/** The same of a worker: `demo` is the demo gateway, `highlight` colours code. */
export function workerSizes(worker, dir = 'dist') {
  return summed(dir, isOf(worker), WORKERS[worker]);
}

/**
 * What each view adds to a page that opens there, with what it shares with others: { part, raw, gzip, brotli }.
 * Who opens one after the other pays what they share once.
 */
export function partSizes(dir = 'dist') {
  const names = readdirSync(join(dir, 'assets')).flatMap((name) => viewOf(join('assets', name)) ?? []).sort();
  return names.map((name) => summed(dir, (file) => viewOf(file) === name, name).at(-1));
}

function summed(dir, isWanted, name) {
  // 404.html repeats the page; nobody loads both. Compressed copies have endings of their own, so none is counted.
  const files = ['index.html', ...readdirSync(join(dir, 'assets'), { recursive: true }).map((name) => join('assets', name))];
  const rows = files
    .filter((name) => PARTS[name.split('.').pop()] && isWanted(name))
    .map((name) => {
      const file = join(dir, name);
      return { part: PARTS[name.split('.').pop()], raw: statSync(file).size, gzip: compressed(file, 'gzip').length, brotli: compressed(file, 'br').length };
    });
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  return [...rows, { part: name, raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') }];
}

const number = (n) => n.toLocaleString('en-US');

export function print(rows) {
  console.log(`  ${'bytes'.padEnd(12)}${['raw', 'gzip', 'brotli'].map((name) => name.padStart(12)).join('')}`);
  for (const row of rows) console.log(`  ${row.part.padEnd(12)}${[row.raw, row.gzip, row.brotli].map((n) => number(n).padStart(12)).join('')}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = sizes();
  const parts = partSizes();
  if (!process.argv.includes('--check')) print([...rows, ...parts, ...workerSizes('demo'), ...workerSizes('highlight')]);
  else {
    const total = rows.at(-1).brotli;
    const demo = workerSizes('demo').at(-1).brotli;
    const highlight = workerSizes('highlight').at(-1).brotli;
    const words = `first load: ${number(total)} of ${number(BUDGET.firstLoadBytes)} bytes (brotli), ${rows.length - 1} of ${BUDGET.requests} requests before the socket`;
    console.log(`  ${words}`);
    console.log(`  the demo: ${number(demo)} of ${number(BUDGET.demoBytes)} bytes (brotli)`);
    console.log(`  the colours of code: ${number(highlight)} of ${number(BUDGET.highlightBytes)} bytes (brotli)`);
    for (const { part, brotli } of parts) console.log(`  ${part === 'rest' ? 'everything' : `the view ${part}`} adds: ${number(brotli)} of ${number(BUDGET.viewBytes[part] ?? 0)} bytes (brotli)`);
    // A bundle without a worker or without its parts would be within every limit.
    const isWithin = (bytes, most) => bytes > 0 && bytes <= most;
    const areWorkers = isWithin(demo, BUDGET.demoBytes) && isWithin(highlight, BUDGET.highlightBytes);
    const areParts = parts.length === Object.keys(BUDGET.viewBytes).length && parts.every(({ part, brotli }) => isWithin(brotli, BUDGET.viewBytes[part] ?? 0));
    if (!areWorkers || !areParts || total > BUDGET.firstLoadBytes || rows.length > BUDGET.requests) {
      console.error('  over the budget; the numbers are in tools/budget.mjs');
      process.exit(1);
    }
  }
}
