// Asks a fresh gateway one thing by hand and prints the answer as the tests keep it: node tests/lab/ask.mjs skills.status '{}'
// Knows no method and no page.
import { startGateway } from './gateway.mjs';

const [method, params = '{}'] = process.argv.slice(2);
const gateway = await startGateway();
try {
  const payload = await (await gateway.rpc()).call(method, JSON.parse(params));
  console.log(JSON.stringify({ type: 'res', id: '1', ok: true, payload }, null, 1));
} finally {
  await gateway.dispose();
}
process.exit();
