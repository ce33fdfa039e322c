import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { findBrokenEvent } from '../../orders/eventChain';
import { kindsThatMakeNew } from '../../orders/kinds';
import {
  canHappen,
  nextState,
  orderEventTypes,
  orderStarts,
} from '../../orders/orderMachine';
import {
  findNewReplacements,
  listReplacements,
} from '../../orders/plans/replacements';
import { StoredOrder } from '../../orders/StoredOrder';
import { AwsAccountFacts, CrashFacts } from './readFacts';

const calls: Record<
  StoredOrder['kind'],
  { operation: string; recordType: string }
> = {
  provision: { operation: 'ProvisionProduct', recordType: 'PROVISION_PRODUCT' },
  update: {
    operation: 'UpdateProvisionedProduct',
    recordType: 'UPDATE_PROVISIONED_PRODUCT',
  },
  terminate: {
    operation: 'TerminateProvisionedProduct',
    recordType: 'TERMINATE_PROVISIONED_PRODUCT',
  },
  renew: { operation: 'none', recordType: 'none' },
  'service-action': {
    operation: 'ExecuteProvisionedProductServiceAction',
    recordType: 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION',
  },
  import: {
    operation: 'ImportAsProvisionedProduct',
    recordType: 'IMPORT_PROVISIONED_PRODUCT',
  },
  repair: {
    operation: 'UpdateProvisionedProductProperties',
    recordType: 'UPDATE_PROVISIONED_PRODUCT_PROPERTIES',
  },
};

const ORDER_TAG = 'backstage.io/order';

/** A promise that was broken, in one sentence. */
type Check = (facts: CrashFacts) => string[];

type ProvisionedProduct = AwsAccountFacts['provisionedProducts'][number];

/** What an import brought has the tags of its stack, so its token tells. */
const orderOf = ({ tags, idempotencyToken }: ProvisionedProduct) =>
  tags.find(({ Key }) => Key === ORDER_TAG)?.Value ??
  /^([0-9a-f-]{36})-\d+$/.exec(idempotencyToken)?.[1];

const allRecords = ({ aws }: CrashFacts) =>
  aws.flatMap(({ records }) => records);

const running = ({ aws }: CrashFacts) =>
  aws.flatMap(({ provisionedProducts }) => provisionedProducts);

/** AWS's records of an order, as the database knows them. */
function recordsOf(facts: CrashFacts, order: StoredOrder) {
  const ids = facts.orderRecords
    .filter(row => row.order_id === order.id)
    .map(row => row.record_id);
  return allRecords(facts).filter(({ id }) => ids.includes(id));
}

const ends: Check = ({ orders }) =>
  orders.flatMap(({ id, state, dueAt }) => {
    if (!isFinalOrderState(state)) {
      return `Order ${id} has not ended: it is ${state}`;
    }
    return dueAt ? `Order ${id} has ended and is still due` : [];
  });

const happensOnce: Check = facts =>
  facts.orders.flatMap(order => {
    const { id, kind, state, recordId } = order;
    const made = recordsOf(facts, order).filter(
      ({ type, outcome }) =>
        type === calls[kind].recordType && outcome.status === 'SUCCEEDED',
    );
    const isInAws = calls[kind].operation !== 'none';
    const expected = isInAws && state === 'succeeded' ? [recordId] : [];
    const found = made.map(record => record.id);
    return JSON.stringify(found) === JSON.stringify(expected)
      ? []
      : `The ${kind} of order ${id}, which ${state}, succeeded in AWS as [${found}] instead of [${expected}]`;
  });

