// A conversation on a real gateway: what is said arrives once, what is answered is shown as it comes, whatever happens on the way.
import { readFileSync } from 'node:fs';
import { startGateway } from '../lab/gateway.mjs';
import { startProxy } from '../lab/proxy.mjs';
import { BUDGET } from '../../tools/budget.mjs';
import { between } from './support/between.mjs';
import { made, say } from './support/runs.mjs';
import { Dashboard } from './support/dashboard.mjs';
import { Talk } from './support/talk.mjs';
import { expect, GATEWAY_STARTS_WITHIN, test as base } from './support/test.mjs';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
});

/** What the transcript of the gateway itself holds of a session. */
async function transcript(operator, key) {
  const { messages } = await operator.call('chat.history', { sessionKey: key, limit: 500 });
  return messages;
}

const numbers = (upTo) => Array.from({ length: upTo }, (_, at) => at + 1).join(' ');

test('a conversation is there after few requests and few calls', async ({ talk, gateway, operator, page, wire }) => {
  const key = await made(operator, 'Chat: Few calls');
  await operator.call('chat.inject', { sessionKey: key, message: 'The last words' });
  // The first conversation that a gateway reads can take it seconds, and what nobody waits for lets others go first for two.
  await transcript(operator, key);
  const requests = [];
  // The other views come at leisure, before the conversation or after it.
  page.on('request', (request) => /\/assets\/pack-rest-/.test(request.url()) || requests.push(request.url()));
  /** How many calls had gone out when the conversation came. */
  const calls = new Promise((came) => {
    const isIt = ({ type, id }) => type === 'res' && id === wire.calls('chat.history')[0]?.id;
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => isIt(JSON.parse(payload)) && came(wire.calls().length)));
  });
  await talk.open(gateway, key);
  await expect(talk.log).toContainText('The last words');
  expect(requests.length + wire.sockets.length, requests.join('\n')).toBeLessThanOrEqual(BUDGET.requests);
  expect(await calls, wire.calls().map(({ method }) => method).join('\n')).toBeLessThanOrEqual(BUDGET.calls);
});

test('a message is answered: it is in the conversation at once, the answer streams, and what it cost is said', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Answered');
  await talk.open(gateway, key);
  await expect(page.getByText('Nothing was said yet.')).toBeVisible();
  await talk.say('hold:answered');
  await expect(talk.said).toHaveText(['hold:answered']);
  await gateway.model.holding('answered');
  await expect(talk.texts).toContainText('Holding.');
  await expect(talk.state).toContainText('running');
  gateway.model.release('answered');
  await expect(talk.ends).toContainText(/<\$0\.01/);
  await expect(talk.ends).toContainText(/\d+ in · \d+ out/);
  await talk.isQuiet();
  await expect(talk.texts).toHaveCount(1);
  await page.reload();
  await talk.arrived();
  await expect(talk.said).toHaveText(['hold:answered']);
  await expect(talk.texts).toHaveCount(1);
  await expect(page).toHaveTitle(/Chat/);
});

test('a tool is a line that opens to what it was given and what it said', async ({ talk, gateway, operator }) => {
  const key = await made(operator, 'Chat: With a tool');
  await talk.open(gateway, key);
  await talk.say('tool:exec {"command":"echo one; sleep 0.5; echo two"}');
  await expect(talk.tools).toContainText('echo one; sleep 0.5; echo two');
  await expect(talk.tools.locator('.tool')).toHaveAttribute('data-state', 'done');
  await talk.tools.getByRole('button').first().click();
  await expect(talk.tools).toContainText(/one\s+two/);
  await expect(talk.texts).toContainText('The tool answered: one');
  await talk.isQuiet();
  await expect(talk.tools, 'what was open stays open when the transcript takes over').toContainText(/one\s+two/);
  await expect(talk.tools).toHaveCount(1);
});

test('Stop ends the run, keeps what was said, and offers to say it again', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Stopped');
  await talk.open(gateway, key);
  await talk.say('hold:stopped-here');
  await gateway.model.holding('stopped-here');
  await expect(talk.texts).toContainText('Holding.');
  await talk.box.press('Escape');
  await expect(talk.ends).toContainText('Stopped.');
  await expect(talk.texts).toContainText('Holding.');
  await talk.isQuiet();
  gateway.model.release('stopped-here');
  await page.getByRole('button', { name: 'Say it again' }).click();
  await expect(talk.said).toHaveText(['hold:stopped-here', 'hold:stopped-here']);
  await talk.isQuiet();
});

