// Sizes and times, printed: the bundle, cold loads of the demo and against a real gateway, a long list, conversations and large things
// in them against a fake one, a thousand jobs, thousands of tasks, a full log and a year of usage in the demo. Owns which are taken and in which order;
// with a name (sizes, demo, load, idle, list, jobs, tasks, logs, year, chat, widgets) only that one is.
import { chromium } from '@playwright/test';
import { CHROMIUM } from './chromium.mjs';
import { chats } from './bench/chat.mjs';
import { coldDemos, coldLoads } from './bench/load.mjs';
import { idle } from './bench/idle.mjs';
import { fullLog } from './bench/logs.mjs';
import { longList } from './bench/list.mjs';
import { manyJobs } from './bench/jobs.mjs';
import { manyTasks } from './bench/tasks.mjs';
import { widgets } from './bench/widgets.mjs';
import { aYear } from './bench/year.mjs';
import { serve } from './host.mjs';
import { partSizes, print, sizes, workerSizes } from './sizes.mjs';
import { startGateway } from '../tests/lab/gateway.mjs';

const SESSIONS = Number(process.env.SESSIONS ?? 1000);
const ROWS = Number(process.env.ROWS ?? 10_000);
const JOBS = Number(process.env.JOBS ?? 1000);
const LINES = Number(process.env.LINES ?? 5000);
const TASKS = Number(process.env.TASKS ?? 5000);
const dir = process.env.OPENCLUTCH_BUNDLE ?? 'dist';
const only = process.argv[2];
const wanted = (name) => !only || only === name;

if (wanted('sizes')) print([...sizes(dir), ...partSizes(dir), ...workerSizes('demo', dir), ...workerSizes('highlight', dir)]);
if (['demo', 'load', 'idle', 'list', 'jobs', 'tasks', 'logs', 'year', 'chat', 'widgets'].some(wanted)) {
  const browser = await chromium.launch(CHROMIUM);
  const site = await serve({ dir, isBest: true });
  try {
    if (wanted('demo')) await coldDemos(browser, site.url);
    if (wanted('list')) await longList(browser, site.url, ROWS);
    if (wanted('jobs')) await manyJobs(browser, site.url, JOBS);
    if (wanted('tasks')) await manyTasks(browser, site.url, TASKS);
    if (wanted('logs')) await fullLog(browser, site.url, LINES);
    if (wanted('year')) await aYear(browser, site.url);
    if (wanted('chat')) await chats(browser, site.url);
    if (wanted('widgets')) await widgets(browser, site.url);
    if (wanted('load') || wanted('idle')) {
      const gateway = await startGateway();
      try {
        console.log(`\n  seeding ${SESSIONS} sessions`);
        await gateway.seed(SESSIONS);
        if (wanted('load')) await coldLoads(browser, site.url, gateway, SESSIONS);
        if (wanted('idle')) await idle(browser, site.url, gateway);
      } finally {
        await gateway.dispose();
      }
    }
  } finally {
    await browser.close();
    await site.close();
  }
}
