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
  await page.locator('.row[data-key]').first().waitFor({ timeout: 120_000 });
  const state = await context.storageState();
  await context.close();
  return state;
}

/** What the page holds after a collection: bytes of the script's heap and of the program's own memory, elements of the page. */
export async function held(page) {
  const inspector = await page.context().newCDPSession(page);
  const found = await heldBy((method, params) => inspector.send(method, params));
  await inspector.detach();
  return found;
}

/** The same by the way to an inspector; the program's memory is known where `watchMemory` runs in the page. */
export async function heldBy(send) {
  await send('HeapProfiler.collectGarbage');
  await send('Performance.enable');
  const { metrics } = await send('Performance.getMetrics');
  const ask = async (expression) => (await send('Runtime.evaluate', { expression })).result;
  const metric = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return {
    heap: metric('JSHeapUsedSize'),
    program: (await ask('[...(window.programMemories ?? [])].reduce((sum, { buffer }) => sum + buffer.byteLength, 0)')).value,
    // All nodes that are alive, also texts and those that are in no page any more.
    nodes: metric('Nodes'),
    elements: (await ask("document.querySelectorAll('*').length")).value,
  };
}

/** Longer than this, and a frame of 60 Hz was dropped. */
export const DROPPED_MS = 25;

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export const row = (name, value, note = '') => console.log(`  ${name.padEnd(26)}${String(value).padStart(12)}  ${note}`);
