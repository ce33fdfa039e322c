import {
  AuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer } from './authorize';
import { AwsTargets } from './aws';
import { PluginConfig } from './config';
import { createCosts } from './costs';
import { PortalMetrics } from './metrics';
import { CostEstimator } from './policy';
import {
  EntityOrderings,
  LaunchForms,
  LaunchResolver,
  ProductsService,
  ProductStore,
} from './products';
import {
  createOwners,
  createRefreshes,
  InventoryRefresher,
  InventoryStore,
  LeaseViews,
  OrderLinks,
  ProvisionedProductsService,
  ProvisionedProductStore,
  StackReads,
  StacksService,
  PrincipalsService,
  ServiceActions,
} from './provisionedProducts';
import { createSyncRequest, TargetSync } from './sync';
import { SyncStateStore, TargetsService } from './targets';

/**
 * Puts together everything that reads: AWS, our copy of it, and who may see what.
 *
 * @param options.orders - what the inventory shows of orders
 * @param options.leases - what it shows of leases
 */
export function createReadSide(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
  logger: LoggerService;
  metrics: PortalMetrics;
  credentialsManager: AwsCredentialsManager;
  catalog: CatalogService;
  auth: AuthService;
  userInfo: UserInfoService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  orders: OrderLinks;
  leases: LeaseViews;
  /** What keeps orders from being worked on, by target. */
  readPauses: () => Promise<ReadonlyMap<string, TargetStatus['pause']>>;
}) {
  const { config, knex, clock, logger, catalog, orders, leases } = options;
  const authorizer = new Authorizer(options);
  const targets = AwsTargets.create({
    ...options,
    targets: config.targets,
    payers: config.costs.payers,
    onCall: call => options.metrics.noteAwsCall(call),
  });
  const states = new SyncStateStore(knex);
  const targetsService = new TargetsService({
    config,
    clock,
    syncStates: states,
    readPauses: options.readPauses,
    requestSync: createSyncRequest(options.scheduler),
  });
  const productStore = new ProductStore(knex);
  const provisionedProductStore = new ProvisionedProductStore(knex);
  const forms = new LaunchForms({ knex, targets, clock });
  const inventory = new InventoryStore(config, orders);
  const costs = createCosts({ ...options, authorizer, targets });
  const estimator = new CostEstimator(costs.statistics, config.estimates);
  const products = new ProductsService({
    config,
    authorizer,
    store: productStore,
    entities: new EntityOrderings({ config, catalog, store: productStore }),
    launches: new LaunchResolver({ knex, targets, clock, forms }),
    costs: estimator,
    targets: targetsService,
  });
  const stacks = new StackReads({
    knex,
    targets,
    clock,
    logger,
    orders,
    orderTagKey: config.tags.keys.order,
  });
  const provisionedProducts = new ProvisionedProductsService({
    knex,
    config,
    authorizer,
    catalog,
    store: provisionedProductStore,
    orders,
    costs: costs.service,
    leases,
    targets: targetsService,
    stacks,
  });
  const refresher = new InventoryRefresher({
    knex,
    targets,
    store: inventory,
    clock,
  });
  return {
    authorizer,
    costs,
    estimator,
    targets,
    targetsService,
    states,
    forms,
    products,
    productStore,
    provisionedProducts,
    provisionedProductStore,
    stacks,
    stacksService: new StacksService({ provisionedProducts, stacks }),
    serviceActions: new ServiceActions({ knex, targets, clock, orders }),
    principals: new PrincipalsService({ targets, provisionedProducts }),
    inventory,
    refresher,
    owners: createOwners({
      ...options,
      authorizer,
      provisionedProducts,
      reader: provisionedProductStore,
    }),
    refreshes: createRefreshes({
      knex,
      clock,
      logger,
      targets,
      refresher,
      provisionedProducts,
    }),
    sync: new TargetSync({ knex, targets, inventory, states, clock, logger }),
  };
}
