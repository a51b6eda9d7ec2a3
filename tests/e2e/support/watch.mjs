// Owns what no page of ours may ever do: violate its policy, address a stranger, throw. Knows nothing of what a test does.

/** The hosts of these tests; everything else is a stranger. */
const isOurs = (url) => /^(data|blob|about):/.test(url) || /^(127\.0\.0\.1|.*\.example)$/.test(new URL(url).hostname);

/** Collects the faults of every page of this context from now on. */
export async function watch(context) {
  const faults = [];
  await context.exposeBinding('reportViolation', (_source, what) => faults.push(`policy violated: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`));
  context.on('request', (request) => {
    if (!isOurs(request.url())) faults.push(`stranger asked: ${request.url()}`);
  });
  const watchSockets = (page) =>
    page.on('websocket', (socket) => {
      if (!isOurs(socket.url())) faults.push(`stranger asked: ${socket.url()}`);
    });
  context.pages().forEach(watchSockets);
  context.on('page', watchSockets);
  return faults;
}
