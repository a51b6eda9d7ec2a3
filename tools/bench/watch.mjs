// What runs inside the page to measure it: when all rows are there, how long frames and tasks take, when a search shows.
// Owns no figure and no browser. Installed before the page's own scripts.

export function watchPage() {
  const seen = (window.seen = { firsts: {}, longTasks: [] });
  new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({
    entryTypes: ['longtask'],
  });
  let wasReading = false;
  (function look() {
    const reading = document.querySelector('.sessions .reading')?.textContent ?? '';
    wasReading ||= reading !== '';
    if (document.querySelector('.row[data-key]')) seen.firsts.listed ??= performance.now();
    if (wasReading && reading === '') seen.firsts.complete ??= performance.now();
    if (!seen.firsts.complete) requestAnimationFrame(look);
  })();

  /** Notes when every frame begins, until `stopFrames`. */
  window.startFrames = () => {
    const at = (seen.frames = []);
    const from = performance.now();
    let goesOn = true;
    window.stopFrames = () => {
      goesOn = false;
      return { frames: at, longTasks: seen.longTasks.filter(({ startTime }) => startTime >= from) };
    };
    requestAnimationFrame(function frame(now) {
      at.push(now);
      if (goesOn) requestAnimationFrame(frame);
    });
  };

  /** Watches for the next input and then for the list to be another one; `searched` gives the time between, and the frames. */
  window.awaitSearch = () => {
    window.searched = new Promise((done) => {
      const list = () => `${document.querySelector('.list')?.getAttribute('aria-rowcount')} ${document.querySelector('.row')?.dataset.key}`;
      addEventListener(
        'input',
        () => {
          const [before, began] = [list(), performance.now()];
          let frames = 0;
          requestAnimationFrame(function frame() {
            frames += 1;
            // What this frame finds in the page is what it draws.
            if (list() !== before || frames > 300) done({ ms: performance.now() - began, frames });
            else requestAnimationFrame(frame);
          });
        },
        { capture: true, once: true },
      );
    });
  };
}