test('a run that fails says so in words', async ({ talk, gateway, operator }) => {
  const key = await made(operator, 'Chat: Failing');
  await talk.open(gateway, key);
  await talk.say('fail');
  await expect(talk.ends.getByRole('alert')).toContainText('The run failed.');
  await talk.isQuiet();
  await expect(talk.ends).toHaveCount(1);
});

test('while a run goes on what is written waits, in order, and can be changed; it goes out once when the run has ended', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Queueing');
  await talk.open(gateway, key);
  await talk.say('hold:busy');
  await gateway.model.holding('busy');
  for (const text of ['first', 'second', 'third']) await talk.say(text);
  await expect(talk.queue).toHaveCount(3);
  await talk.queue.nth(2).getByRole('button', { name: 'Earlier' }).click();
  await expect(talk.queue.nth(1)).toContainText('third');
  await talk.queue.nth(2).getByRole('button', { name: 'Discard' }).click();
  await expect(talk.queue).toHaveCount(2);
  await talk.box.press('ArrowUp');
  await expect(talk.box).toHaveValue('third');
  await talk.say('third, changed');
  await page.reload();
  await talk.arrived();
  await expect(talk.queue, 'what waits survives a reload').toHaveCount(2);
  gateway.model.release('busy');
  await expect(talk.said).toHaveText(['hold:busy', 'first', 'third, changed'], { timeout: 30_000 });
  await talk.isQuiet();
  const said = (await transcript(operator, key)).filter(({ role }) => role === 'user').map(({ content }) => content);
  expect(said).toEqual(['hold:busy', 'first', 'third, changed']);
});

test('Steer now says it into the turn that goes on', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Steering');
  await talk.open(gateway, key);
  await talk.say('hold:steered');
  await gateway.model.holding('steered');
  await talk.box.fill('by the way');
  await page.getByRole('button', { name: 'Steer now' }).click();
  await expect(talk.queue).toHaveCount(1);
  gateway.model.release('steered');
  await expect(talk.said).toHaveText(['hold:steered', 'by the way']);
  await talk.isQuiet();
  await expect(talk.said).toHaveCount(2);
});

for (const after of [1, 3, 7]) {
  test(`a connection that breaks after ${after} pieces loses and doubles no word`, async ({ talk, gateway, operator, page }) => {
    const key = await made(operator, `Chat: broken after ${after}`);
    const road = await startProxy({ target: gateway.port });
    let pieces = 0;
    await between(page, {
      passes: (frame) => {
        if (frame.event === 'agent' && frame.payload.stream === 'assistant' && ++pieces === after) setTimeout(() => road.drop(), 0);
        return true;
      },
    });
    await talk.open(gateway, key, { url: road.url });
    await talk.say('count:40');
    await expect(talk.texts).toContainText(numbers(40), { timeout: 30_000 });
    await talk.isQuiet();
    await expect(talk.texts).toHaveText([numbers(40)]);
    expect((await transcript(operator, key)).filter(({ role }) => role === 'user')).toHaveLength(1);
    await road.close();
  });
}

test('news that are lost without a break are made good', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Losing');
  let seen = 0;
  await between(page, { passes: (frame) => frame.event !== 'agent' || frame.payload.stream !== 'assistant' || ++seen % 3 !== 0 });
  await talk.open(gateway, key);
  await talk.say('count:40');
  await expect(talk.texts).toHaveText([numbers(40)], { timeout: 30_000 });
  await talk.isQuiet();
});

test('a history that was read before the first word and comes after it takes nothing away', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Late');
  let asked, late;
  const { deliver } = await between(page, {
    hears: (frame) => {
      if (frame.method === 'chat.history') asked ??= frame.id;
    },
    passes: (frame) => {
      const isLate = frame.type === 'res' && frame.id === asked;
      if (isLate) late = frame;
      return !isLate;
    },
  });
  await talk.open(gateway, key);
  await expect.poll(() => late?.ok).toBe(true);
  await talk.say('hold:late');
  await expect(talk.state).toContainText('running');
  await expect(talk.queue).toHaveCount(0);
  deliver(late);
  // It is drawn by the second frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))));
  expect(await talk.said.allInnerTexts()).toEqual(['hold:late']);
  gateway.model.release('late');
  await talk.isOver(1);
  await expect(talk.said).toHaveText(['hold:late']);
});

