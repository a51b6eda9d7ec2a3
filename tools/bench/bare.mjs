// A page that nobody listens in on. Playwright has the inspector tell it of every frame of every socket, which costs the page more
// than the frames themselves; here only that is switched on which is asked for. Owns the page, and no figure.

/** Opens a page in a context of its own: with what a browser had stored, and scripts that run before the page's own. */
export async function barePage(browser, url, { storageState, scripts = [] } = {}) {
  const root = await browser.newBrowserCDPSession();
  const { browserContextId } = await root.send('Target.createBrowserContext');
  const { targetId } = await root.send('Target.createTarget', { url: 'about:blank', browserContextId, newWindow: true });
  // Flat sessions would be Playwright's to route, and it knows nothing of this page.
  const { sessionId } = await root.send('Target.attachToTarget', { targetId, flatten: false });

  let last = 0;
  const waiting = new Map();
  root.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
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
  await send('Page.navigate', { url });
  return {
    send,
    evaluate,
    close: async () => {
      await root.send('Target.disposeBrowserContext', { browserContextId });
      await root.detach();
    },
  };
}
