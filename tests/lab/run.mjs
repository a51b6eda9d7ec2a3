// Starts a gateway with the scripted model by hand and keeps it until Ctrl-C: node tests/lab/run.mjs [number of sessions to seed]
// Knows nothing of pages.
import { startGateway } from './gateway.mjs';

console.log('Starting a gateway with a scripted model (about ten seconds)');
const gateway = await startGateway();
await gateway.seed(Number(process.argv[2] ?? 0));
console.log(`Address ${gateway.url}, token ${gateway.token}, state in ${gateway.state}
The model knows: "hold:<name>" (answers only when stopped), "slow" (20 s), "fail"; everything else is echoed.
Ctrl-C stops it and removes its state.`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => gateway.dispose().then(() => process.exit(0)));