test('the end of a run that was lost is found without a reload', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Endless');
  const isEnd = ({ event, payload }) =>
    (event === 'chat' && payload.state === 'final') ||
    (event === 'agent' && payload.stream === 'lifecycle') ||
    (event === 'session.message' && payload.message.role === 'assistant') ||
    (event === 'sessions.changed' && payload.session?.hasActiveRun === false);
  await between(page, { passes: (frame) => !isEnd(frame) });
  await talk.open(gateway, key);
  await talk.say('count:5');
  await expect(talk.ends).toContainText('in ·', { timeout: 30_000 });
  await expect(talk.texts).toHaveText([numbers(5)]);
});

test('an answer to sending that is lost does not send twice', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Unacknowledged');
  const road = await startProxy({ target: gateway.port });
  let id;
  await between(page, {
    hears: (frame) => {
      if (frame.method === 'chat.send') id ??= frame.id;
    },
    passes: (frame) => {
      const isAck = id !== undefined && frame.type === 'res' && frame.id === id;
      if (isAck) setTimeout(() => road.drop(), 0);
      return !isAck;
    },
  });
  await talk.open(gateway, key, { url: road.url });
  await talk.say('only once');
  await expect(talk.said).toHaveText(['only once'], { timeout: 30_000 });
  await talk.isQuiet();
  expect((await transcript(operator, key)).filter(({ role }) => role === 'user')).toHaveLength(1);
  await road.close();
});

test('what is said while there is no connection waits, survives the tab, and goes out once afterwards', async ({ gateway, operator, context, site }) => {
  const key = await made(operator, 'Chat: Offline');
  const road = await startProxy({ target: gateway.port });
  const tab = await context.newPage();
  const talk = new Talk(tab, new Dashboard(tab, site.url));
  await talk.open(gateway, key, { url: road.url });
  await road.close();
  await expect(talk.dashboard.link).toHaveAttribute('data-link', 'reconnecting');
  await talk.say('said in the dark');
  await talk.say('and this');
  await expect(talk.queue).toHaveCount(2);
  await expect(talk.queue.first()).toContainText('when the connection is back');
  const address = tab.url();
  await tab.close();
  await road.open();
  const next = await context.newPage();
  await next.goto(address);
  await expect.poll(async () => (await transcript(operator, key)).filter(({ role }) => role === 'user').map(({ content }) => content), { timeout: 30_000 }).toEqual(['said in the dark', 'and this']);
  await expect(next.getByRole('list', { name: 'Not yet part of the conversation' }).getByRole('listitem')).toHaveCount(0);
  await road.close();
});

test('two tabs show the same, and a message from elsewhere appears by itself', async ({ talk, gateway, operator, page, context }) => {
  const key = await made(operator, 'Chat: Two tabs');
  await talk.open(gateway, key);
  const other = await context.newPage();
  await other.goto(page.url());
  const second = new Talk(other, talk.dashboard);
  await expect(second.box).toBeEnabled();
  await say(operator, key, 'count:12');
  await expect(talk.said).toHaveText(['count:12']);
  await expect(second.said).toHaveText(['count:12']);
  for (const one of [talk, second]) await expect(one.texts).toHaveText([numbers(12)], { timeout: 30_000 });
});

test('a command that needs a yes is shown in full, and runs when it is allowed', async ({ talk, gateway, operator }) => {
  const key = await made(operator, 'Chat: Careful', { agentId: 'careful' });
  await talk.open(gateway, key);
  await talk.say('tool:exec {"command":"rm -rf nothing-here; echo allowed"}');
  await expect(talk.cards).toContainText('rm -rf nothing-here; echo allowed');
  await expect(talk.cards.locator('.risky')).toHaveText(['rm']);
  await expect(talk.cards).toContainText('workspace-careful');
  await expect(talk.state).toHaveText('waits for you');
  await talk.cards.getByRole('button', { name: 'Allow once' }).click();
  await expect(talk.cards).toHaveCount(0);
  await expect(talk.texts).toContainText('allowed', { timeout: 30_000 });
  await talk.isQuiet();
});

test('a command that is answered elsewhere leaves, and what is denied does not run', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Denied', { agentId: 'careful' });
  await talk.open(gateway, key);
  await talk.say('tool:exec {"command":"echo never"}');
  const id = await talk.cards.getAttribute('data-request');
  await operator.call('exec.approval.resolve', { id, decision: 'deny' });
  await expect(talk.cards).toHaveCount(0);
  await expect(page.locator('.settled')).toHaveText(/^Denied.*: echo never$/);
  await talk.isQuiet();
  await expect(page.locator('.settled'), 'it is still said when the run is over').toHaveCount(1);
  await expect(talk.tools.locator('.tool')).toHaveAttribute('data-state', 'failed');
  await talk.say('thank you');
  await expect(page.locator('.settled')).toHaveCount(0);
});

