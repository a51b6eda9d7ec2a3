// Whose work is in the bundle besides our own, and on what terms. Owns the list LICENCES.md, the terms that we accept, and the file of
// licence texts that goes into a bundle. Compiles nothing and asks no network.
//
//     node tools/licences.mjs            writes LICENCES.md
//     node tools/licences.mjs --check    fails if it is not as it would be written
//     node tools/licences.mjs --into dist    writes licences.txt into a bundle
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('..', import.meta.url));
const LIST = join(HOME, 'LICENCES.md');

/** All of them let the bundle be passed on by whoever passes this list and its texts on with it. */
const ACCEPTED = ['Apache-2.0', 'BSL-1.0', 'CC0-1.0', 'MIT', 'Unicode-3.0', 'Unlicense', 'Zlib'];

const PROGRAM = ['--locked', '--offline', '--features', 'parts'];
const cargo = (...args) => execFileSync('cargo', args, { cwd: HOME, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });

/** The crates that the program is compiled from, without what only builds or tests it: { name, version, licence, authors, folder }. */
function crates() {
  const target = 'wasm32-unknown-unknown';
  const tree = cargo('tree', ...PROGRAM, '--edges', 'normal,no-proc-macro', '--target', target, '--prefix', 'none', '--format', '{p}');
  const used = new Set(tree.split('\n').map((line) => line.split(' ').slice(0, 2).join(' ')));
  const { packages } = JSON.parse(cargo('metadata', ...PROGRAM, '--format-version', '1', '--filter-platform', target));
  return packages
    .filter(({ name, version, source }) => source && used.has(`${name} v${version}`))
    .map(({ name, version, license, authors, manifest_path: manifest }) => ({
      name, version, authors, licence: (license ?? 'none named').replaceAll('/', ' OR '), folder: dirname(manifest),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What no crate of the program names, and is in the bundle all the same: by hand, since it comes with the tools. */
const TOOLS = [
  ['The Rust standard library', 'MIT OR Apache-2.0', 'a part of the program; <https://github.com/rust-lang/rust>'],
  ['wasm-bindgen', 'MIT OR Apache-2.0', 'writes the glue between the program and the browser; its crate is in the list'],
  ['wasm-split', 'MIT OR Apache-2.0', 'writes the script that loads parts; its crate `wasm_split_helpers` is in the list'],
];

/** Whether terms such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met by accepted ones alone. */
function isAccepted(licence) {
  const all = licence.replace(/[()]/g, '').split(' AND ');
  return all.every((any) => any.split(' OR ').some((one) => ACCEPTED.includes(one.trim())));
}

/** The texts of a crate, those of the terms that we take where there is a choice. */
function texts({ folder }) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice|unlicense)/i.test(name) && !/\.(rs|html)$/.test(name));
  const preferred = names.filter((name) => /mit|notice|third/i.test(name));
  return (preferred.some((name) => /mit/i.test(name)) ? preferred : names).sort().flatMap((name) => {
    try {
      return [readFileSync(join(folder, name), 'utf8').replaceAll('\r', '').trim()];
    } catch {
      return []; // a folder of texts, or a link to what was not packed
    }
  });
}

function list(crates) {
  const row = ({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`;
  return `# Whose work is in the bundle

Written by \`make licences\`; \`make lint\` fails when it is out of date, or when a crate asks for other terms than ${ACCEPTED.join(', ')}.
OpenClutch itself is under the [MIT licence](LICENSE). These crates may be in the program (what only builds or tests it is not listed, and what the
linker leaves out is); their texts lie in every bundle as \`licences.txt\`.

| crate | version | licence |
| --- | --- | --- |
${crates.map(row).join('\n')}

With the tools comes:

| what | licence | why it is there |
| --- | --- | --- |
${TOOLS.map((row) => `| ${row.join(' | ')} |`).join('\n')}

Nothing from npm is shipped: esbuild only joins and shrinks scripts of the project, and what else is in \`package.json\` builds or tests.
`;
}

/** Every text once, under the crates that it belongs to. */
function allTexts(crates) {
  const owners = new Map();
  for (const crate of crates) {
    const { name, version, licence, authors } = crate;
    const own = texts(crate);
    const named = `Under ${licence}${authors.length ? `, by ${authors.join(', ')}` : ''}; the crate brings no text of its own, and the words of the MIT licence stand above.`;
    for (const text of own.length ? own : [named]) owners.set(text, [...(owners.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  const tools = TOOLS.map(([name, licence]) => `${name} (${licence})`).join('\n');
  const parts = [...owners].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
  const own = `OpenClutch\n\n${readFileSync(join(HOME, 'LICENSE'), 'utf8').trim()}`;
  return [own, ...parts, `${tools}\n\nUnder the MIT licence, whose words stand above, by their authors.`].join(`\n\n${'-'.repeat(72)}\n\n`) + '\n';
}

const [order, into = 'dist'] = process.argv.slice(2);
const found = crates();
const strange = found.filter(({ licence }) => !isAccepted(licence));
for (const { name, version, licence } of strange) console.error(`  ${name} ${version} asks for ${licence}, which tools/licences.mjs does not accept`);
if (strange.length) process.exit(1);
if (order === '--into') writeFileSync(join(into, 'licences.txt'), allTexts(found));
else if (order !== '--check') writeFileSync(LIST, list(found));
else if (readFileSync(LIST, 'utf8') !== list(found)) {
  console.error('  LICENCES.md is out of date: run make licences');
  process.exit(1);
}
