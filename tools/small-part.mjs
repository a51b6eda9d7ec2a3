// Makes a part of the program as small as trunk has made the program: by the
// passes that the page names for it. There are hundreds of parts, most of them
// a few functions that several views share: a process for each would take
// minutes, so only what is large gets one, which makes it a hair smaller.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// It keeps the console that it finds. That the compiler names more than it knows is no news.
const { error } = console;
console.error = (words) => /unknown name subsection/.test(words) || error(words);
const { default: binaryen } = await import('binaryen');
console.error = error;

/** From here on a part is worth a process of its own, in bytes. */
const LARGE = 30_000;
const { Features } = binaryen;
/** The names of features on the command line, and those that binaryen wants with them. */
const FEATURES = {
  'bulk-memory': Features.BulkMemory | Features.BulkMemoryOpt,
  'nontrapping-float-to-int': Features.NontrappingFPToInt,
  'sign-ext': Features.SignExt,
  'mutable-globals': Features.MutableGlobals,
  'reference-types': Features.ReferenceTypes | Features.CallIndirectOverlong,
  multivalue: Features.Multivalue,
};

/** Returns the bytes of the part in this file, made small by these arguments of wasm-opt. */
export function smallPart(path, args) {
  const bytes = readFileSync(path);
  return bytes.length < LARGE ? inProcess(bytes, args) : byItself(path, args);
}

function byItself(path, args) {
  execFileSync('wasm-opt', ['-Os', ...args, path, '-o', `${path}.small`], { stdio: 'pipe' });
  return readFileSync(`${path}.small`);
}

function inProcess(bytes, args) {
  const features = args.filter((arg) => arg.startsWith('--enable-')).map((arg) => FEATURES[arg.slice('--enable-'.length)]);
  if (features.includes(undefined)) throw new Error(`a feature in ${args.join(' ')} is not known here`);
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features.reduce((all, one) => all | one, Features.MVP));
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(1);
  for (const arg of ['-Os', ...args]) {
    if (arg === '-Os') module.optimize();
    else if (!arg.startsWith('--enable-')) module.runPasses([arg.slice('--'.length)]);
  }
  const small = module.emitBinary();
  module.dispose();
  return Buffer.from(small);
}