test('a question is answered where it is asked, and the run goes on with the answer', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Asked');
  await talk.open(gateway, key);
  const questions = [
    { id: 'room', header: 'Room', question: 'Which room?', options: [{ label: 'Attic', description: 'under the roof' }, { label: 'Cellar' }] },
  ];
  await talk.say(`tool:tool_call ${JSON.stringify({ id: 'openclaw:core:ask_user', args: { questions } })}`);
  await expect(talk.cards).toContainText('Which room?');
  await expect(talk.cards).toContainText('under the roof');
  await expect(talk.state).toHaveText('waits for you');
  await expect(talk.cards.getByRole('button', { name: 'Answer', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await page.reload();
  await talk.arrived();
  // By keys alone.
  await talk.cards.getByRole('radio', { name: 'Attic' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(talk.cards.getByRole('radio', { name: 'Cellar' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(talk.cards).toHaveCount(0);
  await expect(talk.texts).toContainText('Cellar', { timeout: 30_000 });
  await talk.isQuiet();
  await expect(talk.said, 'an answer is no message').toHaveCount(1);
});

test('a note is told apart from what is said, and nothing answers it', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Noted');
  await talk.open(gateway, key);
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await talk.box.fill('remember the milk');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(talk.log.locator('.row[data-kind="note"]')).toContainText('remember the milk');
  await expect(talk.texts).toHaveCount(0);
  expect((await transcript(operator, key)).map(({ model }) => model)).toEqual(['gateway-injected']);
});

test('a draft survives a reload, an order is chosen by keys, and letters being composed send nothing', async ({ talk, gateway, operator, page, wire }) => {
  const key = await made(operator, 'Chat: Drafting');
  await talk.open(gateway, key);
  await talk.box.fill('half a thou');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('openclutch.drafts'))).toContain('half a thou');
  await page.reload();
  await talk.arrived();
  await expect(talk.box).toHaveValue('half a thou');
  await talk.box.fill('/comm');
  await expect(page.getByRole('option').first()).toContainText('/commands');
  await talk.box.press('Enter');
  await expect(talk.box).toHaveValue(/^\/commands/);
  await talk.box.fill('ねこ');
  await talk.box.evaluate((box) => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })));
  await expect(talk.box).toHaveValue('ねこ');
  expect(wire.calls('chat.send')).toHaveLength(0);
});

test('files go along within the limits of the gateway, and a long paste becomes one', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Attaching');
  await talk.open(gateway, key);
  const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await page.getByLabel('Attach files').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: pixel });
  await expect(page.locator('.chip-file')).toContainText('dot.png');
  await page.getByLabel('Attach files').setInputFiles({ name: 'huge.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(19_000_000) });
  await expect(talk.dashboard.toasts).toContainText('huge.bin');
  await expect(page.locator('.chip-file')).toHaveCount(1);
  await talk.say('look at this');
  await expect(talk.log.locator('.medium')).toContainText('dot.png');
  await talk.isQuiet();
  await expect(page.locator('.chip-file')).toHaveCount(0);
  await talk.box.evaluate((box) => {
    const data = new DataTransfer();
    data.setData('text', 'line\n'.repeat(80));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.locator('.chip-file')).toContainText('pasted-1.txt');
});

test('words are found in all that was read, and the whole is exported with secrets masked', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Searched');
  for (const message of ['the needle is here', 'hay', 'my token is sk-abcdefghijklmnop1234', 'another needle']) await operator.call('chat.inject', { sessionKey: key, message });
  await talk.open(gateway, key);
  await expect(talk.rows).toHaveCount(4);
  await page.keyboard.press('Control+f');
  await page.getByRole('searchbox', { name: 'Find in this conversation' }).fill('NEEDLE');
  await expect(page.locator('.find-bar .number')).toHaveText('2 / 2');
  await expect(talk.log.locator('mark')).toHaveText(['needle', 'needle']);
  await page.keyboard.press('Enter');
  await expect(page.locator('.find-bar .number')).toHaveText('1 / 2');
  await expect(talk.log.locator('.row[data-found]')).toContainText('the needle is here');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export as Markdown' }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('the needle is here');
  expect(text).not.toContain('sk-abcdefghijklmnop1234');
  await expect(talk.dashboard.toasts).toContainText('Masked: 1 token');
});