const runsWhatWasOrdered: Check = facts => {
  const terminated = facts.orders
    .filter(({ kind, state }) => kind === 'terminate' && state === 'succeeded')
    .map(({ provisionedProduct }) => provisionedProduct.id);
  const launches = facts.orders.filter(({ kind }) =>
    kindsThatMakeNew.includes(kind),
  );
  const wrong = launches.flatMap(({ id, state, provisionedProduct }) => {
    const found = running(facts)
      .filter(each => orderOf(each) === id)
      .map(each => each.id);
    const { id: ppId } = provisionedProduct;
    const expected =
      // What a failed launch left may be there, once.
      (state === 'succeeded' && !terminated.includes(ppId)) ||
      (state === 'failed' && found.length > 0)
        ? [ppId]
        : [];
    return JSON.stringify(found) === JSON.stringify(expected)
      ? []
      : `Of order ${id}, which ${state}, runs [${found}] instead of [${expected}]`;
  });
  const strange = running(facts)
    .filter(each => !launches.some(({ id }) => id === orderOf(each)))
    .map(({ name }) => `Nobody has ordered ${name}`);
  return [...wrong, ...strange];
};

const knowsAllRecords: Check = facts => {
  const known = facts.orderRecords.map(row => row.record_id);
  return [
    ...allRecords(facts)
      .filter(({ id }) => !known.includes(id))
      .map(({ id, type, outcome }) => {
        const tokens = facts.aws
          .flatMap(account => account.tokens)
          .filter(({ recordId }) => recordId === id)
          .map(({ key }) => key);
        return `No order knows record ${id}, a ${type} that ${outcome.status}, begun by [${tokens}]`;
      }),
    ...known
      .filter(id => !allRecords(facts).some(record => record.id === id))
      .map(id => `AWS does not know record ${id}`),
  ];
};

const tokensAreUnique: Check = facts => {
  const { orders, aws } = facts;
  const operations = Object.values(calls).map(({ operation }) => operation);
  const tokens = aws
    .flatMap(account => account.tokens)
    .filter(({ key }) => operations.includes(key.split('/')[0]));
  const strange = tokens.flatMap(({ key }) => {
    const [, operation, orderId, attempt, suffix] =
      /^(\w+)\/([0-9a-f-]{36})-(\d+)(-remnant)?$/.exec(key) ?? [];
    const order = orders.find(({ id }) => id === orderId);
    const kind = suffix ? 'terminate' : order?.kind;
    const isOfAttempt =
      order !== undefined &&
      kind !== undefined &&
      calls[kind].operation === operation &&
      Number(attempt) <= order.attempt;
    return isOfAttempt ? [] : `No attempt of an order has the token ${key}`;
  });
  const used = orders.flatMap(({ token }) => token ?? []);
  const begun = tokens.map(({ recordId }) => recordId);
  return [
    ...strange,
    ...repeated(used).map(token => `Two orders have the token ${token}`),
    ...repeated(begun).map(id => `Two tokens began record ${id}`),
    ...allRecords(facts)
      .filter(({ id }) => !begun.includes(id))
      .map(({ id }) => `The token that began record ${id} began another one`),
  ];
};

const timelinesAreWhole: Check = ({ orders, events }) =>
  orders.flatMap(({ id, state, attempt, chainEnd }) => {
    const timeline = events.filter(({ orderId }) => orderId === id);
    const broken = findBrokenEvent(timeline, chainEnd);
    if (broken !== undefined) {
      return `The timeline of order ${id} is broken at ${broken}`;
    }
    const count = (type: string) =>
      timeline.filter(event => event.type === type).length;
    const wrong: string[] = [];
    if (count('retried') !== attempt - 1 || count('submitted') > attempt) {
      wrong.push(`Order ${id} does not tell of ${attempt} attempts`);
    }
    let current = timeline[0].state;
    if (!orderStarts.some(({ to }) => to === current)) {
      wrong.push(`Order ${id} began as ${current}`);
    }
    for (const event of timeline.slice(1)) {
      const type = orderEventTypes.find(each => each === event.type);
      const isLegal =
        type !== undefined &&
        canHappen(current, type) &&
        nextState(current, type) === event.state;
      if (!isLegal) {
        wrong.push(`Order ${id} became ${event.state} by '${event.type}'`);
      }
      current = event.state;
    }
    return current === state
      ? wrong
      : [...wrong, `Order ${id} is ${state}, and its timeline says ${current}`];
  });

