// A static web server for tests and for a look at the built bundle: plain
// files, or under a sub-path, with or without rewriting unknown paths to the
// page. Owns HTTP for files on loopback; sends no security policy, because the
// page carries its own. Not made for the open network.
import { createServer } from 'node:http';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

// A debug build is tens of megabytes, and the best level takes seconds for the real bundle: it is for whoever measures.
const LARGE = 4_000_000;
const QUICK = 5;
const BEST = 11;
const ENCODINGS = {
  br: (bytes, quality) =>
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: bytes.length > LARGE ? 1 : quality,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => gzipSync(bytes),
};

/** Reads and compresses each file once per change of it. */
function store(dir, quality) {
  const kept = new Map();
  return (path, accepted) => {
    const file = resolve(dir, `.${normalize(`/${path}`)}`);
    if (file !== dir && !file.startsWith(dir + sep)) return null;
    const stat = existsSync(file) && statSync(file);
    if (!stat || !stat.isFile()) return null;
    const encoding = Object.keys(ENCODINGS).find((name) => accepted.includes(name)) ?? '';
    const key = `${file} ${encoding} ${stat.mtimeMs} ${stat.size}`;
    if (!kept.has(key)) {
      const bytes = readFileSync(file);
      kept.set(key, encoding ? ENCODINGS[encoding](bytes, quality) : bytes);
    }
    return { body: kept.get(key), encoding, type: TYPES[extname(file)] ?? 'application/octet-stream' };
  };
}

/**
 * Serves a folder; resolves to { url, server, close }.
 * base: '' or '/sub/path'. rewrite: unknown paths answer with the page (200);
 * without it they answer 404 with the body of 404.html. headers: sent with
 * every answer. port 0 takes any free one. isBest: compressed as well as it goes.
 */
export async function serve({ dir = 'dist', base = '', rewrite = true, port = 0, host = '127.0.0.1', headers = {}, isBest = false } = {}) {
  const read = store(resolve(dir), isBest ? BEST : QUICK);
  const root = base.replace(/\/+$/, '');

  const server = createServer((request, response) => {
    const send = (status, found, extra = {}) => {
      response.writeHead(status, {
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
        Vary: 'Accept-Encoding',
        ...(found && { 'Content-Type': found.type, 'Content-Length': found.body.length }),
        ...(found?.encoding && { 'Content-Encoding': found.encoding }),
        ...headers,
        ...extra,
      });
      response.end(request.method === 'HEAD' ? undefined : found?.body);
    };

    if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, null, { Allow: 'GET, HEAD' });
    const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*,\s*/);
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    } catch {
      return send(400, null);
    }
    if (root && path === root) return send(301, null, { Location: `${root}/` });
    if (root && !path.startsWith(`${root}/`)) return send(404, null);
    path = path.slice(root.length);

    const found = read(path.endsWith('/') ? `${path}index.html` : path, accepted);
    if (found) return send(200, found);
    if (rewrite && !extname(path)) return send(200, read('/index.html', accepted));
    return send(404, read('/404.html', accepted));
  });

  await new Promise((yes, no) => server.once('error', no).listen(port, host, yes));
  return {
    server,
    url: `http://${host}:${server.address().port}${root}/`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: 'dist' },
      base: { type: 'string', default: '' },
      'no-rewrite': { type: 'boolean', default: false },
      port: { type: 'string', default: '8080' },
    },
  });
  if (!existsSync(join(values.dir, 'index.html'))) {
    console.error(`no bundle in ${values.dir}: run make dist first`);
    process.exit(1);
  }
  const { url } = await serve({ ...values, rewrite: !values['no-rewrite'], port: Number(values.port) });
  console.log(url);
}
