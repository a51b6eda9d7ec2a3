// The sections of a wasm file, and the numbers in them. Knows nothing of what they hold.

const HEADER = 8; // magic and version

/** Returns the same file with each section's body as `change(id, body)` makes it. */
export function changed(wasm, change) {
  const sections = [...sectionsOf(wasm)].map(({ id, body }) => [Buffer.of(id), counted(change(id, body))]);
  return Buffer.concat([wasm.subarray(0, HEADER), ...sections.flat()]);
}

function* sectionsOf(wasm) {
  const reader = new Reader(wasm, HEADER);
  while (reader.at < wasm.length) {
    const id = reader.byte();
    yield { id, body: reader.bytes(reader.number()) };
  }
}

/** Reads bytes and LEB128 numbers. */
export class Reader {
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

/** A number as LEB128. */
export function number(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value);
  return Buffer.from(bytes);
}

/** Bytes behind their number. */
export const counted = (bytes) => Buffer.concat([number(bytes.length), bytes]);
