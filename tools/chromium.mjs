// How the project starts Chromium for its tests and measurements: where it is, and quiet on a closed network.
// Knows no page. (tools/webdriver.json says the same to the driver of the view tests, which reads no code.)
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
