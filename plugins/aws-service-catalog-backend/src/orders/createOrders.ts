import { randomUUID } from 'node:crypto';
import {
  AuditorService,
  AuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { durationToMilliseconds } from '@backstage/types';
import { Knex } from 'knex';
import {
  ApprovalProvider,
  ClockService,
  PolicyProvider,
} from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer } from '../authorize';
import { AwsTargets } from '../aws';
import { MemberDirectory } from '../MemberDirectory';
import { PluginConfig } from '../config';
import { PortalMetrics } from '../metrics';
import { CostEstimator } from '../policy';
import { LaunchForms, ProductsService } from '../products';
import {
  OrderLinks,
  InventoryRefresher,
  InventoryStore,
  OwnerDirectory,
  ProvisionedProductsService,
  ProvisionedProductStore,
  StackReads,
  ServiceActions,
} from '../provisionedProducts';
import { ApprovalKeeper } from './approvals/ApprovalKeeper';
import { ApprovalsService } from './approvals/ApprovalsService';
import { DecisionStore } from './approvals/DecisionStore';
import { OrderJudge } from './approvals/OrderJudge';
import { ChangeDrafter } from './draft/ChangeDrafter';
import { UpdateBases } from './draft/UpdateBasis';
import { UpdateForms } from './draft/UpdateForms';
import { ImportDrafter } from './draft/ImportDrafter';
import { LaunchDrafter } from './draft/LaunchDrafter';
import { NameChecker } from './draft/NameChecker';
import { ServiceActionDrafter } from './draft/ServiceActionDrafter';
import { InventoryUpdater } from './InventoryUpdater';
import { OrderAccess } from './OrderAccess';
import { OrderChecker } from './OrderChecker';
import { OrderInserter } from './OrderInserter';
import { OrderPlacer } from './OrderPlacer';
import { OrderLeases } from './OrderLeases';
import { OrderQueries } from './OrderQueries';
import { OrderRetrier } from './OrderRetrier';
import { OrdersService } from './OrdersService';
import { OrderStatistics } from './OrderStatistics';
import { OrderStore } from './OrderStore';
import { createChannels } from './outbox/createChannels';
import { OutboxDeliverer } from './outbox/OutboxDeliverer';
import { orderOutbox } from './outbox/OutboxStore';
import { PortalOrders } from './PortalOrders';
import { OrderTurns } from './OrderTurns';
import { OrderWaits } from './OrderWaits';
import { PlanKeeper } from './plans/PlanKeeper';
import { PlansService } from './plans/PlansService';
import { PlanStore } from './plans/PlanStore';
import { PlanSweeper } from './plans/PlanSweeper';
import { QuotaKeeper } from './quotas/QuotaKeeper';
import { QuotaStore } from './quotas/QuotaStore';
import { Reconciler } from './Reconciler';
import { KeyRotation } from './secrets/KeyRotation';
import { RenewalRunner } from './RenewalRunner';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';
import { SecretsService } from './secrets/SecretsService';
import { StepBoundaryService } from './stepBoundaryService';
import { StrandedOrders } from './StrandedOrders';
import { TargetClaims } from './TargetClaims';

/**
 * Puts together everything about orders.
 *
 * @param options.wake - asks for a run of the reconciler, or of the outbox, as soon as possible
 */
