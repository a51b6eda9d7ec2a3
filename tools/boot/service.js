// Keeps the bundle in the browser, so that it starts at once and without a net,
// and takes a newer one only when the person says so. Owns this cache; knows no
// gateway and nothing that a person has written.
// VERSION, PAGE, SHELL and ROUTE are put in front of this by tools/finish.mjs.
const root = new URL('./', location.href).pathname;
const isView = new RegExp(ROUTE);

// The page under one name, wherever in the app it is asked for.
const pageAt = (version) => caches.open(version).then((cache) => cache.match(root));

async function kept() {
  const cache = await caches.open(VERSION);
  // A host may still have the page of another version: then this one is not whole, and is tried again later.
  const page = await fetch(new Request(root, { cache: 'reload' }));
  const text = await page.text();
  if (!page.ok || !text.includes(PAGE)) throw new TypeError('the page is of another version');
  // Made anew, since a browser takes no answer for a page that was led elsewhere.
  await cache.put(root, new Response(text, { headers: page.headers }));
  await cache.addAll(SHELL.map((path) => root + path));
}

// The version before stays: another tab may still run it.
async function dropped() {
  const ours = (await caches.keys()).filter((name) => name.startsWith('openclutch ') && name !== VERSION);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
  await clients.claim();
}

async function asset(request) {
  const known = await caches.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  // Hosts with a fallback answer a missing file with the page itself.
  if (answer.ok && !/html/.test(answer.headers.get('content-type'))) await (await caches.open(VERSION)).put(request, answer.clone());
  return answer;
}

addEventListener('install', (event) => event.waitUntil(kept()));
addEventListener('activate', (event) => event.waitUntil(dropped()));
addEventListener('message', (event) => {
  if (event.data === 'renew') skipWaiting();
});
addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin || !pathname.startsWith(root)) return;
  const path = pathname.slice(root.length);
  // Only what is the app's own: below the same root there may be others.
  if (mode === 'navigate' && (!path || isView.test(path))) event.respondWith(pageAt(VERSION).then((page) => page ?? fetch(event.request)));
  else if (path.startsWith('assets/')) event.respondWith(asset(event.request));
});
