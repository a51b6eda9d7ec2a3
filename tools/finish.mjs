// Trunk's last build hook: turns what trunk has staged into the bundle that is
// hosted. Joins the style sheets of the frame, names each file by its content, tells the
// glue the names of the program's parts, writes the boot scripts and the
// security policy into the page, and copies the page to 404.html for hosts
// without rewrite rules. Knows no view and no gateway.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import { policyFor } from './policy.mjs';
import { shortImports } from './short-imports.mjs';
import { smallPart } from './small-part.mjs';

const source = process.env.TRUNK_SOURCE_DIR;
const stage = process.env.TRUNK_STAGING_DIR;
if (!source || !stage) throw new Error('trunk runs this as a hook: see Trunk.toml');

const PLACEHOLDER = '<meta name="openclutch-policy">';
const read = (...path) => readFileSync(join(source, ...path), 'utf8');

/** Ships bytes under a name made from them, so that a host may cache it for ever. */
function ship(bytes, extension, name = 'openclutch') {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const path = `assets/${name}-${hash}.${extension}`;
  writeFileSync(join(stage, path), bytes);
  return `/${path}`;
}

/** Takes a file that trunk has staged out of its place. */
function staged(name) {
  const bytes = readFileSync(join(stage, name));
  rmSync(join(stage, name));
  return bytes;
}

const smallStyle = (text) => transformSync(text, { loader: 'css', minify: true, charset: 'utf8' }).code.trim();
const smallScript = (text, options) => transformSync(text, { minify: true, charset: 'utf8', ...options }).code.trim();
/** Comments and the blanks around lines; no line of the page depends on them. */
const smallPage = (text) => text.replace(/<!--[^]*?-->/g, '').replace(/\s*\n\s*/g, '\n').trim();

/** The style sheets that every page needs: tokens.css declares the layers, so it comes first. Each of the others comes with its view. */
const FRAME = ['tokens', 'base', 'ui', 'shell', 'connect', 'touch'];
/** Views that need another sheet than that of their own name. */
const SHEETS = { tasks: ['tasks', 'workboard'] };
const VIEW_SHEETS = readdirSync(join(source, 'style')).map((file) => file.replace(/\.css$/, '')).filter((name) => !FRAME.includes(name)).sort();

/** Style sheets as one. */
const styleSheet = (names) => smallStyle(names.map((name) => read('style', `${name}.css`)).join('\n'));

/**
 * The page with its first styles, its two scripts, and a policy that covers
 * exactly these. Made from index.html itself: trunk has only taken its own link
 * out, and its minifier drops tags that a gateway looks for.
 */
function page(files) {
  const style = `<style>${smallStyle(read('tools', 'boot', 'first.css'))}</style>`;
  const detect = `<script>${smallScript(read('tools', 'boot', 'detect.js'), { target: 'es5' })}</script>`;
  const program = `const FILES=${JSON.stringify(files)};\n${read('tools', 'boot', 'start.js')}`;
  const start = `<script type="module">${smallScript(program, { format: 'esm' })}</script>`;
  const [head, rest] = smallPage(read('index.html').replace(/<link data-trunk[^>]*>/g, '')).split(PLACEHOLDER);
  if (!rest) throw new Error(`index.html has lost its ${PLACEHOLDER}`);
  const whole = rest.replace('</head>', () => `${style}${detect}</head>`).replace('</body>', () => `${start}</body>`);
  return `${head}<meta http-equiv="Content-Security-Policy" content="${policyFor(head + whole)}">${whole}`;
}

/** A worker: its glue, which ends by starting the program beside it. Returns where the worker file lies. */
function worker(name) {
  const { wasm, glue } = shortImports(staged(`${name}_bg.wasm`), staged(`${name}.js`).toString());
  const program = ship(wasm, 'wasm', name).replace('/assets/', './');
  const unnamed = glue.replace(/export \{[^}]*__wbg_init as default[^}]*\};?/, '').replace(/export default __wbg_init;?/, '');
  if (/^export\b.*__wbg_init/m.test(unnamed) || unnamed === glue) throw new Error('the glue names its start in another way than known here');
  const whole = `${unnamed}\nconst PROGRAM=${JSON.stringify(program)},start=__wbg_init;\n${read('tools', 'boot', 'worker.js')}`;
  return ship(smallScript(whole, { format: 'esm' }), 'js', name);
}

/** The folder in which tools/path/wasm-bindgen has left the parts of the program and the script that loads them. */
const partsFolder = join(process.env.CARGO_TARGET_DIR ?? join(source, 'target'), 'wasm-bindgen', process.env.TRUNK_PROFILE, 'parts');

/** The bytes of a part, as small as trunk has made the program: by what the page says about it. */
function part(name) {
  const path = join(partsFolder, name);
  if (process.env.TRUNK_PROFILE !== 'release') return readFileSync(path);
  const [, passes] = read('index.html').match(/data-bin="openclutch"[^>]*data-wasm-opt-params="([^"]*)"/);
  return smallPart(path, passes.split(' '));
}

/**
 * The parts of the program that are loaded on demand: of each the file it was, without its ending, which is its name within the bundle, the views
 * that need it, and its bytes. What several views share is a part of its own, so there are hundreds, and none lies in a file by itself.
 */
