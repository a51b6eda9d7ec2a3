// What every measurement does with a browser: pair it once, open a page anew, ask the inspector for sizes. Owns no figure.

/** Pairs one browser with a gateway and keeps what it stored, as a person's browser would. */
export async function paired(browser, url, gateway) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${url}sessions`);
  const form = page.getByRole('form', { name: 'Connect to a gateway' });
  await form.getByRole('textbox', { name: 'Gateway address' }).fill(gateway.url);
  await form.locator('input[type="password"]').fill(gateway.token);
  await form.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.locator('.row[data-key]').first().waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** What the page holds after a collection: bytes of the script's heap and of the program's own memory, elements of the page. */
export async function held(page) {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('HeapProfiler.collectGarbage');
  await inspector.send('Performance.enable');
  const { metrics } = await inspector.send('Performance.getMetrics');
  const { result } = await inspector.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await inspector.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const sum = 'function() { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }';
  const program = await inspector.send('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: sum, returnByValue: true });
  await inspector.detach();
  return {
    heap: metrics.find(({ name }) => name === 'JSHeapUsedSize').value,
    program: program.result.value,
    elements: await page.evaluate(() => document.querySelectorAll('*').length),
  };
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export const row = (name, value, note = '') => console.log(`  ${name.padEnd(26)}${String(value).padStart(12)}  ${note}`);
