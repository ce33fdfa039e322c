import { LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer } from '../authorize';
import { AwsTargets } from '../aws';
import { PluginConfig } from '../config';
import { CostKeeper } from './CostKeeper';
import { CostQueries } from './CostQueries';
import { CostsService } from './CostsService';
import { CostStatisticsStore } from './CostStatisticsStore';
import { CostWriter } from './CostWriter';
import { PayerStore } from './PayerStore';

/** Puts together everything about costs. */
export function createCosts(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
  logger: LoggerService;
  catalog: CatalogService;
  authorizer: Authorizer;
  targets: AwsTargets;
}) {
  const { config, knex, targets } = options;
  const store = new PayerStore(knex);
  const statistics = new CostStatisticsStore(knex);
  return {
    service: new CostsService({
      ...options,
      queries: new CostQueries(knex),
      payers: store,
    }),
    statistics,
    keeper: new CostKeeper({
      ...options,
      config: config.costs,
      payers: targets.payers,
      store,
      statistics,
      writer: new CostWriter({ knex, config }),
    }),
  };
}
