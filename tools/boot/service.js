// Keeps the bundle in the browser, so that it starts at once and without a net,
// and takes a newer one only when the person says so. Owns this cache; knows no
// gateway and nothing that a person has written.
// VERSION, SHELL and ROUTE are put in front of this by tools/finish.mjs.
const root = new URL('./', location.href).pathname;
const isView = new RegExp(ROUTE);

// Caches belong to the whole origin, and below another path there may be another bundle.
const OURS = `openclutch ${root} `;
const NAME = OURS + VERSION;

// The page under one name, wherever in the app it is asked for.
const page = () => caches.match(root, { cacheName: NAME });

// Hosts with a fallback answer a missing file with the page itself.
const isWhole = (answer) => answer.ok && !/html/.test(answer.headers.get('content-type'));

async function kept() {
  // A host may still have the page of another version: then this one is not whole, and is tried again later.
  const answer = await fetch(new Request(root, { cache: 'reload' }));
  const text = await answer.text();
  const files = await Promise.all(SHELL.map((path) => fetch(root + path)));
  if (!answer.ok || !SHELL.every((path) => text.includes(path)) || !files.every(isWhole)) throw new TypeError('the host has another version');
  const cache = await caches.open(NAME);
  await Promise.all(files.map((file, at) => cache.put(root + SHELL[at], file)));
  // Made anew, since a browser takes no answer for a page that was led elsewhere.
  await cache.put(root, new Response(text, { headers: answer.headers }));
}

// Versions before stay as long as another tab may run one.
async function dropped() {
  await clients.claim();
  if ((await clients.matchAll({ includeUncontrolled: true })).length > 1) return;
  const before = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
  await Promise.all(before.map((name) => caches.delete(name)));
}

async function asset(request) {
  const known = await caches.match(request, { ignoreVary: true });
  if (known) return known;
  const answer = await fetch(request);
  if (isWhole(answer)) await (await caches.open(NAME)).put(request, answer.clone());
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
  if (mode === 'navigate' && (!path || isView.test(path))) event.respondWith(page().then((kept) => kept ?? fetch(event.request)));
  else if (path.startsWith('assets/')) event.respondWith(asset(event.request));
});
