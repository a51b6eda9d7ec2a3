// Gives the functions that the program imports from its glue short names: theirs end in sixteen random digits each, which no
// compression makes smaller (3 kB of the first load). Owns the import section of a wasm file; knows nothing of what is imported.

/** Returns the same program and the same glue, agreeing on shorter names. */
export function shortImports(wasm, glue) {
  const short = new Map();
  const shorten = (name) => {
    if (!name.startsWith('__wbg_')) return name;
    if (!short.has(name)) short.set(name, `_${short.size.toString(36)}`);
    return short.get(name);
  };
  const sections = [...sectionsOf(wasm)].map(({ id, body }) => [Buffer.of(id), counted(id === IMPORTS ? renamed(body, shorten) : body)]);
  return {
    wasm: Buffer.concat([wasm.subarray(0, HEADER), ...sections.flat()]),
    glue: glue.replace(/\b__wbg_\w+/g, (name) => short.get(name) ?? name),
  };
}

const HEADER = 8; // magic and version
const IMPORTS = 2; // the section's id

function* sectionsOf(wasm) {
  const reader = new Reader(wasm, HEADER);
  while (reader.at < wasm.length) {
    const id = reader.byte();
    yield { id, body: reader.bytes(reader.number()) };
  }
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

/** Reads bytes and LEB128 numbers. */
class Reader {
  constructor(buffer, at) {
    Object.assign(this, { buffer, at });
  }

  byte() {
    return this.buffer[this.at++];
  }

  bytes(length) {
    return this.buffer.subarray(this.at, (this.at += length));
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }
}

function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value);
  return Buffer.from(bytes);
}

const counted = (bytes) => Buffer.concat([number(bytes.length), bytes]);
