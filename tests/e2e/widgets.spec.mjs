// What agents produce, as what it is: on a real gateway, by hand and by keys. Knows the demo's session that shows one of each.
import { readFile } from 'node:fs/promises';
import { seriousFaults } from './support/axe.mjs';
import { made } from './support/runs.mjs';
import { Talk } from './support/talk.mjs';
import { expect, test as base } from './support/test.mjs';

const SHOWN = 'chat/agent%3Amain%3Adashboard%3A0a1b2c3d-0000-4000-8000-000000000024?demo&still';

const test = base.extend({
  talk: async ({ page, dashboard }, use) => use(new Talk(page, dashboard)),
  /** The demo's session that shows one of each, all of it on one tall page. */
  gallery: async ({ page, dashboard }, use) => {
    await use({
      widget: (name) => page.locator(`[data-widget="${name}"]`),
      open: async (width = 1440) => {
        await page.setViewportSize({ width, height: 7000 });
        await dashboard.open(SHOWN);
        await expect(page.locator('[data-widget="table"]')).toHaveCount(3);
        await expect(page.locator('[data-widget="chart"] .drawing')).toHaveCount(5);
      },
    });
  },
});

const fenced = (language, text) => `\n\n\`\`\`${language}\n${text}\n\`\`\``;

test('each kind is shown as what it is by a real gateway, and again after a reload', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Widgets: Each kind');
  await talk.open(gateway, key);
  const kinds = {
    code: fenced('rust', 'fn main() {}'),
    diff: fenced('diff', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new'),
    table: fenced('csv', 'name,size\none,1\ntwo,2'),
    json: fenced('json', '{"deep": {"er": [1, 2]}}'),
    task: fenced('task', '{"title": "Water the plants", "checklist": ["Kitchen"]}'),
    chart: fenced('chart', '{"type": "bar", "labels": ["a", "b"], "series": [{"name": "n", "values": [1, 2]}]}'),
  };
  await talk.say(`Show${Object.values(kinds).join('')}\n\n| a | b |\n|---|---|\n| 1 | <b>2</b> |${fenced('chart', '{"type": "unheard of", "values": [1]}')}`);
  const count = async () => {
    await expect(talk.texts.locator('.widget').first()).toBeVisible({ timeout: 45_000 });
    for (const name of ['diff', 'json', 'task', 'chart']) await expect(talk.texts.locator(`[data-widget="${name}"]`), name).toHaveCount(1);
    await expect(talk.texts.locator('[data-widget="table"]')).toHaveCount(2);
    await expect(talk.texts.locator('[data-widget="code"]')).toHaveCount(2);
  };
  await count();
  await expect(talk.texts).toContainText('Its type is none of line, bar, area, pie and scatter.');
  await talk.texts.locator('[data-widget="code"]').first().scrollIntoViewIfNeeded();
  await expect(talk.texts.locator('[data-t="keyword"]').first(), 'the language is known').toHaveText('fn');
  await talk.isQuiet();
  // For that nothing else of the program has to come.
  await page.route(/pack-rest-\w+\.wasm$/, () => {});
  await page.reload();
  await talk.arrived();
  await count();
});

test('what means harm is text, and reaches nobody', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Widgets: Harm');
  await talk.open(gateway, key);
  const harm = '<script>window.harmed=1</script><img src=x onerror="window.harmed=1"><svg onload="window.harmed=1"><style>*{display:none}</style>';
  const cells = `| ${harm} | [a](javascript:window.harmed=1) |\n|---|---|\n| ${harm} | ![b](https://stranger.test/c.png) |`;
  await talk.say(`${harm}\n\n${cells}${fenced('csv', `a,b\n${harm.replaceAll('"', "'")},2`)}${fenced('json', JSON.stringify({ [harm]: harm }))}${fenced('task', JSON.stringify({ title: harm }))}${fenced('chart', JSON.stringify({ title: harm, labels: [harm, 'b'], series: [{ name: harm, values: [1, 2] }] }))}`);
  await expect(talk.texts.locator('[data-widget="chart"] .drawing')).toBeVisible({ timeout: 45_000 });
  await talk.isQuiet();
  for (const tag of ['script', 'img', 'style', '[onerror]', '[onload]', '[href^="javascript"]']) await expect(talk.log.locator(tag), tag).toHaveCount(0);
  expect(await page.evaluate(() => window.harmed)).toBeUndefined();
});

