// Owns the place between a page and its gateway where a test can hold frames back or lose them. Knows frames, no views.

/**
 * Call before the page connects. `passes(frame)` decides about every frame from the gateway; `hears(frame)` is told every frame
 * from the page. Returns `{ deliver }`, which hands a frame to the page after all.
 */
export async function between(page, { passes, hears = () => {} }) {
  let near;
  await page.routeWebSocket(/^ws:/, (socket) => {
    near = socket;
    const far = socket.connectToServer();
    socket.onMessage((text) => {
      hears(JSON.parse(text));
      far.send(text);
    });
    far.onMessage((text) => {
      if (passes(JSON.parse(text))) socket.send(text);
    });
  });
  return { deliver: (frame) => near.send(JSON.stringify(frame)) };
}
