// Compressed copies of a bundle's files, `.br` and `.gz` beside each one that gains by it, for hosts that send such copies as they are. Owns how a
// file is compressed and where its copy lies; knows nothing of what is in a bundle, and asks no host to have copies.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';

/** Best first, by the names that requests have for them. */
export const ENCODINGS = {
  br: {
    ending: '.br',
    options: (size, quality = 11) => ({ params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: size } }),
    now: brotliCompressSync,
    later: promisify(brotliCompress),
  },
  gzip: { ending: '.gz', options: () => ({ level: 9 }), now: gzipSync, later: promisify(gzip) },
};

/** Pictures are compressed as they are. */
const GAINS = ['.css', '.html', '.js', '.json', '.svg', '.txt', '.wasm', '.webmanifest'];

/** A file in an encoding: its copy, unless that is older than the file; else compressed now. `quality` is of brotli, 11 at most. */
export function compressed(file, encoding, quality) {
  const { ending, options, now } = ENCODINGS[encoding];
  const copy = file + ending;
  if (existsSync(copy) && statSync(copy).mtimeMs >= statSync(file).mtimeMs) return readFileSync(copy);
  const bytes = readFileSync(file);
  return now(bytes, options(bytes.length, quality));
}

/** Writes the copies of a folder, several at once; resolves to the number of files that have some. */
async function compress(dir) {
  const files = readdirSync(dir, { recursive: true }).filter((name) => GAINS.includes(extname(name))).map((name) => join(dir, name));
  const write = async (file, { ending, options, later }) => {
    const bytes = readFileSync(file);
    writeFileSync(file + ending, await later(bytes, options(bytes.length)));
  };
  await Promise.all(files.flatMap((file) => Object.values(ENCODINGS).map((encoding) => write(file, encoding))));
  return files.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`  ${await compress(process.argv[2] ?? 'dist')} files have compressed copies`);
}
