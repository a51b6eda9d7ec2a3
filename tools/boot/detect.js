// Runs first, in the language of the oldest browsers: sets theme and density
// before anything is painted, says which addresses may become code, takes what a
// link hands over out of the address, and shows the fitting text of index.html
// when the program cannot start. Owns the choice of the text; knows no file names.
(function () {
  var html = document.documentElement, blocked = false;
  html.setAttribute('data-boot', 'loading');

  try {
    var prefs = JSON.parse(localStorage.getItem('openclutch.prefs')).value;
    if (/^(dark|light|contrast)$/.test(prefs.theme)) html.setAttribute('data-theme', prefs.theme);
    if (prefs.compact) html.setAttribute('data-density', 'compact');
  } catch (e) {
    // Storage may be empty or forbidden: the system's theme it is.
  }

  // What stands behind the '#' and may be secret stays in no history, and the program asks for it once.
  function taken() {
    var hash = location.hash.slice(1);
    if (!/(^|&)(gateway|token)=/.test(hash)) return '';
    history.replaceState(history.state, '', location.href.split('#')[0]);
    return hash;
  }
  var handed = taken();

  // A link that is opened in a tab which is here already loads nothing anew.
  window.addEventListener('hashchange', function () {
    handed = taken() || handed;
    if (handed) window.dispatchEvent(new Event('openclutch-handed'));
  });
  // The page's policy takes no text for code or for elements. Addresses of workers are the only texts that the program has to hand over, and they
  // lie where the page does.
  try {
    if (window.trustedTypes) {
      trustedTypes.createPolicy('default', {
        createScriptURL: function (address) {
          return new URL(address, location.href).origin === location.origin ? address : null;
        }
      });
    }
  } catch (e) {
    // The host has a policy of its own, which allows no other.
  }

  function loading() {
    return html.getAttribute('data-boot') === 'loading';
  }

  // The first cause wins; later ones are its consequences.
  function stop(cause) {
    if (!loading()) return;
    html.setAttribute('data-boot', 'stopped');
    function show() {
      var texts = document.querySelectorAll('#boot > [data-case]');
      for (var i = 0; i < texts.length; i++) texts[i].hidden = texts[i].getAttribute('data-case') !== cause;
    }
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
    else show();
  }

  document.addEventListener('click', function (event) {
    if (!event.target.hasAttribute || !event.target.hasAttribute('data-reload')) return;
    function again() {
      location.reload();
    }
    // What the browser keeps may be what does not start.
    if (html.getAttribute('data-boot') !== 'stopped' || !navigator.serviceWorker) again();
    else navigator.serviceWorker.getRegistration().then(function (kept) { return kept && kept.unregister(); }).then(again, again);
  });

  // A hint, not a verdict: browser extensions cause violations of their own.
  document.addEventListener('securitypolicyviolation', function (event) {
    var uri = event.blockedURI || '';
    if (uri === 'wasm-eval' || uri.indexOf(location.origin) === 0) blocked = true;
  });

  // A syntax that the browser does not know ends the start script unheard.
  window.addEventListener('error', function (event) {
    if (event.error instanceof SyntaxError && event.filename === location.href.split('#')[0]) stop('old-browser');
  });

  window.openclutchBoot = {
    loading: loading, stop: stop,
    blocked: function () { return blocked; },
    handed: function () { var was = handed; handed = ''; return was; }
  };

  // Modules for the start script; nesting and oklch because the style sheet is made of them.
  var young = 'noModule' in document.createElement('script') && window.CSS && CSS.supports
    && CSS.supports('selector(&)') && CSS.supports('color', 'oklch(0 0 0)');

  if (!/^https?:$/.test(location.protocol)) stop('no-server');
  else if (!young) stop('old-browser');
  else if (typeof WebAssembly !== 'object') stop('no-wasm');
})();
