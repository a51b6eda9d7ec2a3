// Owns the view of a conversation: where its parts are, how one gets there. Asserts arrival only.
import { expect } from './test.mjs';

export class Talk {
  constructor(page, dashboard) {
    this.page = page;
    this.dashboard = dashboard;
    this.log = page.getByRole('log', { name: 'Conversation' });
    this.rows = this.log.locator('.row');
    this.said = this.log.locator('.row[data-kind="said"] .bubble > .words');
    this.texts = this.log.locator('.row[data-kind="text"]');
    this.tools = this.log.locator('.row[data-kind="tool"]');
    this.ends = this.log.locator('.row[data-kind="end"]');
    this.box = page.getByRole('textbox', { name: 'Message' });
    this.queue = page.getByRole('list', { name: 'Not yet part of the conversation' }).getByRole('listitem');
    this.cards = page.locator('.asks .card');
    this.state = page.locator('.chat-head .badge');
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
    this.pill = page.locator('.pill');
  }

  /** Connects and opens the conversation of a session. */
  async open(gateway, key, { url = gateway.url } = {}) {
    await this.dashboard.open(`chat/${encodeURIComponent(key)}`);
    await this.dashboard.ask({ url, token: gateway.token });
    await this.arrived();
  }

  async arrived() {
    await expect(this.dashboard.link).toHaveAttribute('data-link', 'ready');
    await expect(this.box).toBeEnabled();
  }

  async say(text) {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  /** Everything that was said and answered, row by row. */
  words() {
    return this.log.locator('.row:is([data-kind="said"], [data-kind="text"]) > * .words, .row[data-kind="text"] > .words').allInnerTexts();
  }

  /** Resolves when so many runs have ended here, and nothing runs or waits. */
  async isOver(runs) {
    await expect(this.ends).toHaveCount(runs, { timeout: 30_000 });
    await this.isQuiet();
  }

  /** Resolves when nothing runs and nothing waits. */
  async isQuiet() {
    await expect(this.state).toHaveText('idle', { timeout: 30_000 });
    await expect(this.queue).toHaveCount(0);
  }
}
