import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets } from '../../aws';
import { InventoryRefresher } from '../InventoryRefresher';
import { ProvisionedProductsService } from '../ProvisionedProductsService';
import { CallLimit } from './CallLimit';
import { RefreshClaims } from './RefreshClaims';
import { RefreshService } from './RefreshService';

export { type RefreshService } from './RefreshService';

/** How many provisioned products a caller may have read in a target each minute: three calls for each. */
const PER_MINUTE = 30;

/** Puts together what reads provisioned products when somebody asks for it. */
export function createRefreshes(options: {
  knex: Knex;
  clock: ClockService;
  logger: LoggerService;
  targets: AwsTargets;
  refresher: InventoryRefresher;
  provisionedProducts: ProvisionedProductsService;
}): RefreshService {
  const { clock } = options;
  return new RefreshService({
    ...options,
    claims: new RefreshClaims(options),
    limit: new CallLimit({ limit: PER_MINUTE, windowMs: 60_000, clock }),
  });
}
