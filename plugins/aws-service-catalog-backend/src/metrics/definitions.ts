/** What an instrument measures. */
export type MetricDefinition = Readonly<{
  name: string;
  /** In UCUM. */
  unit: string;
  description: string;
  /** For histograms: upper bounds of the buckets. */
  bounds?: number[];
}>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** From what a click may take to what a database may take. */
const orderBounds = [
  5,
  10,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  24 * HOUR,
  72 * HOUR,
];

/**
 * Every metric of the plugin. Their attributes have few values: never an order, a user or a text.
 *
 * `docs/observability` uses exactly these names; a test compares them.
 */
export const metricDefinitions = {
  /** Attribute `state`. */
  orders: {
    name: 'aws_service_catalog.orders',
    unit: '{order}',
    description: 'Orders that exist, by state.',
  },
  /** Attribute `code`. */
  alarms: {
    name: 'aws_service_catalog.order.alarms',
    unit: '{order}',
    description: 'Orders that an operator should look at, by why.',
  },
  /** Attributes `outcome`, `kind`, `product`. */
  ended: {
    name: 'aws_service_catalog.order.ended',
    unit: '{order}',
    description: 'Orders that ended, each attempt of a failed one.',
  },
  /** Attribute `outcome`. */
  approvalDuration: {
    name: 'aws_service_catalog.order.approval.duration',
    unit: 's',
    description: 'How long orders waited for their approval.',
    bounds: orderBounds,
  },
  /** Attributes `kind`, `product`. */
  orderDuration: {
    name: 'aws_service_catalog.order.duration',
    unit: 's',
    description: 'From placing an order to its success, approval included.',
    bounds: orderBounds,
  },
  /** Attributes `operation`, `target`; when it failed `error.type`, for example `throttled`. */
  awsCallDuration: {
    name: 'aws_service_catalog.aws.call.duration',
    unit: 's',
    description: 'Duration of calls to AWS.',
    bounds: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
  },
  /** Attribute `target`. */
  reconcileLag: {
    name: 'aws_service_catalog.reconcile.lag',
    unit: 's',
    description: 'For how long the oldest due order has not been looked at.',
  },
  /** Attribute `target`. */
  targetPaused: {
    name: 'aws_service_catalog.target.paused',
    unit: '1',
    description: '1 while AWS keeps a target from being worked in.',
  },
  /** Attribute `channel`. */
  outboxLag: {
    name: 'aws_service_catalog.outbox.lag',
    unit: 's',
    description: 'Age of the oldest event that has not been delivered.',
  },
  /** Attribute `channel`. */
  outboxSetAside: {
    name: 'aws_service_catalog.outbox.set_aside',
    unit: '{event}',
    description: 'Events that could not be delivered and were given up.',
  },
  /** Attribute `state`. */
  leases: {
    name: 'aws_service_catalog.leases',
    unit: '{lease}',
    description: 'Leases that are in force, by state.',
  },
  /** Attribute `code`. */
  leaseProblems: {
    name: 'aws_service_catalog.lease.problems',
    unit: '{lease}',
    description: 'Leases that an operator should look at, by why.',
  },
  leaseLag: {
    name: 'aws_service_catalog.lease.lag',
    unit: 's',
    description: 'For how long the oldest due lease has not been looked at.',
  },
  /** Attribute `target`; absent until its first complete sync. */
  syncAge: {
    name: 'aws_service_catalog.sync.age',
    unit: 's',
    description: 'Age of the copy of a target.',
  },
} as const satisfies Record<string, MetricDefinition>;
