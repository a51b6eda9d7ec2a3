// The size of the bundle by part, as a table; with --check also whether the
// first load and the demo are within the budget. Owns measuring files; runs nothing.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { BUDGET } from './budget.mjs';

const PARTS = { html: 'page', js: 'glue', wasm: 'program', css: 'styles' };
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** Files that are loaded only by who asks for them. */
const isExtra = (name) => /^assets.(demo|highlight)-/.test(name);
const isOf = (worker) => (name) => name.slice('assets/'.length).startsWith(`${worker}-`);

/** Each part of the first load: { part, raw, gzip, brotli }, and their sum as the last row. */
export function sizes(dir = 'dist') {
  return summed(dir, (name) => !isExtra(name), 'first load');
}

/** The same of what is loaded only on demand: the demo gateway's worker. */
export function extraSizes(dir = 'dist') {
  return summed(dir, isOf('demo'), 'the demo');
}

/** The same of the worker that colours code. */
export function highlightSizes(dir = 'dist') {
  return summed(dir, isOf('highlight'), 'the colours of code');
}

function summed(dir, isWanted, name) {
  // 404.html repeats the page; nobody loads both.
  const files = ['index.html', ...readdirSync(join(dir, 'assets'), { recursive: true }).map((name) => join('assets', name))];
  const rows = files
    .filter((name) => PARTS[name.split('.').pop()] && isWanted(name))
    .map((name) => {
      const bytes = readFileSync(join(dir, name));
      return { part: PARTS[name.split('.').pop()], raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
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
  if (!process.argv.includes('--check')) print([...rows, ...extraSizes(), ...highlightSizes()]);
  else {
    const total = rows.at(-1).brotli;
    const demo = extraSizes().at(-1).brotli;
    const highlight = highlightSizes().at(-1).brotli;
    const words = `first load: ${number(total)} of ${number(BUDGET.firstLoadBytes)} bytes (brotli), ${rows.length - 1} of ${BUDGET.requests} requests before the socket`;
    console.log(`  ${words}`);
    console.log(`  the demo: ${number(demo)} of ${number(BUDGET.demoBytes)} bytes (brotli)`);
    console.log(`  the colours of code: ${number(highlight)} of ${number(BUDGET.highlightBytes)} bytes (brotli)`);
    // A bundle without its demo or its colours would be within every limit.
    const isWithin = (bytes, most) => bytes > 0 && bytes <= most;
    if (!isWithin(demo, BUDGET.demoBytes) || !isWithin(highlight, BUDGET.highlightBytes) || total > BUDGET.firstLoadBytes || rows.length - 1 > BUDGET.requests) {
      console.error('  over the budget; the numbers are in tools/budget.mjs');
      process.exit(1);
    }
  }
}
