// Gives the functions that the program imports from its glue short names: theirs end in sixteen random digits each, which no
// compression makes smaller (3 kB of the first load). Owns the import section of a wasm file; knows nothing of what is imported.
import { Reader, changed, counted, number } from './sections.mjs';

const IMPORTS = 2; // the section's id

/** Returns the same program and the same glue, agreeing on shorter names. */
export function shortImports(wasm, glue) {
  const short = new Map();
  const shorten = (name) => {
    if (!name.startsWith('__wbg_')) return name;
    if (!short.has(name)) short.set(name, `_${short.size.toString(36)}`);
    return short.get(name);
  };
  return {
    wasm: changed(wasm, (id, body) => (id === IMPORTS ? renamed(body, shorten) : body)),
    glue: glue.replace(/\b__wbg_\w+/g, (name) => short.get(name) ?? name),
  };
}

function renamed(body, shorten) {
  const reader = new Reader(body, 0);
  const count = reader.number();
  const parts = [number(count)];
  for (let i = 0; i < count; i++) {
    const module = reader.bytes(reader.number());
    const name = reader.bytes(reader.number()).toString();
    const from = reader.at;
    if (reader.byte() !== 0) throw new Error(`${name}: not a function, which is all that is imported here`);
    reader.number();
    parts.push(counted(module), counted(Buffer.from(shorten(name))), body.subarray(from, reader.at));
  }
  return Buffer.concat(parts);
}