test('an agent proposes work: it is put away, done here, or done in a session of its own', async ({ talk, gateway, operator, page }) => {
  const key = await made(operator, 'Widgets: Proposals');
  await talk.open(gateway, key);
  const card = page.getByRole('group', { name: 'Proposal' });
  const propose = async (title) => {
    const args = { title, tldr: `Good for ${title}.`, prompt: `Please do ${title}.` };
    await talk.say(`tool:tool_call ${JSON.stringify({ id: 'openclaw:core:suggest_task', args })}`);
    await expect(card).toContainText(title, { timeout: 45_000 });
    await talk.isQuiet();
  };
  await propose('the roof');
  await expect(card).toContainText('Good for the roof.');
  await card.getByText('What it would be told').click();
  await expect(card).toContainText('Please do the roof.');
  expect(await seriousFaults(page)).toEqual([]);
  await page.reload();
  await talk.arrived();
  await card.getByRole('button', { name: 'Dismiss' }).click();
  await expect(card).toHaveCount(0);
  await propose('the garden');
  await card.getByRole('button', { name: 'Do it here' }).click();
  await expect(card).toHaveCount(0);
  await expect(talk.texts.last()).toContainText('Please do the garden.');
  await talk.isQuiet();
  await propose('the cellar');
  await card.getByRole('button', { name: 'Start in a new session' }).click();
  await expect(page.getByText('Started: the cellar.')).toBeVisible();
  await page.locator('.proposals').getByRole('link', { name: 'Open it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('the cellar');
  await expect(talk.texts.last()).toContainText('Please do the cellar.');
});

test('code is coloured only once somebody sees it, and is whole without colours', async ({ page, dashboard, gallery, context }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await dashboard.open('sessions?demo&still');
  await dashboard.arrived();
  expect(asked.filter((url) => /highlight-/.test(url)), 'before any code is seen').toEqual([]);
  await gallery.open();
  await expect(page.locator('[data-t="keyword"]').filter({ hasText: /^fn$/ }).first()).toBeVisible();

  const bare = await context.newPage();
  await bare.route(/highlight-/, (route) => route.abort());
  await bare.setViewportSize({ width: 1440, height: 7000 });
  await bare.goto(page.url());
  await expect(bare.locator('[data-widget="code"]').first()).toContainText('fn it_grows()');
  await expect(bare.locator('[data-widget="table"]')).toHaveCount(3);
  await expect(bare.locator('[data-widget="code"] [data-t]')).toHaveCount(0);
  await expect(bare.locator('#stopped')).toBeHidden();
});

test('by keys alone a table is put in order, a tree opened, a chart read', async ({ page, gallery }) => {
  await gallery.open();
  const table = gallery.widget('table').first();
  const first = table.locator('.row-line').first();
  await table.getByRole('button', { name: 'CPU' }).focus();
  await page.keyboard.press('Enter');
  await expect(first).toContainText('delta');
  await page.keyboard.press('Space');
  await expect(first).toContainText('beta');
  await expect(table.getByRole('columnheader', { name: 'CPU' })).toHaveAttribute('aria-sort', 'descending');

  const shards = gallery.widget('json').getByRole('button', { name: 'shards, 3 items' });
  await shards.focus();
  await page.keyboard.press('Enter');
  await expect(shards).toHaveAttribute('aria-expanded', 'false');

  const values = gallery.widget('chart').first().getByRole('slider', { name: 'Values of the chart' });
  await values.focus();
  await page.keyboard.press('End');
  await expect(values).toHaveAttribute('aria-valuetext', '15: search 51 ms, import 109 ms');
  await expect(gallery.widget('chart').first()).toContainText('15: search 51 ms, import 109 ms');
});

test('a long table is drawn in part, filtered and added up', async ({ page, gallery }) => {
  await gallery.open();
  const long = gallery.widget('table').last();
  expect(await long.locator('.row-line').count()).toBeLessThan(60);
  await long.getByRole('searchbox', { name: 'Filter rows' }).fill('sensor-21');
  await expect(long).toContainText(/\d+ of 400 rows/);
  await long.getByRole('button', { name: 'Totals' }).click();
  await expect(long.locator('tfoot')).toContainText('°C');
  await long.getByRole('button', { name: 'Chart' }).click();
  await expect(long.locator('.drawing')).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
});

test('a chart is saved as a drawing and as a picture that need no style sheet', async ({ page, gallery }) => {
  await gallery.open();
  const chart = gallery.widget('chart').first();
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), chart.getByRole('button', { name, exact: true }).click()]);
    return readFile(await download.path());
  };
  const drawing = (await saved('SVG')).toString();
  expect(drawing).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(drawing).toMatch(/stroke="rgb\(\d+,\d+,\d+\)"/);
  expect(drawing).not.toMatch(/oklch|var\(/);
  expect(drawing, 'what is around it on screen is in it').toMatch(/>search .*>import /);
  expect((await saved('PNG')).subarray(1, 4).toString()).toBe('PNG');
});

