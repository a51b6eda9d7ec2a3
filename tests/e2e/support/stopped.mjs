// Owns the moment at which pictures are made: the page and the demo's worker see a clock that stands. Knows no view.

/** A Thursday morning, far from any change of clocks. */
export const MOMENT = Date.UTC(2026, 2, 12, 9, 30);

/** Call before the page opens the demo. What is waited for still comes, since timers go on. */
export async function stopClock(page) {
  await page.clock.setFixedTime(MOMENT);
  await page.route(/\/assets\/demo-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `Date.now = () => ${MOMENT};\n${await response.text()}` });
  });
}
