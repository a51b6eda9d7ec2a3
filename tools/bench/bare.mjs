// A page that nobody listens in on. Playwright has the inspector tell it of every frame of every socket, which costs the page more
// than the frames themselves; here only that is switched on which is asked for. Owns the page, and no figure.

/**
 * Makes a page in a context of its own: with what a browser had stored, and scripts that run before the page's own.
 * `on(method, take)` hears what the inspector tells once that is switched on.
 */
export async function barePage(browser, { storageState, scripts = [] } = {}) {
  const root = await browser.newBrowserCDPSession();
  const { browserContextId } = await root.send('Target.createBrowserContext');
  const { targetId } = await root.send('Target.createTarget', { url: 'about:blank', browserContextId, newWindow: true });
  // Flat sessions would be Playwright's to route, and it knows nothing of this page.
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });

  let last = 0;
  const waiting = new Map();
  const takers = new Map();
  const on = (method, take) => takers.set(method, take);
  root.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error, method, params } = JSON.parse(message);
    if (method) return takers.get(method)?.(params);
    waiting.get(id)?.(error ? Promise.reject(new Error(error.message)) : result);
    waiting.delete(id);
  });
  const send = (method, params = {}) =>
    new Promise((done, failed) => {
      const id = (last += 1);
      waiting.set(id, done);
      root.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) }).catch(failed);
    });
  const evaluate = async (run, ...given) => {
    const expression = `(${run})(...${JSON.stringify(given)})`;
    const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };

  await send('Page.enable');
  await send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false });
  for (const { origin, localStorage } of storageState?.origins ?? []) {
    const store = (origin, items) => location.origin === origin && items.forEach(({ name, value }) => localStorage.setItem(name, value));
    await send('Page.addScriptToEvaluateOnNewDocument', { source: `(${store})(...${JSON.stringify([origin, localStorage])})` });
  }
  for (const script of scripts) await send('Page.addScriptToEvaluateOnNewDocument', { source: `(${script})()` });
  return {
    send,
    on,
    evaluate,
    goto: (url) => send('Page.navigate', { url }),
    reload: async () => {
      const came = new Promise((done) => on('Page.frameNavigated', done));
      await send('Page.reload');
      await came;
    },
    /** Resolves when the page had nothing to do for a while. */
    atRest: () => evaluate(() => new Promise((done) => requestIdleCallback(() => setTimeout(() => requestIdleCallback(() => done()), 1_000)))),
    close: async () => {
      await root.send('Target.disposeBrowserContext', { browserContextId });
      await root.detach();
    },
  };
}