test('what the buttons over a widget say they do: wrap, number, save, copy, and the source of it', async ({ page, gallery, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await gallery.open();
  const code = gallery.widget('code').filter({ hasText: 'fn it_grows()' });
  const lines = code.locator('pre');
  const numbered = () => lines.locator('.line').first().evaluate((line) => getComputedStyle(line, '::before').content);
  expect(await numbered()).not.toContain('counter');
  const bare = await numbered();
  await code.getByRole('button', { name: 'Lines' }).click();
  await expect(code.getByRole('button', { name: 'Lines' })).toHaveAttribute('aria-pressed', 'true');
  expect(await numbered()).not.toBe(bare);
  await code.getByRole('button', { name: 'Wrap' }).click();
  await expect(lines.locator('code')).toHaveCSS('white-space-collapse', 'preserve');
  await expect(lines.locator('code')).toHaveCSS('text-wrap-mode', 'wrap');
  const [download] = await Promise.all([page.waitForEvent('download'), code.getByRole('button', { name: 'Save' }).click()]);
  expect(download.suggestedFilename()).toBe('snippet.rs');
  const saved = (await readFile(await download.path())).toString();
  expect(saved).toContain('fn it_grows()');
  await code.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect.poll(copied).toBe(saved);

  const table = gallery.widget('table').first();
  await table.getByRole('button', { name: 'CPU' }).click();
  const shown = await table.locator('.row-line').allInnerTexts();
  const cells = shown.map((row) => row.split(/\t/).map((cell) => cell.trim()));
  await table.getByRole('button', { name: 'CSV' }).click();
  await expect.poll(async () => (await copied()).trim().split(/\r?\n/).slice(1).map((line) => /^"([^"]*)"|^[^,]*/.exec(line).findLast(Boolean)), 'in the order in which it is shown').toEqual(cells.map(([first]) => first));
  await table.getByRole('button', { name: 'Markdown' }).click();
  await expect.poll(copied).toMatch(/^\| .* \|\n\|[ :|-]+\|\n\| /);

  const key = gallery.widget('json').getByTitle('Copy the path $.shards', { exact: true });
  await key.click();
  await expect.poll(copied).toBe('$.shards');

  const chart = gallery.widget('chart').first();
  await chart.getByRole('button', { name: 'Source' }).click();
  await expect(chart.locator('pre')).toContainText('"series"');
  await chart.getByRole('button', { name: 'Source' }).click();
  await chart.locator('.drawing').hover();
  await expect(chart, 'the pointer reads it, too').toContainText(/\d+: search \d+ ms, import \d+ ms/);

  const long = gallery.widget('table').last();
  const head = long.locator('thead th').first();
  await head.scrollIntoViewIfNeeded();
  const before = (await head.boundingBox()).y;
  await long.locator('.table').evaluate((box) => (box.scrollTop = 1_000));
  await expect.poll(() => long.locator('.row-line').first().innerText()).not.toContain('sensor-0 ');
  expect(Math.abs((await head.boundingBox()).y - before), 'the head stays').toBeLessThan(2);
});

test('a picture of a stranger is asked for by a press alone', async ({ page, gallery }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).hostname));
  await gallery.open();
  expect(asked).not.toContain('pictures.example');
  await page.getByRole('button', { name: 'Show the image from pictures.example' }).click();
  await expect(page.getByText('The image could not be loaded.')).toBeVisible();
  expect(asked).toContain('pictures.example');
});
