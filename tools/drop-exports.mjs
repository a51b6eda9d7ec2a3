// Takes out of a program what a library offers to scripts and no script of ours calls: wasm-bindgen keeps each such class with all that it
// needs. wasm-streams, which leptos brings, has three (more than 1 kB of the first load). Runs after wasm-bindgen and before wasm-opt, which drops
// what nobody needs then: node tools/drop-exports.mjs <folder> <name>. Owns the export section of a wasm file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Reader, changed, number } from './sections.mjs';

const EXPORTS = 7; // the section's id
/** What the classes and their functions are called. */
const UNCALLED = /^(__wbg_)?intounderlying/;

function without(body) {
  const reader = new Reader(body, 0);
  const kept = [];
  for (let left = reader.number(); left > 0; left--) {
    const from = reader.at;
    const name = reader.bytes(reader.number()).toString();
    reader.byte();
    reader.number();
    if (!UNCALLED.test(name)) kept.push(body.subarray(from, reader.at));
  }
  return Buffer.concat([number(kept.length), ...kept]);
}

const [, , folder, name] = process.argv;
const [program, glue] = [join(folder, `${name}_bg.wasm`), join(folder, `${name}.js`)];
const text = readFileSync(glue, 'utf8')
  .replace(/^export class (IntoUnderlying\w+) \{\n[^]*?^\}\nif \(Symbol\.dispose\) \1\..*\n/gm, '')
  .replace(/^const IntoUnderlying\w+Finalization = [^]*?;\n/gm, '');
if (/IntoUnderlying/.test(text)) throw new Error(`${glue} tells of wasm-streams in another way than known here`);
writeFileSync(glue, text);
writeFileSync(program, changed(readFileSync(program), (id, body) => (id === EXPORTS ? without(body) : body)));
