import { applicationSecret } from './applicationSecret';
import { ecsService } from './ecsService';
import { launchFailure } from './launchFailure';
import { postgres } from './postgres';
import { ProductDefinition } from './ProductDefinition';
import { queue } from './queue';
import { secureBucket } from './secureBucket';
import { snsTopic } from './snsTopic';
import { table } from './table';
import { threeTierVpc } from './threeTierVpc';

/** All products that portfolios may offer. */
export const products: readonly ProductDefinition[] = [
  secureBucket,
  threeTierVpc,
  postgres,
  queue,
  table,
  ecsService,
  snsTopic,
  applicationSecret,
  launchFailure,
];
