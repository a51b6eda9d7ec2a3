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
    this.switcher = page.getByRole('button', { name: /^Gateway: / });
    this.facts = page.getByRole('group', { name: 'Connection' });
    this.banner = page.locator('.link-banner[role="status"]');
    this.heading = page.getByRole('heading', { level: 1, name: 'Sessions', exact: true });
    this.list = page.getByRole('treegrid', { name: 'Sessions' });
    this.rows = this.list.locator('.row[data-key]');
    this.marked = this.list.locator('.row[aria-selected="true"]');
    this.search = page.getByRole('searchbox', { name: 'Search sessions' });
    this.bulk = page.getByRole('toolbar', { name: 'What is marked' });
    this.detail = page.getByRole('complementary', { name: 'Session' });
    this.toasts = page.getByRole('region', { name: 'New notices' });
    this.dialog = page.getByRole('dialog');
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
    await this.lookAway();
  }

  /** Opens the page, connects, and waits until the list is there. */
  async connect(gateway, { path, url = gateway.url } = {}) {
    await this.open(path);
    await this.ask({ url, token: gateway.token });
    await this.arrived();
  }

  /** Goes to the form by the gateway switcher. */
  async addGateway() {
    await this.switcher.click();
    await this.page.getByRole('link', { name: 'Add a gateway' }).click();
  }

  async arrived() {
    await expect(this.link).toHaveAttribute('data-link', 'ready');
    // Whoever connects by the form comes to what is so now; these stories mean the sessions.
    const now = this.page.getByRole('heading', { level: 1, name: 'Now', exact: true });
    await expect(this.heading.or(now)).toBeVisible();
    if (await now.isVisible()) await this.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^Sessions/ }).click();
    await expect(this.heading).toBeVisible();
    await expect(this.list.or(this.page.getByText(/^No sessions? (yet|fits)$/)).filter({ visible: true }).first()).toBeVisible();
  }

  row(key) {
    return this.list.locator(`.row[data-key="${key}"]`);
  }

  /** Its title, which is the link to its detail. */
  title(key) {
    return this.row(key).getByRole('link');
  }

  /** Opens the detail of a row. */
  async openDetail(key) {
    await this.title(key).click();
    await expect(this.detail).toHaveAttribute('data-key', key);
    await this.lookAway();
  }

  /** A button of the open detail. */
  deed(name) {
    return this.detail.getByRole('button', { name, exact: true });
  }

  /** Presses a button in the menu of the open detail. */
  async more(name) {
    await this.deed('More').click();
    await this.deed(name).click();
  }

  tab(name) {
    return this.detail.getByRole('tab', { name });
  }

  /** Answers the question that is open; the word is that on the button. */
  async answer(word, text) {
    if (text !== undefined) await this.dialog.getByRole('textbox').fill(text);
    await this.dialog.getByRole('button', { name: word, exact: true }).click();
  }

  /** Takes the pointer to where nothing is: under it the list stands still, and new rows are only counted. */
  lookAway() {
    return this.page.mouse.move(0, 0);
  }

  stopButton(key) {
    return this.row(key).getByRole('button', { name: /^Stop \S/ });
  }

  /** Every key on screen, in order. */
  keys() {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.dataset.key));
  }
}
