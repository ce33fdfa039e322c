import {
  OrderKind,
  orderKindSchema,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  isForOperators,
  ProvisionedProductAction,
} from '../provisionedProducts';
import { StoredOrder } from './StoredOrder';

/** What is peculiar to a kind of order. */
type KindFacts = {
  /** What was asked for, for a sentence: "the … of uploads". */
  noun: string;
  /** Said when it has succeeded. */
  succeeded: string;
  /**
   * AWS's `RecordType` by which the record of a call whose answer was lost is found. Absent: it is found in another way, or AWS is
   * never called.
   */
  recordType?: string;
  /** Whether its record has the outputs of the provisioned product. */
  hasOutputs: boolean;
  /** Whether it takes a launch form and a launch path, which are read again right before it is sent. */
  usesForm: boolean;
  /** What it usually does to a provisioned product that is there already. Absent: it makes a new one. */
  changes?: ProvisionedProductAction;
};

/** The kinds of orders. */
export const kinds: Readonly<Record<OrderKind, KindFacts>> = {
  provision: {
    noun: 'launch',
    succeeded: 'AWS launched it.',
    hasOutputs: true,
    usesForm: true,
  },
  update: {
    noun: 'update',
    succeeded: 'AWS updated it.',
    recordType: 'UPDATE_PROVISIONED_PRODUCT',
    hasOutputs: true,
    usesForm: true,
    changes: 'update',
  },
  terminate: {
    noun: 'termination',
    succeeded: 'AWS terminated it.',
    recordType: 'TERMINATE_PROVISIONED_PRODUCT',
    hasOutputs: false,
    usesForm: false,
    changes: 'terminate',
  },
  renew: {
    noun: 'renewal',
    succeeded: 'Its lease was renewed.',
    hasOutputs: false,
    usesForm: false,
    changes: 'renew',
  },
  'service-action': {
    noun: 'service action',
    succeeded: 'AWS ran it.',
    recordType: 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION',
    hasOutputs: false,
    usesForm: false,
    changes: 'run-action',
  },
  import: {
    noun: 'import',
    succeeded:
      'AWS imported it. What it was imported from stays as it is: constraints apply from the next update on, tags of the portal from one that writes them.',
    recordType: 'IMPORT_PROVISIONED_PRODUCT',
    hasOutputs: true,
    usesForm: false,
  },
  repair: {
    noun: 'repair',
    succeeded: 'AWS has set what was asked for. What runs stays as it is.',
    recordType: 'UPDATE_PROVISIONED_PRODUCT_PROPERTIES',
    hasOutputs: false,
    usesForm: false,
    changes: 'repair',
  },
};

/** What an order does to a provisioned product that is there already; undefined: it makes a new one. */
export function changeOf({
  kind,
  content,
}: Pick<StoredOrder, 'kind'> & {
  content: Pick<StoredOrder['content'], 'termination'>;
}): ProvisionedProductAction | undefined {
  return content.termination ? 'abandon' : kinds[kind].changes;
}

/**
 * Whether an order may hold what only operators can ask for: an import, an abandonment, a repair; a service action may name what
 * members must not.
 */
export function takesOperator(order: Parameters<typeof changeOf>[0]): boolean {
  const change = changeOf(order);
  return (
    order.kind === 'import' ||
    order.kind === 'service-action' ||
    (change !== undefined && isForOperators(change))
  );
}

/** What an order is about, for a sentence: "launch of uploads". */
export function nameOrder({
  kind,
  content,
  provisionedProduct: { name },
}: Pick<StoredOrder, 'kind' | 'provisionedProduct'> & {
  content: Pick<StoredOrder['content'], 'serviceAction'>;
}): string {
  return content.serviceAction
    ? `service action ${content.serviceAction.name} on ${name}`
    : `${kinds[kind].noun} of ${name}`;
}

/** The kinds of orders that make a new provisioned product. */
export const kindsThatMakeNew: readonly OrderKind[] = [
  ...orderKindSchema.options,
].filter(kind => !kinds[kind].changes);
