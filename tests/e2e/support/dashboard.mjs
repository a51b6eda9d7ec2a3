// Owns how a person finds things on the page: by name, by label, by what they say. Knows no gateway and asserts nothing but arrival.
import { expect } from '@playwright/test';

export class Dashboard {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    this.form = page.getByRole('form', { name: 'Connect to a gateway' });
    this.address = this.form.getByRole('textbox', { name: 'Gateway address' });
    this.connectButton = this.form.getByRole('button', { name: 'Connect', exact: true });
    this.diagnosis = page.locator('.diagnosis[role="alert"]');
    this.paste = this.diagnosis.locator('code.paste');
    this.link = page.locator('[data-link]');
    this.banner = page.locator('.link-banner[role="status"]');
    this.heading = page.getByRole('heading', { level: 1, name: 'Sessions', exact: true });
    this.table = page.getByRole('table', { name: 'Sessions' });
    this.rows = this.table.locator('tr[data-key]');
    this.listFault = page.locator('.list-fault');
  }

  open(path = 'sessions') {
    return this.page.goto(new URL(path, this.url).href);
  }

  secret(kind = 'Token') {
    return this.form.getByLabel(new RegExp(`^${kind}`)).and(this.page.locator('input:not([type="radio"])'));
  }

  /** Fills the form and sends it off. */
  async ask({ url, token, password }) {
    await this.address.fill(url);
    if (password !== undefined) await this.form.getByRole('radio', { name: 'Password' }).check();
    await this.secret(password === undefined ? 'Token' : 'Password').fill(password ?? token ?? '');
    await this.connectButton.click();
  }

  /** Opens the page, connects, and waits until the list is there. */
  async connect(gateway, { path, url = gateway.url } = {}) {
    await this.open(path);
    await this.ask({ url, token: gateway.token });
    await this.arrived();
  }

  async arrived() {
    await expect(this.link).toHaveAttribute('data-link', 'ready');
    await expect(this.heading).toBeVisible();
    await expect(this.table.or(this.page.getByText('No sessions yet')).filter({ visible: true }).first()).toBeVisible();
  }

  row(key) {
    return this.table.locator(`tr[data-key="${key}"]`);
  }

  stopButton(key) {
    return this.row(key).getByRole('button', { name: /^Stop \S/ });
  }

  /** Every key on screen, in order. */
  keys() {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.dataset.key));
  }
}
