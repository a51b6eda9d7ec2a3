// Texts that mean harm, drawn: each is text, none reaches anybody, none holds up the page or breaks out of its row.
import { between } from './support/between.mjs';
import { made } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
});

const HARM = '<script>window.harmed=1</script><img src=x onerror="window.harmed=1"><svg onload="window.harmed=1"></svg><style>*{display:none}</style>';
const fenced = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;
const TEXTS = {
  'elements and handlers': HARM,
  'a style sheet': '<style>body{display:none}</style><link rel=stylesheet href=https://stranger.test/a.css>',
  'addresses that do something': '[a](javascript:window.harmed=1) [b](data:text/html,<script>) [c](  jAvAsCrIpT:window.harmed=1) <vbscript:d> [e](\\\\stranger.test\\f)',
  'a picture of a stranger': '![a](https://stranger.test/a.png) ![b](//stranger.test/b.png)',
  'words that turn around': '\u202eabc\u2066def\u2069 [\u202egro.elpmaxe](https://example.org) \u202d\u202e\u202e',
  'letters with thousands of marks': `a${'\u0301\u0489'.repeat(5_000)}b`,
  'a line of a megabyte': 'x'.repeat(1_000_000),
  'a code line of a megabyte': fenced('js', 'y'.repeat(1_000_000)),
  '10,000 nested quotes': '> '.repeat(10_000),
  '10,000 nested lists': '- '.repeat(10_000),
  '10,000 brackets': '['.repeat(10_000),
  'half a pair of surrogates': 'a\ud83d b\udc00 c',
  'what no text should hold': 'a\u0000b\u0007c\u001b[31md\uffff\ufeff',
  'a fence that never ends': '```\nopen',
  'a table of harm': `| ${HARM} | a |\n|---|---|\n| ${HARM} | [b](javascript:window.harmed=1) |`,
  'a table of values': fenced('csv', `a,b\n"${HARM.replaceAll('"', '""')}",2\n=cmd|' /C calc'!A0,3`),
  'a very wide table': fenced('csv', `${'a,'.repeat(3_000)}\n${'1,'.repeat(3_000)}`),
  'a deep tree': fenced('json', `${'['.repeat(5_000)}${']'.repeat(5_000)}`),
  'a tree of harm': fenced('json', JSON.stringify({ [HARM]: HARM, __proto__x: 1, constructor: 2 })),
  'a chart beyond all numbers': fenced('chart', '{"type":"line","labels":["a","b"],"series":[{"name":"n","values":[1e308,-1e308]}]}'),
  'a chart of harm': fenced('chart', JSON.stringify({ title: HARM, labels: [HARM, 'b'], series: [{ name: HARM, values: [1, 2] }] })),
  'a task of harm': fenced('task', JSON.stringify({ title: HARM, checklist: [HARM], priority: HARM })),
  'a drawing in words': fenced('mermaid', `graph TD; a[${HARM}]-->b; click a "javascript:window.harmed=1"`),
};

for (const role of ['user', 'assistant']) {
  test(`what means harm is drawn as words when the ${role} says it, and the conversation goes on`, async ({ talk, gateway, operator, page }) => {
    test.setTimeout(120_000);
    const key = await made(operator, `Hostile: ${role}`);
    const names = Object.keys(TEXTS);
    // The gateway itself cuts what is long and mends what is broken; so its words are exchanged on the way.
    for (const name of names) await operator.call('chat.inject', { sessionKey: key, message: name });
    const ids = (await operator.call('chat.history', { sessionKey: key })).messages.map((message) => message.__openclaw.id);
    await between(page, {
      passes: ({ payload }) => {
        for (const message of payload?.sessionKey === key ? (payload.messages ?? []) : []) {
          const text = TEXTS[names[ids.indexOf(message.__openclaw?.id)]];
          if (text !== undefined) Object.assign(message, { role, model: 'one', content: role === 'user' ? text : [{ type: 'text', text }] });
        }
        return true;
      },
    });
    await talk.open(gateway, key);
    await expect(talk.rows.last()).toBeVisible();
    const wide = [];
    for (let at = names.length - 1; at >= 0; at -= 1) {
      const row = talk.log.locator(role === 'user' ? `.row[data-key*="${ids[at]}"]` : `.row[data-key^="r:${ids[at]}:"]`);
      // Upwards, as somebody who reads back would come to it.
      await expect(async () => {
        if (!(await row.count())) await talk.log.evaluate((log) => log.scrollBy(0, log.querySelector('.row').getBoundingClientRect().top - log.getBoundingClientRect().top - 100));
        await expect(row).toHaveCount(1, { timeout: 100 });
      }, names[at]).toPass({ timeout: 30_000, intervals: [0] });
      const [box, log] = await Promise.all([row.boundingBox(), talk.log.boundingBox()]);
      if (box.width > log.width) wide.push(names[at]);
    }
    expect(wide, 'rows that are wider than the conversation').toEqual([]);
    expect(await talk.log.evaluate((log) => log.scrollWidth - log.clientWidth), 'it does not scroll sideways').toBeLessThan(2);
    for (const tag of ['script', 'img', 'style', 'link', '[onerror]', '[onload]', '[href^="javascript" i]', '[href^="data" i]', '[href^="vbscript" i]']) {
      await expect(talk.log.locator(tag), tag).toHaveCount(0);
    }
    expect(await page.evaluate(() => window.harmed)).toBeUndefined();
    expect(await page.evaluate(() => document.querySelectorAll('*').length), 'elements on the page').toBeLessThan(6_000);
    await talk.say('still there?');
    await expect(talk.said.last()).toHaveText('still there?');
    await expect(talk.texts.last()).toContainText('still there?', { timeout: 30_000 });
    await talk.isQuiet();
  });
}
