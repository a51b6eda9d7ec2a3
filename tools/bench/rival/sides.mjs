// The two sides: our pages and those by hand, each in a browser that the gateway knows already. Owns their addresses, and what is
// counted of what a page asks for.
import { barePage } from '../bare.mjs';
import { paired } from '../browser.mjs';
import { watchFrames, watchList, watchMemory, watchTalk } from '../watch.mjs';

/** How often each figure is measured. */
export const ROUNDS = Number(process.env.ROUNDS ?? 5);

/** Lets the page by hand make its device and get its token. */
async function pairedByHand(browser, address) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('.row[data-key]').first().waitFor({ timeout: 120_000 });
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Both sides: `open(address)` resolves to a page that is on its way, its traffic counted if that is wanted. */
export async function sidesOf(browser, url, byHandUrl, gateway) {
  const given = (more = {}) => new URLSearchParams({ gateway: gateway.url, token: gateway.token, ...more });
  const side = (storageState, addresses) => ({
    ...addresses,
    open: async (address, { isCounted = false } = {}) => {
      const page = await barePage(browser, { storageState, scripts: [watchFrames, watchMemory, watchTalk, watchList] });
      if (isCounted) page.traffic = await countTraffic(page);
      await page.goto(address);
      return page;
    },
  });
  const list = `${byHandUrl}list.html?${given()}`;
  return {
    ours: side(await paired(browser, url, gateway), { list: `${url}sessions`, chat: (key) => `${url}chat/${encodeURIComponent(key)}`, view: (view) => `${url}${view}` }),
    byHand: side(await pairedByHand(browser, list), { list, chat: (key) => `${byHandUrl}chat.html?${given({ session: key })}` }),
  };
}

/**
 * Counts from now on what the page asks its host and its gateway. `until(ms)` is what there was so long after the page began to load: what is
 * told of it comes later than it happened.
 */
async function countTraffic(page) {
  const seen = { requests: 0, bytes: 0, calls: [], until };
  const all = [];
  const note = (method, take) =>
    page.on(method, (told) => {
      all.push({ at: told.timestamp * 1_000, take: (seen) => take(seen, told) });
      take(seen, told);
    });
  note('Network.requestWillBeSent', (seen, { request }) => (seen.requests += request.url.startsWith('data:') ? 0 : 1));
  note('Network.webSocketWillSendHandshakeRequest', (seen) => (seen.requests += 1));
  note('Network.loadingFinished', (seen, { encodedDataLength }) => (seen.bytes += encodedDataLength));
  note('Network.webSocketFrameSent', (seen, { response }) => seen.calls.push(JSON.parse(response.payloadData).method));
  await page.send('Network.enable');
  return seen;

  function until(ms) {
    const found = { requests: 0, bytes: 0, calls: [] };
    for (const { at, take } of all) if (at <= all[0].at + ms) take(found);
    return found;
  }
}

/**
 * Measures on both sides in turn, so many rounds (or fewer by hand); resolves to what each came to, by the names that a round gives its
 * figures.
 */
export async function rounds(sides, measure, { byHand = ROUNDS } = {}) {
  const found = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      if (name === 'byHand' && round >= byHand) continue;
      for (const [figure, value] of Object.entries(await measure(side))) {
        found[figure] ??= { ours: [], byHand: [] };
        found[figure][name].push(value);
      }
    }
  }
  return found;
}