test('the title is changed in the head, and the model below', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Chat: Old title');
  await talk.open(gateway, key);
  await page.getByRole('heading', { level: 1 }).getByRole('button').click();
  await page.getByRole('textbox', { name: 'Title' }).fill('New title');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New title');
  await page.getByRole('combobox', { name: 'Model' }).selectOption('scripted/two');
  await expect.poll(async () => (await operator.call('sessions.describe', { key })).session).toMatchObject({ label: 'New title', model: 'two' });
});

test.describe('of 2,000 messages', () => {
  test('it is read back to the first', async ({ talk, gateway, operator, page }) => {
    test.setTimeout(180_000);
    const key = await made(operator, 'Chat: Long');
    for (let at = 0; at < 2_000; at += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, of) => operator.call('chat.inject', { sessionKey: key, message: `Number ${at + of}. ${'Some words. '.repeat(1 + ((at + of) % 40))}` })));
    }
    await talk.open(gateway, key);
    await expect(talk.rows.first()).toBeVisible();
    expect(await page.evaluate(() => document.querySelectorAll('*').length), 'elements on the page').toBeLessThan(1_500);
    await talk.log.hover();
    const { messages } = await operator.call('chat.history', { sessionKey: key, limit: 1, offset: 1_999 });
    const first = () => talk.log.evaluate((log) => (log.scrollTop === 0 ? log.querySelector('.row')?.dataset.key : ''));
    const isThere = async () => (await first())?.includes(messages[0].__openclaw.id);
    for (let turn = 0; turn < 400 && !(await isThere()); turn++) {
      await page.mouse.wheel(0, -3_000);
      await page.waitForFunction(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));
    }
    expect(await isThere(), 'the first message is on top').toBe(true);
    expect(await page.evaluate(() => document.querySelectorAll('*').length), 'elements on the page').toBeLessThan(1_500);
    await talk.pill.click();
    await expect(talk.pill).toHaveCount(0);
    await expect(talk.rows.last()).toContainText(/Number 19\d\d/);
  });
});

test.describe('a gateway of its own', () => {
  let own, operator;
  test.beforeAll(async () => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    own = await startGateway();
    operator = await own.rpc();
  });
  test.afterAll(async () => {
    await own?.dispose();
  });

  test('that is killed in the middle of a run and started again is found, and the conversation goes on', async ({ talk }) => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    const key = await made(operator, 'Chat: Killed');
    await talk.open(own, key);
    await talk.say('count:400');
    await expect(talk.texts).toContainText('1 2 3');
    operator.close();
    await own.stop('SIGKILL');
    await expect(talk.dashboard.link).toHaveAttribute('data-link', 'reconnecting');
    await expect(talk.said).toHaveText(['count:400']);
    await talk.say('are you there');
    await expect(talk.queue).toHaveCount(1);
    await own.start();
    await expect(talk.dashboard.link).toHaveAttribute('data-link', 'ready', { timeout: 60_000 });
    // What it still took for a run may be gone by itself.
    await talk.stop.click({ timeout: 2_000 }).catch(() => {});
    await expect(talk.said.filter({ hasText: 'are you there' })).toHaveCount(1, { timeout: 60_000 });
    await expect(talk.queue).toHaveCount(0, { timeout: 30_000 });
  });

  test('that takes a run up again after it was killed tells the agent so, which no person has said, and no word is missing', async ({ talk }) => {
    test.setTimeout(GATEWAY_STARTS_WITHIN);
    operator = await own.rpc();
    const key = await made(operator, 'Chat: Taken up again');
    await talk.open(own, key);
    await talk.say('count:200');
    await expect(talk.texts).toContainText('1 2 3');
    operator.close();
    await own.stop('SIGKILL');
    await own.start();
    const told = talk.log.locator('.row[data-kind="told"]');
    await expect(told).toContainText('Told by the gateway', { timeout: 90_000 });
    await expect(told, 'it is long, and for the agent').not.toContainText('interrupted by a gateway restart');
    await expect(talk.texts.last()).toContainText(numbers(200), { timeout: 60_000 });
    await talk.isQuiet();
    await expect(talk.said).toHaveText(['count:200']);
    await expect(talk.log.locator('.row[data-kind="doing"]')).toHaveCount(0);
    await told.getByRole('button').click();
    await expect(told).toContainText('interrupted by a gateway restart');
  });
});
