// What stands in a conversation: each thing as what it is, opened, copied and read out, by the pointer and by keys.
import { readFileSync } from 'node:fs';
import { between } from './support/between.mjs';
import { made, run } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
});

test('reasoning is told apart from the answer, and folded away once it is done; how much of it is chosen below', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Rows: Reasoning', { model: 'scripted/three' });
  await talk.open(gateway, key);
  await page.getByRole('combobox', { name: 'Thinking' }).selectOption('high');
  await expect.poll(async () => (await operator.call('sessions.describe', { key })).session.thinkingLevel).toBe('high');
  await talk.say('think:first this, then that');
  await talk.isOver(1);
  const thought = talk.log.locator('.row[data-kind="thought"]');
  const fold = thought.getByRole('button', { name: 'Thought' });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(thought).not.toContainText('first this');
  await expect(talk.texts).not.toContainText('Thought');
  await fold.focus();
  await page.keyboard.press('Enter');
  await expect(thought).toContainText('first this, then that');
  await page.keyboard.press('Enter');
  await expect(thought).not.toContainText('first this');
});

test('an edit of a file is shown as what goes and what comes, and another tool with all that it was given', async ({ talk, gateway, operator, page }) => {
  // All of it is in view, and so drawn.
  await page.setViewportSize({ width: 1440, height: 3_000 });
  const key = await made(operator, 'Rows: Tools');
  await talk.open(gateway, key);
  await talk.say('tool:write {"path":"notes.txt","content":"one\\ntwo\\n"}');
  await talk.isOver(1);
  await talk.tools.getByRole('button').first().click();
  await expect(talk.tools.locator('.diff .line[data-sign="+"]')).toHaveText(['+ one\n', '+ two\n']);
  await talk.say('tool:edit {"path":"notes.txt","edits":[{"oldText":"two","newText":"three"}]}');
  await talk.isOver(2);
  await talk.tools.nth(1).getByRole('button').first().click();
  await expect(talk.tools.nth(1).locator('.diff .line[data-sign="-"]')).toHaveText(['- two\n']);
  await expect(talk.tools.nth(1).locator('.diff .line[data-sign="+"]')).toHaveText(['+ three\n']);
  await talk.say('tool:exec {"command":"seq 1 300"}');
  await talk.isOver(3);
  await talk.tools.nth(2).getByRole('button').first().click();
  await expect(talk.tools.nth(2)).toContainText('"command": "seq 1 300"');
  await expect(talk.tools.nth(2)).toContainText('299\n300');
  await expect(talk.tools.nth(2).locator('.fold .number')).toHaveText(/\d/);
});