function parts() {
  const loads = readFileSync(join(partsFolder, '__wasm_split.js'), 'utf8');
  const shared = new Map([...loads.matchAll(/\/\* (.*?) \*\/\s*const \w+ = makeLoad\([^]*?"\.\/(\w+)\.wasm"/g)].map(([, names, file]) => [file, names.split(', ')]));
  const files = readdirSync(partsFolder).flatMap((name) => name.match(/^((?:split|chunk)_\w*)\.wasm$/)?.[1] ?? []);
  return files.map((name) => ({ name, views: shared.get(name) ?? [name.replace(/^split_/, '')], bytes: part(`${name}.wasm`) }));
}

/** Parts and style sheets as one file: a line of JSON with the name and the length of each, and behind it what they name. */
function packed(name, parts, sheets) {
  if (sheets.length) parts = [...parts, { name: 'css', bytes: Buffer.from(styleSheet(sheets)) }];
  const head = `${JSON.stringify(parts.map(({ name, bytes }) => [name, bytes.length]))}\n`;
  return ship(Buffer.concat([Buffer.from(head), ...parts.map(({ bytes }) => bytes)]), 'wasm', `pack-${name}`);
}

/**
 * All that a view needs, for a page that opens there; and everything, for whoever goes on from there. What a conversation may need of
 * widgets before that comes is a file of its own, `beside`, without what the conversation has already.
 */
function packs(parts) {
  const views = [...new Set(parts.flatMap(({ views }) => views))];
  const beside = parts.filter(({ views }) => views.includes('widgets') && !views.includes('chat'));
  const of = (view) => (view === 'widgets' ? beside : parts.filter(({ views }) => views.includes(view)));
  return {
    packs: Object.fromEntries(views.map((view) => [view, packed(view, of(view), SHEETS[view] ?? VIEW_SHEETS.filter((name) => name === view))])),
    beside: beside.map(({ name }) => name),
    rest: packed('rest', parts, VIEW_SHEETS),
  };
}

/** The program's glue and the script that loads its parts as one file, since each imports from the other. */
function joined(glue, parts) {
  let loads = readFileSync(join(partsFolder, '__wasm_split.js'), 'utf8');
  for (const { name } of parts) loads = loads.replaceAll(`"./${name}.wasm"`, JSON.stringify(name));
  const known = /const src = fetch\(new URL\(("[^"]*"), import\.meta\.url\)\);([^]*?)WebAssembly\.instantiateStreaming\(src, imports\)/g;
  // Not every host sends the type that streaming asks for.
  const bytes = loads.replace(known, (_, name, between) => `const src = part(${name});${between}WebAssembly.instantiate(await src, imports)`);
  if (parts.length && (bytes === loads || /fetch\(/.test(bytes))) throw new Error('the parts are loaded in another way than known here');
  writeFileSync(join(partsFolder, '__wasm_split.js'), `${bytes}\n${read('tools', 'boot', 'part.js')}`);
  writeFileSync(join(partsFolder, 'openclutch.js'), glue);
  const built = buildSync({
    entryPoints: [join(partsFolder, 'openclutch.js')], bundle: true, minify: true, format: 'esm', charset: 'utf8', write: false,
    external: ['./snippets/*'], logLevel: 'warning',
    // The script that loads the parts is imported once for each of them.
    logOverride: { 'duplicate-object-key': 'silent' },
  });
  return built.outputFiles[0].text.trim();
}

/**
 * What keeps the bundle in the browser, beside the page, since it rules over what lies beside it. Only of a release: who changes the
 * source wants to see it, so a build for that sends an earlier one away.
 */
function service(page, { css, js, wasm, rest }) {
  if (!isKept) return "addEventListener('install', () => skipWaiting());addEventListener('activate', () => registration.unregister());";
  const [, route] = read('tools', 'boot', 'start.js').match(/const ROUTE = .*?\((now\|[a-z|]*)\)/);
  const facts = {
    VERSION: createHash('sha256').update(page).digest('hex').slice(0, 12),
    SHELL: [css, js, wasm, rest].map((path) => path.slice(1)),
    ROUTE: `^(${route})(/|$)`,
  };
  const known = Object.entries(facts).map(([name, value]) => `const ${name}=${JSON.stringify(value)};`).join('');
  return smallScript(`${known}\n${read('tools', 'boot', 'service.js')}`, {});
}

const isKept = process.env.TRUNK_PROFILE === 'release';
mkdirSync(join(stage, 'assets'));
const { wasm, glue } = shortImports(staged('openclutch_bg.wasm'), staged('openclutch.js').toString());
const cut = parts();
const files = {
  css: ship(styleSheet(FRAME), 'css'),
  js: ship(joined(glue, cut), 'js'),
  wasm: ship(wasm, 'wasm'),
  demo: worker('demo'),
  highlight: worker('highlight'),
  ...packs(cut),
  service: isKept,
};
// The glue imports these by a path relative to itself.
if (existsSync(join(stage, 'snippets'))) renameSync(join(stage, 'snippets'), join(stage, 'assets', 'snippets'));

const finished = page(files);
for (const name of ['index.html', '404.html']) writeFileSync(join(stage, name), finished);
writeFileSync(join(stage, 'service.js'), service(finished, files));
cpSync(join(source, 'tools', 'boot', 'app'), stage, { recursive: true });

if (process.env.OPENCLUTCH_ADDRESS) console.log(`\n  OpenClutch is built: open ${process.env.OPENCLUTCH_ADDRESS}\n`);
