// Owns what every test starts from: the hosted bundle, a gateway, an operator at its command line, a page, and the watch over
// that page. Knows nothing of what a test is about.
import { test as base, expect } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../../tools/host.mjs';
import { startGateway } from '../../lab/gateway.mjs';
import { Dashboard } from './dashboard.mjs';
import { watch } from './watch.mjs';
import { Wire } from './wire.mjs';

export { expect };
export const BUNDLE = process.env.OPENCLUTCH_BUNDLE ?? fileURLToPath(new URL('../../../dist', import.meta.url));
/** For fixtures and hooks that start a gateway. */
export const GATEWAY_STARTS_WITHIN = 150_000;

export const test = base.extend({
  /** The bundle on a static host that knows its routes, at http://127.0.0.1. */
  site: [
    async ({}, use) => {
      const site = await serve({ dir: BUNDLE });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  /** A gateway as it comes: loopback, a token. Shared by the tests of a worker: use names of your own in it, leave it running. */
  gateway: [
    async ({}, use) => {
      const gateway = await startGateway();
      await use(gateway);
      await gateway.dispose();
    },
    { scope: 'worker', timeout: GATEWAY_STARTS_WITHIN },
  ],
  /** What another operator does meanwhile. */
  operator: [
    async ({ gateway }, use) => {
      const operator = await gateway.rpc();
      await use(operator);
      operator.close();
    },
    { scope: 'worker' },
  ],
  /** Every test fails if its page breaks its own policy, asks a stranger for something, or stops. */
  watched: [
    async ({ context, page }, use) => {
      const faults = await watch(context);
      await use();
      expect(faults, 'faults of the page').toEqual([]);
      if (page.url() !== 'about:blank') await expect(page.locator('#stopped'), 'the sheet of a stopped program').toBeHidden();
    },
    { auto: true },
  ],
  wire: async ({ page }, use) => use(new Wire(page)),
  dashboard: async ({ page, site }, use) => use(new Dashboard(page, site.url)),
});