test('a message is copied, read word for word, and says exactly when it was and what it cost', async ({ talk, gateway, operator, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const key = await made(operator, 'Rows: Copied');
  await talk.open(gateway, key);
  await talk.say('say **this**');
  await talk.isOver(1);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const row = talk.log.locator('.row[data-kind="said"]');
  await row.hover();
  await row.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(copied).toBe('say **this**');
  await talk.ends.getByRole('button', { name: 'Copy' }).click();
  const { messages } = await operator.call('chat.history', { sessionKey: key });
  const [{ text: answer }] = messages.at(-1).content;
  expect(answer).toContain('say **this**');
  await expect.poll(copied, 'an answer is copied as it was written').toBe(answer);
  await expect(row.locator('.bubble')).toHaveAttribute('title', /\b20\d\d\b.*\d:\d\d:\d\d/);
  await expect(talk.ends.locator('.cost')).toHaveAttribute('title', /^\$0\.000\d+, as the gateway reports it$/);
  // By keys alone: the buttons of a message are reached, seen, and lead back.
  await row.getByRole('button', { name: 'JSON' }).focus();
  await expect(row.getByRole('button', { name: 'JSON' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(talk.dashboard.dialog).toContainText('"role": "user"');
  await expect(talk.dashboard.dialog).toContainText('"say **this**"');
  await page.keyboard.press('Escape');
  await expect(talk.dashboard.dialog).toHaveCount(0);
});

test('exported as JSON it can be read again, with each secret masked and named', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Rows: Exported');
  await operator.call('chat.inject', { sessionKey: key, message: 'the key is sk-abcdefghijklmnop1234' });
  await talk.open(gateway, key);
  await talk.say('tool:exec {"command":"echo ghp_abcdefghijklmnopqrstuvwxyz0123456789 >/dev/null; echo done"}');
  await talk.isOver(1);
  await page.getByRole('button', { name: 'More' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export as JSON' }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).not.toMatch(/sk-abcdefghijklmnop1234|ghp_abcdefghij/);
  const { title, session, rows } = JSON.parse(text);
  expect({ title, session }).toEqual({ title: 'Rows: Exported', session: key });
  const kinds = rows.map(({ kind }) => kind);
  for (const kind of ['note', 'said', 'tool', 'text', 'end']) expect(kinds).toContain(kind);
  expect(rows.find(({ kind }) => kind === 'tool')).toMatchObject({ tool: 'exec', arguments: { command: expect.stringContaining('echo done') } });
  await expect(talk.dashboard.toasts).toContainText(/Masked: \d+ token/);
});

test('an answer is read out once, when it is finished', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Rows: Read out');
  await talk.open(gateway, key);
  const told = page.locator('.chat-head .offscreen[role="status"]');
  await told.evaluate((place) => {
    window.told = [];
    new MutationObserver(() => place.textContent && window.told.push(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true });
  });
  await talk.say('count:12');
  await talk.isQuiet();
  const all = '1 2 3 4 5 6 7 8 9 10 11 12';
  await expect(told).toHaveText(all);
  expect((await page.evaluate(() => window.told)).map((words) => words.trim())).toEqual([all]);
  await expect(talk.log, 'the log itself does not read out what streams').toHaveAttribute('aria-live', 'off');
});

test('a command asks with the time that is left; its answer is bound to what was shown, and one that is refused can be given anew', async ({ talk, gateway, operator, page, wire }) => {
  const key = await made(operator, 'Rows: Asking', { agentId: 'careful' });
  // This gateway offers it for no command of this agent; offered all the same, it is refused.
  const offered = (request) => request?.allowedDecisions?.push('allow-always');
  await between(page, {
    passes: (frame) => {
      if (frame.event === 'exec.approval.requested') offered(frame.payload.request);
      return true;
    },
  });
  await talk.open(gateway, key);
  await talk.say('tool:exec {"command":"uname"}');
  await expect(talk.cards.locator('.left')).toHaveText(/^\d+m \d\ds left$/);
  const id = await talk.cards.getAttribute('data-request');
  expect((await operator.call('exec.approval.list')).map((asked) => asked.id)).toContain(id);
  await talk.cards.getByRole('button', { name: 'Allow always' }).click();
  await expect(talk.dashboard.toasts).toContainText('The answer was not taken.');
  await talk.cards.getByRole('button', { name: 'Deny' }).focus();
  await page.keyboard.press('Enter');
  await expect(talk.cards).toHaveCount(0);
  await expect(page.locator('.settled')).toHaveText(/^Denied/);
  await talk.isOver(1);
  expect(wire.calls('exec.approval.resolve').map(({ params }) => params)).toEqual(['allow-always', 'deny'].map((decision) => ({ id, decision })));
  await expect(talk.tools.locator('.tool')).toHaveAttribute('data-state', 'failed');
});

test('what was said last comes back with the arrow, and Stop stops', async ({ talk, gateway, operator }) => {
  const key = await made(operator, 'Rows: Once more');
  await talk.open(gateway, key);
  await talk.say('a word');
  await talk.isOver(1);
  await talk.box.press('ArrowUp');
  await expect(talk.box).toHaveValue('a word');
  await talk.box.fill('');
  await run(gateway, operator, { key, title: 'rows-stop' });
  await talk.stop.click();
  await expect(talk.ends.last()).toContainText('Stopped.');
  await talk.isQuiet();
  gateway.model.release('rows-stop');
});
