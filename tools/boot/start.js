// Finds out under which path the files lie, loads style sheet, glue and
// program from there at the same time, and starts the program. Owns the paths;
// knows no words and nothing of what the program does.
// FILES is put in front of this by tools/finish.mjs.
const html = document.documentElement;
const { blocked, loading, stop } = window.openclutchBoot;

// The path before a view's address, and the view's name.
const ROUTE = /^(.*?)\/(now|sessions|chat|cron|analytics|tasks|logs|projects|connection|connect|settings)(?=\/|$)/;

// Where the files may lie, likeliest first. Each is a path without a trailing
// slash; '' is the top of the server.
function roots() {
  // A gateway that serves the page says where.
  const marker = html.getAttribute('data-openclaw-control-ui-base-path');
  if (marker !== null) return [marker.replace(/\/+$/, '')];
  const path = location.pathname.replace(/\/{2,}/g, '/');
  const route = path.match(ROUTE);
  const found = [route ? route[1] : path.replace(/\/[^/]*$/, '')];
  // An unknown address below the root: try each parent folder in turn.
  for (let at = path.replace(/\/+$/, ''); ; at = at.replace(/\/[^/]*$/, '')) {
    if (!found.includes(at)) found.push(at);
    if (!at) return found;
  }
}

// Starts loading the style sheet; rejects when it does not come.
function styled(href) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  const loaded = new Promise((yes, no) => {
    link.onload = yes;
    link.onerror = () => {
      link.remove();
      no(new TypeError(href));
    };
  });
  document.head.append(link);
  return loaded;
}

// Starts loading all that the view at this address needs besides the program, if it needs any: names and bytes of the program's parts, and
// how it looks.
function hurry(root) {
  // Without a view of its own the start leads to what is so now.
  const pack = FILES.packs[(location.pathname.match(ROUTE) ?? [])[2] ?? 'now'];
  if (pack) globalThis.openclutchPack = unpacked(root + pack).catch(() => null);
  // All parts, once somebody asks for them; asked for anew if they did not come.
  let rest;
  const forget = (error) => {
    rest = null;
    throw error;
  };
  // Widgets, once a conversation needs them before all parts are here. Most of what they need others need too, so who asks for one of these
  // waits until all have asked who do so in the same turn: widgets are meant only where their own part is among them.
  let [beside, areMeant, isHere] = [null, false, false];
  globalThis.openclutchBeside = async (name) => {
    if (!FILES.beside.includes(name)) return null;
    areMeant ||= name === 'split_widgets';
    await new Promise((turn) => setTimeout(turn));
    if (areMeant && !isHere) beside ??= unpacked(root + FILES.packs.widgets).catch(() => null);
    return beside;
  };
  const come = (parts) => ((isHere = true), parts);
  globalThis.openclutchRest = (isAnew) => (rest = (!isAnew && rest) || unpacked(root + FILES.rest).then(come, forget));
}

async function unpacked(href) {
  const bytes = new Uint8Array(await (await fetched(href)).arrayBuffer());
  let from = bytes.indexOf(10) + 1;
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, from)));
  const parts = new Map(head.map(([name, length]) => [name, bytes.slice(from, (from += length))]));
  // How it looks is known before any of it is drawn.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(new TextDecoder().decode(parts.get('css')));
  document.adoptedStyleSheets.push(sheet);
  return parts;
}

// Starts loading the program; rejects when it does not come.
async function fetched(href) {
  const answer = await fetch(href);
  // Hosts with a fallback answer a missing file with the page itself.
  if (!answer.ok || /html/.test(answer.headers.get('content-type'))) throw new TypeError(href);
  return answer;
}

// Has the browser keep the bundle, and offer to install it. Not where a gateway serves the page: what is kept would
// stand in the way of the gateway's own dashboard later.
function keep(root) {
  if (!FILES.service || html.hasAttribute('data-openclaw-control-ui-base-path')) return;
  const manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = root + '/app.webmanifest';
  document.head.append(manifest);
  // Missing where the page came over plain http from another machine.
  const workers = navigator.serviceWorker;
  if (!workers) return;
  let isAsked = false;
  let looked = performance.now();
  const follow = (registration) => {
    const offer = () => {
      if (registration.waiting && workers.controller) dispatchEvent(new Event('openclutch-newer'));
    };
    window.openclutchBoot.renew = () => {
      isAsked = true;
      if (registration.waiting) registration.waiting.postMessage('renew');
      else location.reload();
    };
    const follows = () => registration.installing?.addEventListener('statechange', offer);
    registration.addEventListener('updatefound', follows);
    follows();
    offer();
    // A page that stays open for days hears of a newer one too: when somebody comes back to it, once an hour.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || performance.now() - looked < 3_600_000) return;
      looked = performance.now();
      registration.update().catch(() => {});
    });
  };
  workers.addEventListener('controllerchange', () => {
    if (isAsked) location.reload();
  });
  const register = () => workers.register(root + '/service.js', { updateViaCache: 'none' }).then((registration) => registration && follow(registration), () => {});
  // The first view has the road for itself.
  setTimeout(register, 5_000);
}

// Which text tells the person what to do about this error.
function cause(error) {
  if (blocked() || /unsafe-eval|content security policy|blocked by csp/i.test(error)) return 'policy';
  if (error instanceof SyntaxError || error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError) return 'old-browser';
  return 'stale';
}

async function start() {
  let failure;
  for (const root of roots()) {
    const style = styled(root + FILES.css);
    const wasm = fetched(root + FILES.wasm);
    // Both are awaited below, but maybe too late for the browser's taste.
    style.catch(() => {});
    wasm.catch(() => {});

    let glue;
    try {
      glue = await import(root + FILES.js);
    } catch (error) {
      failure = error;
      if (cause(error) !== 'stale') break;
      continue;
    }

    // So this is where the files lie; what fails from here on is final.
    html.setAttribute('data-root', root);
    html.setAttribute('data-demo', FILES.demo);
    html.setAttribute('data-highlight', FILES.highlight);
    hurry(root);
    try {
      await style;
      await wasm;
      await glue.default({ module_or_path: wasm });
      html.setAttribute('data-boot', 'started');
      keep(root);
      return;
    } catch (error) {
      failure = error;
      break;
    }
  }
  console.error(failure);
  // A fault inside the program is not a failed start.
  if (failure instanceof WebAssembly.RuntimeError) document.getElementById('stopped').hidden = false;
  else stop(cause(failure));
}

if (loading()) start();
