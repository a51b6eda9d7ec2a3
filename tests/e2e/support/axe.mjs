// Owns what counts as a fault of access: what axe calls serious or critical. Knows no view.
import { AxeBuilder } from '@axe-core/playwright';

/** Returns the faults of a page as it stands, one line each. */
export async function seriousFaults(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
