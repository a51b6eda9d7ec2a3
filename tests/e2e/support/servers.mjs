// Owns the web servers of others: starts each by its recipe in docs/hosting, in which only the address, the folder and what is left out on purpose
// are exchanged. Knows no page and no gateway.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../lab/gateway.mjs';

const RECIPES = fileURLToPath(new URL('../../../docs/hosting', import.meta.url));
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/** By name: the recipe, how it becomes one for these tests, and how the server is called. `encodings` is what it can send, best first. */
export const SERVERS = {
  nginx: {
    recipe: 'nginx.conf',
    encodings: existsSync(BROTLI) ? ['br', 'gzip'] : ['gzip'],
    site: (text, port) => text.replace('listen 80;', `listen 127.0.0.1:${port};`).replace('#brotli_static', existsSync(BROTLI) ? 'brotli_static' : '#'),
    args(folder) {
      // What a system's own nginx.conf does. The folders of these tests are open to nobody else, so a server that starts as root stays root.
      const main = [
        existsSync(BROTLI) ? `load_module ${BROTLI};` : '', process.getuid() === 0 ? 'user root;' : '',
        `daemon off; pid ${folder}/pid; error_log stderr; events {}`,
        `http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`).join(' ')} include ${folder}/nginx.conf; }`,
      ];
      writeFileSync(path.join(folder, 'main.conf'), main.join('\n'));
      return ['-e', 'stderr', '-p', folder, '-c', path.join(folder, 'main.conf')];
    },
  },
  caddy: {
    recipe: 'Caddyfile',
    encodings: ['br', 'gzip'],
    // Without a certificate, and without a port for its orders.
    site: (text, port) => `{\n\tadmin off\n}\n${text.replace('dash.example {', `http://127.0.0.1:${port} {`)}`,
    args: (folder) => ['run', '--config', path.join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
  },
};

/** Why the stories of a server are left out here; nothing if they are not. */
export function missing(name) {
  const places = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`.split(':');
  return places.some((place) => existsSync(path.join(place, name))) ? '' : `${name} is not installed, so its recipe is not tried`;
}

/**
 * Serves a bundle by a recipe, at the root or under a sub-path such as `/dash`. `more` are files that lie beside the page, by name, where the bundle
 * has none. Resolves to { url, close }.
 */
export async function served(name, { dir, base = '', more = {} }) {
  const { recipe, site, args } = SERVERS[name];
  const folder = mkdtempSync(path.join(os.tmpdir(), `openclutch-${name}-`));
  const www = path.join(folder, 'www');
  mkdirSync(www);
  cpSync(dir, www + base, { recursive: true, preserveTimestamps: true });
  for (const [file, text] of Object.entries(more)) if (!existsSync(path.join(www + base, file))) writeFileSync(path.join(www + base, file), text);
  const port = await freePort();
  let text = readFileSync(path.join(RECIPES, recipe), 'utf8');
  // The recipe itself says what becomes of it under a sub-path.
  if (base) text = execFileSync('sed', ['-E', text.match(/sed -E '(.*)'/)[1].replace('/dash/', `${base}/`)], { input: text, encoding: 'utf8' });
  writeFileSync(path.join(folder, recipe), site(text, port).replaceAll('/srv/openclutch', www));
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin`, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const server = spawn(name, args(folder), { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (words) => (said += words));
  const url = `http://127.0.0.1:${port}${base}/`;
  while (!(await fetch(url).then(() => true, () => false))) {
    if (server.exitCode !== null) throw new Error(`${name} did not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    async close() {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
