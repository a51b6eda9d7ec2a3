// A conversation under a person's hands: it stays where one reads, follows where one does not, and takes each key once.
// Knows nothing of what the gateway does meanwhile beyond what it is told to say.
import { startProxy } from '../lab/proxy.mjs';
import { between } from './support/between.mjs';
import { made } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
});

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const frames = (page) => page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

/** A session with so many notes in it, of all heights. */
async function noted(operator, title, count) {
  const key = await made(operator, title);
  for (let at = 0; at < count; at += 1) await operator.call('chat.inject', { sessionKey: key, message: `Note ${at}. ${'Some words. '.repeat(1 + (at % 40))}` });
  return key;
}

/** Where the log stands once it does not scroll any more. */
const stands = (talk) => talk.log.evaluate(async (log) => {
  let at;
  for (let same = 0; same < 5; same = log.scrollTop === at ? same + 1 : 0) {
    at = log.scrollTop;
    await new Promise(requestAnimationFrame);
  }
  return at;
});

test('when older messages come, what is read stays where it is, to the pixel', async ({ talk, page, gateway, operator }) => {
  test.setTimeout(120_000);
  const key = await noted(operator, 'Hands: Older', 200);
  const asked = [];
  const kept = [];
  const { deliver } = await between(page, {
    hears: ({ id, method, params }) => method === 'chat.history' && params.offset && asked.push(id),
    passes: (frame) => {
      const isOlder = asked.includes(frame.id);
      if (isOlder) kept.push(frame);
      return !isOlder;
    },
  });
  await talk.open(gateway, key);
  await talk.log.hover();
  for (let turn = 0; turn < 100 && !kept.length; turn += 1) {
    await page.mouse.wheel(0, -2_000);
    await frames(page);
  }
  await expect.poll(() => kept.length).toBeGreaterThan(0);
  await expect(page.locator('.older')).toBeVisible();
  // A little down again, so that some rows stand above the edge.
  await page.mouse.wheel(0, 130);
  await stands(talk);
  const seen = () => talk.log.evaluate((log) => {
    const { top } = log.getBoundingClientRect();
    return [...log.querySelectorAll('.row')].map((row) => [row.dataset.key, row.getBoundingClientRect().top - top]).filter(([, at]) => at > 0 && at < 500);
  });
  const before = await seen();
  expect(before.length).toBeGreaterThan(1);
  const height = await talk.log.evaluate((log) => log.scrollHeight);
  kept.splice(0).forEach(deliver);
  await expect.poll(() => talk.log.evaluate((log) => log.scrollHeight)).toBeGreaterThan(height + 1_000);
  await expect(page.locator('.older')).toHaveCount(0);
  await frames(page);
  const after = new Map(await seen());
  for (const [row, top] of before.slice(0, 3)) expect(Math.abs(after.get(row) - top), row).toBeLessThan(1);
});

for (const [hand, lets] of Object.entries({
  'a turn of the wheel': async (page) => page.mouse.wheel(0, -400),
  PageUp: async (page, talk) => {
    await talk.log.focus();
    await page.keyboard.press('PageUp');
  },
  'a selection': async (page, talk) => talk.texts.last().locator('p').first().evaluate((words) => getSelection().selectAllChildren(words)),
})) {
  test(`${hand} stops the following; the pill counts what is new, and what one says oneself leads to the end`, async ({ talk, page, gateway, operator }) => {
    test.setTimeout(120_000);
    const key = await noted(operator, `Hands: ${hand}`, 30);
    await talk.open(gateway, key);
    const name = hand.replaceAll(' ', '-');
    await talk.say(`hold:${name}`);
    await gateway.model.holding(name);
    await expect(talk.texts.last()).toContainText('Holding.');
    const below = () => talk.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
    await expect.poll(below).toBeLessThan(2);
    await talk.log.hover();
    await lets(page, talk);
    await expect(talk.pill).toBeVisible();
    // The browser glides to the next page: where it ends is the place that is kept.
    const top = await stands(talk);
    for (const number of [1, 2]) await operator.call('chat.inject', { sessionKey: key, message: `New ${number}. ${'Words. '.repeat(60)}` });
    await expect(talk.pill).toHaveText('↓ 2 new');
    expect(await talk.log.evaluate((log) => log.scrollTop), 'the place is kept').toBe(top);
    await page.evaluate(() => getSelection().removeAllRanges());
    await talk.say('and this');
    await expect(talk.pill).toHaveCount(0);
    await expect.poll(below).toBeLessThan(2);
    gateway.model.release(name);
    await talk.isQuiet();
  });
}

test('a message with a file that waits for the connection keeps its file over a reload', async ({ talk, page, gateway, operator }) => {
  const key = await made(operator, 'Hands: A file');
  const road = await startProxy({ target: gateway.port });
  await talk.open(gateway, key, { url: road.url });
  await road.close();
  await expect(talk.dashboard.link).toHaveAttribute('data-link', 'reconnecting');
  await page.getByLabel('Attach files').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
  await expect(page.locator('.chip-file')).toContainText('dot.png');
  await talk.say('look');
  await expect(talk.queue).toContainText('dot.png');
  // Changed once more: the file comes back with the words.
  await talk.queue.getByRole('button', { name: 'Edit' }).click();
  await expect(talk.box).toHaveValue('look');
  await expect(page.locator('.chip-file')).toContainText('dot.png');
  await talk.say('look at it');
  await expect(talk.queue).toContainText('dot.png');
  await page.reload();
  await road.open();
  await expect(talk.log.locator('.medium')).toContainText('dot.png', { timeout: 30_000 });
  await expect(talk.said).toHaveText(['look at it']);
  await talk.isQuiet();
  await road.close();
});

test('Enter twice says it once, with a file and as a note, and what is typed meanwhile stays', async ({ talk, page, gateway, operator, wire }) => {
  const key = await made(operator, 'Hands: Twice');
  await talk.open(gateway, key);
  await page.getByLabel('Attach files').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
  await expect(page.locator('.chip-file')).toContainText('dot.png');
  const strike = (text, next) => talk.box.evaluate((box, [text, next]) => {
    const write = (words) => ((box.value = words), box.dispatchEvent(new Event('input', { bubbles: true })));
    write(text);
    for (const _ of [1, 2]) box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    write(next);
  }, [text, next]);
  await strike('once', 'the next one');
  await expect(talk.said).toHaveText(['once']);
  await talk.isQuiet();
  await expect(talk.box).toHaveValue('the next one');
  expect(wire.calls('chat.send')).toHaveLength(1);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await strike('a note', 'and more');
  await expect(talk.log.locator('.row[data-kind="note"]')).toHaveCount(1);
  await expect(talk.box).toHaveValue('and more');
  expect(wire.calls('chat.inject')).toHaveLength(1);
});
