// Owns the moment at which pictures are made: the page's clock stands, and the demo's worker begins at the same moment. Knows no view.

/** A Thursday morning, far from any change of clocks. */
const MOMENT = Date.UTC(2026, 2, 12, 9, 30);

/** Call before the page opens the demo. What is waited for still comes, since timers go on. */
export async function stopClock(page) {
  await page.clock.setFixedTime(MOMENT);
  // A gateway whose clock stands would never answer; this one begins when it first looks at its clock.
  const clock = `{ let begun; Date.now = () => ${MOMENT} + Math.floor(performance.now() - (begun ??= performance.now())); }\n`;
  await page.route(/\/assets\/demo-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: clock + (await response.text()) });
  });
}