const everybodyIsTold: Check = ({ events, outbox, told }) => [
  ...outbox
    .filter(row => !row.set_aside_at || !row.set_aside_reason)
    .map(row => `Event ${row.sequence} of ${row.order_id} was not delivered`),
  ...[...new Set(events.map(({ orderId }) => orderId))].flatMap(orderId => {
    const heard = told
      .filter(event => event.orderId === orderId)
      .map(({ sequence }) => sequence);
    const expected = events
      .filter(event => event.orderId === orderId)
      .map(({ sequence }) => sequence);
    // The first time of each: a crash repeats what it has interrupted.
    return JSON.stringify([...new Set(heard)]) === JSON.stringify(expected)
      ? []
      : `Of order ${orderId} others heard the events [${heard}] instead of [${expected}]`;
  }),
];

const secretsAreWiped: Check = ({ orders, withSecrets }) =>
  orders
    .filter(
      ({ id, state }) => isFinalOrderState(state) && withSecrets.includes(id),
    )
    .map(({ id }) => `Order ${id} has ended and keeps its secrets`);

const inventoryIsRight: Check = facts => {
  const shown = facts.inventory.filter(({ deleted_at }) => !deleted_at);
  return [
    ...running(facts).flatMap(({ id, ...each }) => {
      const owner = facts.orders.find(
        order => order.id === orderOf({ id, ...each }),
      )?.owner;
      const row = shown.find(candidate => candidate.id === id);
      const noted = facts.owners.find(
        candidate => candidate.provisioned_product_id === id,
      );
      return row?.owner_ref === owner && noted?.owner_ref === owner
        ? []
        : `The inventory says that ${each.name} is owned by ${row?.owner_ref}`;
    }),
    ...shown
      .filter(({ id }) => !running(facts).some(each => each.id === id))
      .map(({ name }) => `The inventory shows ${name}, which is gone`),
  ];
};

const replacesWhatWasShown: Check = ({ orders, plans }) =>
  orders
    .filter(
      ({ kind, state, content }) =>
        kind === 'update' && state === 'succeeded' && content.approval,
    )
    .flatMap(({ id, content }) => {
      const looks = plans.filter(
        plan => plan.orderId === id && plan.state !== 'running',
      );
      if (looks.length === 0) {
        return `Nobody looked at what the update of order ${id} replaces`;
      }
      const last = looks.reduce((a, b) => (a.createdAt > b.createdAt ? a : b));
      const news = findNewReplacements(
        content.replacements ?? [],
        listReplacements(last.changes),
      );
      return news.map(
        ({ logicalId }) => `Order ${id} replaced ${logicalId} unseen`,
      );
    });

const plansAreGone: Check = ({ aws, plans }) => [
  ...aws.flatMap(account =>
    account.plans.map(({ name }) => `AWS still has ${name}`),
  ),
  ...plans
    .filter(({ deletedAt }) => !deletedAt)
    .map(({ id }) => `Plan ${id} is not known to be deleted`),
];

const quotaIsRight: Check = facts => {
  const used = running(facts).length;
  return facts.quotaUsed === used
    ? []
    : [`The quota counts ${facts.quotaUsed} of ${used}`];
};

function repeated<T>(things: readonly T[]): T[] {
  return things.filter((thing, index) => things.indexOf(thing) !== index);
}

const checks: readonly Check[] = [
  ends,
  happensOnce,
  runsWhatWasOrdered,
  knowsAllRecords,
  tokensAreUnique,
  timelinesAreWhole,
  everybodyIsTold,
  secretsAreWiped,
  inventoryIsRight,
  replacesWhatWasShown,
  plansAreGone,
  quotaIsRight,
];

/**
 * Checks everything that the portal promises, whatever crashes.
 *
 * @returns what was broken, one sentence each
 */
export function findViolations(facts: CrashFacts): string[] {
  return checks.flatMap(check => check(facts));
}
