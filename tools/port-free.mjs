// Says in words that a port is taken, before a build is spent on it. Knows no server.
import { createServer } from 'node:net';

const port = Number(process.argv[2]);
createServer()
  .once('error', ({ code }) => {
    console.error(`port ${port} cannot be used (${code}): stop what listens there, or choose another: make serve PORT=${port + 1}`);
    process.exit(1);
  })
  .listen(port, '127.0.0.1', function () {
    this.close();
  });
