// What runs inside the page to measure it: when all rows are there, how long frames and tasks take, when a search shows.
// Owns no figure and no browser. Installed before the page's own scripts.

/** Notes how long tasks take, and frames while that is asked for. */
export function watchFrames() {
  const seen = (window.seen = { firsts: {}, longTasks: [] });
  new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({
    entryTypes: ['longtask'],
  });

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
}

/** Keeps the memory of every program that the page starts, so that it can be told how large it is. */
export function watchMemory() {
  const memories = (window.programMemories = new Set());
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const start = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const started = await start.apply(WebAssembly, given);
      for (const each of Object.values((started.instance ?? started).exports)) if (each instanceof WebAssembly.Memory) memories.add(each);
      return started;
    };
  }
}

/** Of the list, after `watchFrames`. */
export function watchPage() {
  const { seen } = window;
  let wasReading = false;
  (function look() {
    const reading = document.querySelector('.sessions .reading')?.textContent ?? '';
    wasReading ||= reading !== '';
    if (document.querySelector('.row[data-key]')) seen.firsts.listed ??= performance.now();
    if (wasReading && reading === '') seen.firsts.complete ??= performance.now();
    if (!seen.firsts.complete) requestAnimationFrame(look);
  })();
}

/** Of the list too, the app's or the one by hand. */
export function watchList() {
  /** Waits until rows stand there, of more than so many; resolves to when that was. */
  window.awaitRows = async (least) => {
    const areThere = () => document.querySelector('.row[data-key]') && Number(document.querySelector('.list')?.getAttribute('aria-rowcount')) > least;
    while (!areThere()) await new Promise(requestAnimationFrame);
    return performance.now();
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

/** Of a conversation, the app's or the one by hand. */
export function watchTalk() {
  const frame = () => new Promise(requestAnimationFrame);
  const rows = () => [...document.querySelectorAll('.talk .row[data-key]')];
  const isInView = (row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  /** Waits until a row is in view whose key begins so; resolves to when that was. */
  window.awaitRow = async (begins) => {
    while (!rows().some((row) => row.dataset.key.startsWith(begins) && isInView(row))) await frame();
    return performance.now();
  };

  /** Waits until the conversation ends in view with a text and its composer takes what is typed; resolves to when that was. */
  window.awaitUsable = async (text) => {
    const isDrawn = () => rows().slice(-3).some((row) => row.textContent.includes(text) && isInView(row));
    while (!isDrawn() || document.querySelector('textarea[aria-label="Message"]')?.disabled !== false) await frame();
    return performance.now();
  };

  /** Waits until a text stands at the end of the conversation; resolves to the time on the wall then. */
  window.awaitEnd = async (text) => {
    const isThere = () => rows().slice(-3).some((row) => row.textContent.includes(text));
    for (const until = Date.now() + 180_000; !isThere(); await frame()) if (Date.now() > until) throw new Error(`never shown: ${text}`);
    return Date.now();
  };

  /** How far below what is in view the conversation ends, two frames from now. */
  window.belowEnd = async () => {
    const talk = document.querySelector('.talk');
    await frame();
    await frame();
    return talk.scrollHeight - talk.clientHeight - talk.scrollTop;
  };

  /** What is to be read in a row, apart from what is written over a piece of code or a table. */
  const textOf = (row) => {
    const words = row.querySelector('.words');
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    let text = '';
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('.code-head, .widget-head, .counted')) text += walker.currentNode.data;
    return text.replace(/\s+/g, '');
  };

  /** Reads what was said and answered last, so many messages: goes up from the end, since few rows are drawn at a time. */
  window.readTalk = async (count) => {
    const talk = document.querySelector('.talk');
    const found = [];
    talk.scrollTop = talk.scrollHeight;
    for (let still = 0; found.length < count && still < 60; ) {
      await frame();
      await frame();
      const words = rows().filter(({ dataset }) => ['said', 'text'].includes(dataset.kind));
      const drawn = words.map((row) => ({ key: row.dataset.key, text: textOf(row) }));
      const known = drawn.findIndex(({ key }) => key === found[0]?.key);
      // Without a row that is known already, there may be others between.
      const before = known >= 0 ? drawn.slice(0, known) : found.length ? [] : drawn;
      found.unshift(...before);
      still = before.length ? 0 : still + 1;
      talk.scrollTop -= talk.clientHeight * (known < 0 && still ? -0.4 : 0.7);
    }
    return found.slice(-count).map(({ text }) => text);
  };
}
