import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderOrderStates } from '../src/orders/renderOrderStates';

// Run by `yarn generate-order-states` after a change of the state machine.
writeFileSync(
  resolve(__dirname, '../../../docs/order-states.md'),
  renderOrderStates(),
);
