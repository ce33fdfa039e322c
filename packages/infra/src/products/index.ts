import { launchFailure } from './launchFailure';
import { postgres } from './postgres';
import { ProductDefinition } from './ProductDefinition';
import { queue } from './queue';
import { secureBucket } from './secureBucket';
import { table } from './table';
import { threeTierVpc } from './threeTierVpc';

/** All products that portfolios may offer. */
export const products: readonly ProductDefinition[] = [
  secureBucket,
  threeTierVpc,
  postgres,
  queue,
  table,
  launchFailure,
];
