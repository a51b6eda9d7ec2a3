// What is said and does not arrive: it is found out, sent once more, or left to the person; and what the gateway would not take.
import { startProxy } from '../lab/proxy.mjs';
import { between } from './support/between.mjs';
import { made } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
});
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** What persons said, by the gateway's own transcript. */
async function said(operator, key) {
  const { messages } = await operator.call('chat.history', { sessionKey: key, limit: 500 });
  return messages.filter(({ role }) => role === 'user').map(({ content }) => content);
}

/** Loses the first message on its way, and the connection with it. `changes(hello, number)` is shown every hello. */
async function losing(page, road, changes = () => {}) {
  const keys = [];
  let hellos = 0;
  await between(page, {
    loses: (frame) => {
      if (frame.method !== 'chat.send') return false;
      keys.push(frame.params.idempotencyKey);
      if (keys.length > 1) return false;
      setTimeout(() => road.drop(), 0);
      return true;
    },
    passes: (frame) => {
      if (frame.payload?.type === 'hello-ok') changes(frame.payload, ++hellos);
      return true;
    },
  });
  return keys;
}

test('a message that is lost on its way goes out once more under the same key, and arrives once', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Outbox: Lost');
  const road = await startProxy({ target: gateway.port });
  const keys = await losing(page, road);
  await talk.open(gateway, key, { url: road.url });
  await talk.say('lost and found');
  await expect(talk.said).toHaveText(['lost and found'], { timeout: 30_000 });
  await talk.isQuiet();
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
  expect(await said(operator, key)).toEqual(['lost and found']);
  await road.close();
});

test('a message that a gateway of another life may not know is unconfirmed: a person sends it again or throws it away', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Outbox: Unconfirmed');
  const road = await startProxy({ target: gateway.port });
  const keys = await losing(page, road, (hello, number) => {
    if (number > 1) hello.server.bootId = 'another life';
  });
  await talk.open(gateway, key, { url: road.url });
  await talk.say('did it arrive');
  await expect(talk.queue).toHaveCount(1);
  await expect(talk.queue).toHaveAttribute('data-state', 'unconfirmed', { timeout: 30_000 });
  await expect(talk.queue).toContainText('delivery unconfirmed');
  await expect(talk.queue).toContainText('Look whether it was answered.');
  expect(keys, 'nobody sends it behind the back of a person').toHaveLength(1);
  await page.reload();
  await talk.arrived();
  await expect(talk.queue).toHaveAttribute('data-state', 'unconfirmed');
  await talk.queue.getByRole('button', { name: 'Send again' }).click();
  await expect(talk.said).toHaveText(['did it arrive']);
  await talk.isQuiet();
  expect(await said(operator, key)).toEqual(['did it arrive']);
  await road.close();
});

test('what this browser has no room to keep is not sent: it stays where it was written, and why is said', async ({ talk, gateway, operator, page, wire }) => {
  const key = await made(operator, 'Outbox: No room');
  await talk.open(gateway, key);
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await talk.say('where would this be kept');
  await expect(talk.dashboard.toasts).toContainText('no room left to keep the message');
  await expect(talk.box).toHaveValue('where would this be kept');
  await expect(talk.queue).toHaveCount(0);
  expect(wire.calls('chat.send')).toHaveLength(0);
});

test('files are held to the limits that the gateway names, before they are read', async ({ talk, gateway, operator, page, wire }) => {
  const key = await made(operator, 'Outbox: Limits');
  await between(page, {
    passes: (frame) => {
      if (frame.payload?.type === 'hello-ok') frame.payload.policy.attachments = { maxBytes: 2_000, maxImageBytes: 50 };
      return true;
    },
  });
  await talk.open(gateway, key);
  const attach = (name, mimeType, buffer) => page.getByLabel('Attach files').setInputFiles({ name, mimeType, buffer });
  await attach('dot.png', 'image/png', PIXEL);
  await expect(talk.dashboard.toasts).toContainText('dot.png is 70 B large; this gateway takes up to 50 B.');
  await attach('long.txt', 'text/plain', Buffer.alloc(2_001, 'a'));
  await expect(talk.dashboard.toasts).toContainText('long.txt is 2 kB large; this gateway takes up to 2 kB.');
  await attach('short.txt', 'text/plain', Buffer.alloc(1_000, 'a'));
  await expect(page.locator('.chip-file')).toHaveText(/short\.txt/);
  await talk.say('with the short one');
  await expect(talk.log.locator('.medium')).toContainText('short.txt');
  expect(wire.calls('chat.send').map(({ params }) => params.attachments.map(({ fileName }) => fileName))).toEqual([['short.txt']]);
  await talk.isQuiet();
});
