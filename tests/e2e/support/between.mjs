// Owns the place between a page and its gateway where a test can hold frames back or lose them. Knows frames, no views.

/**
 * Call before the page connects. `passes(frame)` decides about every frame from the gateway, and may change it; `hears(frame)` is
 * told every frame from the page; those of which `loses(frame)` is true go nowhere. Returns `{ deliver }`, which hands a frame to the page after all.
 */
export async function between(page, { passes = () => true, hears = () => {}, loses = () => false }) {
  let near;
  await page.routeWebSocket(/^ws:/, (socket) => {
    near = socket;
    const far = socket.connectToServer();
    socket.onMessage((text) => {
      const frame = JSON.parse(text);
      hears(frame);
      if (!loses(frame)) far.send(text);
    });
    far.onMessage((text) => {
      const frame = JSON.parse(text);
      if (passes(frame)) socket.send(JSON.stringify(frame));
    });
  });
  return { deliver: (frame) => near.send(JSON.stringify(frame)) };
}

/**
 * Call before the page connects. From the first call of a method on, its answer and every event wait until `letGo()`; the link
 * itself stays alive. Returns `{ letGo }`.
 */
export async function holdBack(page, method) {
  const kept = [];
  let id;
  let isOver = false;
  const { deliver } = await between(page, {
    hears: (frame) => {
      if (frame.method === method) id ??= frame.id;
    },
    passes: (frame) => {
      const waits = id && !isOver && (frame.type === 'event' || frame.id === id);
      if (waits) kept.push(frame);
      return !waits;
    },
  });
  return {
    letGo() {
      isOver = true;
      kept.splice(0).forEach(deliver);
    },
  };
}
