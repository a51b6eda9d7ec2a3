// Owns how a person finds things in the view of jobs, and how a job is made past the page. Knows no test.
import { test as base, expect } from './test.mjs';

/** How a person finds things in the view of jobs. */
export class Jobs {
  constructor(page, dashboard) {
    this.page = page;
    this.dashboard = dashboard;
    this.list = page.getByRole('grid', { name: 'Jobs' });
    this.rows = this.list.locator('.row[data-key]');
    this.detail = page.getByRole('complementary', { name: 'Job', exact: true });
    this.editor = page.getByRole('complementary', { name: 'Editor' });
    this.runs = this.detail.getByRole('listitem');
    this.toasts = page.getByRole('region', { name: 'New notices' });
  }

  async connect(gateway, path = 'cron') {
    await this.dashboard.open(path);
    await this.dashboard.ask({ url: gateway.url, token: gateway.token });
    await expect(this.dashboard.link).toHaveAttribute('data-link', 'ready');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Cron' })).toBeVisible();
  }

  async enter(more = '') {
    await this.dashboard.open(`cron?demo&still${more}`);
    await expect(this.rows.first().or(this.page.locator('.week-view'))).toBeVisible();
  }

  row(name) {
    return this.rows.filter({ hasText: name });
  }

  async open(name) {
    await this.row(name).getByRole('link').click();
    await expect(this.detail.getByRole('heading', { level: 2 })).toHaveText(name);
  }

  deed(name) {
    return this.detail.getByRole('button', { name, exact: true });
  }
}

export const test = base.extend({ jobs: async ({ page, dashboard }, use) => use(new Jobs(page, dashboard)) });

/** Makes a job past the page. */
export function made(operator, name, message, more = {}) {
  return operator.call('cron.add', {
    name,
    schedule: { kind: 'every', everyMs: 86_400_000 },
    sessionTarget: 'isolated',
    wakeMode: 'now',
    payload: { kind: 'agentTurn', message },
    delivery: { mode: 'none' },
    ...more,
  });
}
