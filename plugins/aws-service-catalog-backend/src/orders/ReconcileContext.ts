import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsCallError } from '../aws';
import { InventoryUpdater } from './InventoryUpdater';
import { LookContext } from './observeOrder';
import { OrderChecker } from './OrderChecker';
import { OrderLeases } from './OrderLeases';
import { OrderStore } from './OrderStore';
import { OrderTurns } from './OrderTurns';
import { PlanKeeper } from './plans/PlanKeeper';
import { PlanStore } from './plans/PlanStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { StepBoundary } from './stepBoundaries';

/** What reconciling the orders of one target needs. */
export type ReconcileContext = {
  knex: Knex;
  store: OrderStore;
  secrets: OrderSecretStore;
  checker: OrderChecker;
  plans: PlanKeeper;
  planStore: PlanStore;
  clock: ClockService;
  logger: LoggerService;
  /** From 0 up to 1. */
  random: () => number;
  look: LookContext;
  /** What keeps the portal from working in the target at all; absent: its credentials are those of the target's account. */
  obstacle?: AwsCallError;
  /** Ids of the provisioned products under change, asked for once per poll of the target. */
  underChange: ReadonlySet<string>;
  inventory: InventoryUpdater;
  leases: OrderLeases;
  turns: OrderTurns;
  /** How long AWS may be at an order before somebody should look, in milliseconds. */
  stuckAfterMs: number;
  /** How long an order waits because AWS is at something else, in milliseconds. */
  busyTimeoutMs: number;
  /** Called at each boundary; does nothing outside of crash tests. */
  boundary: (boundary: StepBoundary) => Promise<void>;
};
