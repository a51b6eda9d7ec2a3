// Makes tests/tables/schedules.txt: when the gateway itself would run jobs, by its own code and the library under it. Run it by hand
// with the gateway's Node after install.sh: `node tests/lab/schedules.mjs`. Knows nothing of the dashboard.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const installed = execFileSync(path.join(HERE, 'install.sh'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
const dist = path.join(installed, 'gateway/node_modules/openclaw/dist');
const file = readdirSync(dist).find((name) => /^schedule-.*\.mjs$/.test(name) && readFileSync(path.join(dist, name), 'utf8').includes('function computeNextRunAtMs'));
const { t: next } = await import(pathToFileURL(path.join(dist, file)));

const PLACES = [
  // Around the turns of the clocks, and around what calendars are odd about.
  ['Europe/Berlin', ['2026-03-28T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']],
  ['America/New_York', ['2026-03-08T04:00:00Z', '2026-11-01T04:00:00Z', '2026-11-01T06:10:00Z']],
  ['Australia/Lord_Howe', ['2026-04-04T12:00:00Z', '2026-10-03T14:00:00Z']],
  ['Pacific/Apia', ['2011-12-28T12:00:00Z', '2011-12-30T09:59:00Z']],
  ['Asia/Kathmandu', ['2026-02-27T12:00:00Z']],
  ['UTC', ['2024-02-27T12:00:00Z', '2026-01-30T23:59:59Z', '2027-12-31T23:59:59Z', '2096-02-28T00:00:00Z']],
];
const EXPRESSIONS = [
  '* * * * *', '*/7 * * * *', '*/30 * * * *', '30 2 * * *', '0 2 * * *', '15 1 * * *', '59 1 * * *', '0 3 * * *', '0 0 * * *', '0 */4 * * *', '0,30 1-3 * * *',
  '0 9 * * 1-5', '0 9 * * MON-FRI', '0 9 * * sat-sun', '0 9 * * 7', '0 9 ? * 1', '0 9 13 * 5', '0 9 13 * +5', '0 9 1-7 * +1',
  '0 0 L * *', '0 0 LW * *', '0 0 15,L * *', '0 0 1W * *', '0 0 15W * *', '0 0 31W * *', '0 0 * * 1#1', '0 0 * * 1#5', '0 0 * * 5L', '0 0 * * 1#1,3L', '0 0 1 * 5L',
  '0 0 29 2 *', '0 0 29 2 +1', '0 0 31 * *', '0 0 30 1-3 *', '0 12 1 jan,JUL *', '0 0 */10 * *', '0 0 * */5 *', '0 0 * * */2',
  '*/20 * * * * *', '30 59 23 * * *', '0 0 9 * * * 2030', '0 0 0 29 2 * 2025-2033', '0 0 0 1 1 * 2000-2400/100', '@yearly', '@monthly', '@weekly', '@daily', '@hourly', '@midnight',
  '5-10/2 * * * *', '0 22-23,0-5 * * *', '0 0 1,15,31 * 3', '0 0 L * 1', '0 0 L * +1',
];
const REFUSED = [
  '', '* * * *', '61 * * * *', '* 24 * * *', '* * 0 * *', '* * 32 * *', '* * * 13 *', '* * * * 8', 'x * * * *', '5/10 * * * *', '/5 * * * *', '*/0 * * * *', '*/61 * * * *',
  '* 10-5 * * *', '0 0 1-5W * *', '0 0 W * *', '0 0 * * 1#6', '0 0 * * 1#0', '0 0 * * L', '0 0 * * +', '0 0 1#2 * *', '@reboot', '@often', '0 0 L-3 * *', '1,,2 * * * *', '* * * * * * * *', '0 0 * FOO *',
  '0 0 31 2 *', '0 0 0 1 1 * 1999', '0 0 0 1 1 * 0', '0 0 0 1 1 * */100', '**/2 * * * *', '1-2-3 * * * *',
];

const lines = [];
for (const expr of EXPRESSIONS) {
  for (const [tz, starts] of PLACES) {
    for (const start of starts) {
      const found = [];
      let at = Date.parse(start);
      for (let turn = 0; turn < 8; turn++) {
        at = next({ kind: 'cron', expr, tz }, at);
        if (at === undefined) break;
        found.push(at);
      }
      lines.push([expr, tz, Date.parse(start), found.join(' ') || '-'].join(' | '));
    }
  }
}
for (const expr of REFUSED) {
  let found;
  try {
    found = next({ kind: 'cron', expr, tz: 'UTC' }, Date.parse('2026-01-01T00:00:00Z'));
  } catch {
    found = undefined;
  }
  lines.push([expr, 'UTC', 'refused', found ?? '-'].join(' | '));
}
writeFileSync(path.join(HERE, '../tables/schedules.txt'), `${lines.join('\n')}\n`);
