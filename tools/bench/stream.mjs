// What answers cost while they stream in: the time of the main thread, frames that were dropped, how far the page is behind, and what
// it holds after very many. Owns the measuring; where pages come from is for chat.mjs to know.
import os from 'node:os';
import { unspaced } from '../../tests/bench/prose.mjs';
import { DROPPED_MS, heldBy, median, row } from './browser.mjs';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
/** Deltas a second, and how many at least. */
const RATES = [
  [50, 500],
  [500, 5_000],
  [5_000, 25_000],
];
const MANY = Number(process.env.DELTAS ?? 100_000);
/** So many messages at most are read from the page and compared. */
const COMPARED = 80;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const count = (number) => number.toLocaleString('en-US');

/** Opens a conversation and waits until it is at rest. */
async function ready(open, talk) {
  const page = await open(talk.key);
  await page.evaluate((text) => window.awaitEnd(text), talk.ending);
  await pause(500);
  return page;
}

/** What stands on the page must be what was sent, and its end must be in view. */
async function compare(page, talk, messages) {
  const below = await page.evaluate(() => window.belowEnd());
  if (below > 1) throw new Error(`the end is ${below} px below what is in view`);
  const sent = talk.shown.slice(-messages).map(unspaced);
  const shown = await page.evaluate((messages) => window.readTalk(messages), messages);
  const wrong = sent.findIndex((text, at) => text !== shown[at]);
  if (wrong < 0 && shown.length === sent.length) return;
  throw new Error(`message ${wrong + 1} of ${sent.length} (${shown.length} shown) was sent as\n${sent[wrong]}\nand is shown as\n${shown[wrong]}`);
}

/** How long the main thread was at work, by its own clock: what other programs take from it does not count. */
async function worked(page) {
  const { metrics } = await page.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

const WORK = { all: 'TaskDuration', script: 'ScriptDuration', layout: 'LayoutDuration', style: 'RecalcStyleDuration' };
const between = (before, after) => Object.fromEntries(Object.entries(WORK).map(([name, metric]) => [name, (after[metric] - before[metric]) * 1000]));

async function stream(open, gateway, talk, [rate, least]) {
  const page = await ready(open, talk);
  await page.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.evaluate(() => window.startFrames());
  const idle = await worked(page);
  await pause(1000);
  const before = await worked(page);
  await page.evaluate(() => (window.stopFrames(), window.startFrames()));
  const messages = talk.messages.length;
  const { sent, took, last } = await gateway.play(talk, rate, least);
  const shown = await page.evaluate((text) => window.awaitEnd(text), talk.ending);
  const after = await worked(page);
  const { frames } = await page.evaluate(() => window.stopFrames());
  await compare(page, talk, Math.min(COMPARED, talk.messages.length - messages));
  await page.close();
  const lengths = frames.slice(1).map((at, n) => at - frames[n]);
  const per1000 = Object.fromEntries(Object.entries(between(before, after)).map(([name, ms]) => [name, (ms * 1000) / sent]));
  return {
    ...per1000,
    rest: between(idle, before).all,
    told: (sent * 1000) / took,
    frames: lengths.length,
    dropped: lengths.filter((ms) => ms > DROPPED_MS).length,
    longest: Math.max(...lengths),
    behind: shown - last,
  };
}

/** Measures and prints answers at several rates. */
export async function streams(open, gateway, anew) {
  const found = RATES.map(() => Object.fromEntries(Object.keys(open).map((place) => [place, []])));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, rate] of RATES.entries()) {
      for (const place of Object.keys(open)) found[at][place].push(await stream(open[place], gateway, anew(), rate));
    }
  }
  console.log(`\n  main thread per 1,000 deltas, median of ${ROUNDS} (${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)})`);
  for (const [at, [rate]] of RATES.entries()) {
    const of = (place, key) => median(found[at][place].map((round) => round[key]));
    for (const place of Object.keys(open)) {
      const part = (name) => `${name} ${of(place, name).toFixed(0)}`;
      const parts = `${part('script')}, ${part('layout')}, ${part('style')}; ${of(place, 'rest').toFixed(0)} ms a second at rest`;
      const late = `whole ${of(place, 'behind').toFixed(0)} ms after the last byte; ${of(place, 'told').toFixed(0)} a second were told`;
      row(`${count(rate)} a second, ${place}`, `${of(place, 'all').toFixed(0)} ms`, parts);
      row('', `${of(place, 'frames')} frames`, `of them ${of(place, 'dropped')} over ${DROPPED_MS} ms, longest ${of(place, 'longest').toFixed(0)} ms; ${late}`);
    }
    row('', `${(of('app', 'all') / of('by hand', 'all')).toFixed(2)} x`);
  }
}

/** Measures and prints what is held after many deltas, and after as many more. */
export async function growth(open, gateway, anew) {
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const rate = RATES.at(-1)[0];
  console.log(`\n  held after ${count(MANY)} deltas, and after as many more (${count(rate)} a second)`);
  for (const place of Object.keys(open)) {
    const talk = anew();
    const page = await ready(open[place], talk);
    const found = [];
    for (const _ of [1, 2]) {
      await gateway.play(talk, rate, MANY, { waits: true });
      await page.evaluate((text) => window.awaitEnd(text), talk.ending);
      await pause(2000);
      const { heap, program, nodes, elements } = await heldBy(page.send);
      found.push({ elements, nodes, heap, program, all: heap + program });
    }
    await compare(page, talk, COMPARED);
    await page.close();
    const [first, second] = found;
    const grown = (key) => (first[key] ? `grown by ${((second[key] / first[key] - 1) * 100).toFixed(1)} %` : 'it has none');
    const print = (key, name, show) => row(`${name}, ${place}`, show(second[key]), `${show(first[key])} before; ${grown(key)}`);
    print('elements', 'elements', String);
    print('nodes', 'nodes', String);
    print('heap', 'JavaScript heap', megabytes);
    print('program', "program's memory", megabytes);
    print('all', 'both', megabytes);
  }
}