export function createOrders(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
  logger: LoggerService;
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  notifications: NotificationService;
  signals: SignalsService;
  events: EventsService;
  metrics: PortalMetrics;
  authorizer: Authorizer;
  targets: AwsTargets;
  products: ProductsService;
  provisionedProducts: ProvisionedProductsService;
  forms: LaunchForms;
  inventory: InventoryStore;
  provisionedProductStore: ProvisionedProductStore;
  stacks: StackReads;
  refresher: InventoryRefresher;
  serviceActions: ServiceActions;
  links: OrderLinks;
  stepBoundary: StepBoundaryService;
  approvalProviders: ReadonlyMap<string, ApprovalProvider>;
  policyProvider?: PolicyProvider;
  estimator: CostEstimator;
  leases: OrderLeases;
  wake: { reconciler: () => void; outbox: () => void };
}) {
  const { config, knex, wake, stepBoundary } = options;
  const random = Math.random;
  const box = new SecretBox(config.secrets.keys);
  const secrets = new OrderSecretStore(box);
  const store = new OrderStore(secrets);
  const drafting = { ...options, store, canStoreSecrets: secrets.canStore };
  const bases = new UpdateBases(drafting);
  const planStore = new PlanStore(knex);
  const changes = new ChangeDrafter({ ...drafting, bases, plans: planStore });
  const plans = new PlanKeeper({
    ...options,
    box,
    store: planStore,
    boundary: boundary => stepBoundary.reach(boundary),
  });
  const members = new MemberDirectory(options);
  const quotas = new QuotaKeeper({ ...options, store: new QuotaStore() });
  const names = new NameChecker({
    ...drafting,
    inventory: options.provisionedProductStore,
  });
  const placer = new OrderPlacer({
    ...options,
    store,
    inserter: new OrderInserter({ ...options, store, secrets, quotas }),
    quotas,
    judge: new OrderJudge({
      ...options,
      members,
      costs: options.estimator,
    }),
    changes,
    serviceActions: new ServiceActionDrafter(drafting),
    imports: new ImportDrafter({
      ...drafting,
      names,
      owners: new OwnerDirectory({ ...options, members }),
    }),
    launches: new LaunchDrafter({ ...drafting, names }),
  });
  const queries = new OrderQueries(knex);
  const turns = new OrderTurns(config.reconcile.serialProducts);
  const decisions = new DecisionStore();
  const access = new OrderAccess({ ...options, queries, decisions });
  const claims = new TargetClaims({ ...options, holder: randomUUID() });
  const checker = new OrderChecker({
    ...options,
    members,
    secrets,
    quotas,
    inventory: options.provisionedProductStore,
  });
  const wakeAll = () => {
    wake.reconciler();
    wake.outbox();
  };
  return {
    secrets: new SecretsService({
      config,
      knex,
      rotation: new KeyRotation(box),
    }),
    orders: new OrdersService({
      ...options,
      store,
      placer,
      quotas,
      queries,
      waits: new OrderWaits({ ...options, turns, access }),
      access,
      decisions,
      approvals: new ApprovalsService({ ...options, store, access, decisions }),
      retrier: new OrderRetrier({ ...options, store, secrets, quotas }),
      wake: wakeAll,
    }),
    portalOrders: new PortalOrders({
      ...options,
      store,
      placer,
      inventory: options.provisionedProductStore,
      wake: wakeAll,
    }),
    updateForms: new UpdateForms({ ...options, bases }),
    plans: new PlansService({
      ...options,
      box,
      changes,
      store: planStore,
      keeper: plans,
    }),
    planSweeper: new PlanSweeper({
      ...options,
      store: planStore,
      keeper: plans,
    }),
    claims,
    statistics: new OrderStatistics({
      ...options,
      targets: config.targets.map(({ name }) => name),
    }),
    approvals: new ApprovalKeeper({
      ...options,
      store,
      random,
      decisions,
      onAdvanced: wakeAll,
    }),
    renewals: new RenewalRunner({
      ...options,
      store,
      random,
      checker,
      onAdvanced: wake.outbox,
    }),
    reconciler: new Reconciler({
      ...options,
      plans,
      planStore,
      store,
      secrets,
      claims,
      random,
      turns,
      stuckAfterMs: durationToMilliseconds(config.reconcile.stuckAfter),
      busyTimeoutMs: durationToMilliseconds(config.reconcile.busyTimeout),
      checker,
      inventory: new InventoryUpdater({
        ...options,
        store: options.inventory,
        reader: options.provisionedProductStore,
      }),
      orderTagKey: config.tags.keys.order,
      boundary: boundary => stepBoundary.reach(boundary),
      onAdvanced: wake.outbox,
    }),
    stranded: new StrandedOrders({
      ...options,
      store,
      secrets,
      targetNames: config.targets.map(({ name }) => name),
      onAdvanced: wake.outbox,
    }),
    outbox: new OutboxDeliverer({
      ...options,
      outbox: orderOutbox,
      subjectName: 'order',
      find: row => store.findTold(knex, row),
      random,
      channels: createChannels({ ...options, members, decisions }),
    }),
  };
}
