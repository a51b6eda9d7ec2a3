// Ends a worker's file: starts its program, which lies beside it. What is said to the worker before the program
// listens is said to it again. PROGRAM and start are put in front of this by tools/finish.mjs.
const early = [];
self.onmessage = (event) => early.push(event);
try {
  await start({ module_or_path: new URL(PROGRAM, import.meta.url) });
  for (const event of early) self.onmessage(event);
} catch (error) {
  // A rejection stays in the worker; an error reaches the page, which gives the worker up.
  setTimeout(() => {
    throw error;
  });
}
