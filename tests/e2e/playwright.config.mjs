// How the end-to-end tests run: which browser, how many at once, how patient. Knows no test.
// Needs the built bundle in dist/ and the gateway that tests/lab/install.sh installs.
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from '../../tools/chromium.mjs';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../test-results',
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  // A gateway takes ten seconds to start, and a few tests wait for a time-out of half a minute.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    actionTimeout: 15_000,
    // A trace costs a fifth of the time; what a failed story leaves without one says what stood on its page.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    // What keeps the bundle in the browser would answer before the roads that stories lay; the stories of it let it in.
    serviceWorkers: 'block',
    launchOptions: {
      ...CHROMIUM,
      args: [
        ...CHROMIUM.args,
        // The names of these tests lie on loopback, every other name does not exist.
        '--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    },
  },
});
