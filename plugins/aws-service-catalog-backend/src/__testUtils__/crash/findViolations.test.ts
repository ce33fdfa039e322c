import { advanceOrder, beginOrder } from '../../orders/advanceOrder';
import { ChainedEvent } from '../../orders/eventChain';
import { OrderEventType } from '../../orders/orderMachine';
import { attemptToken, StoredOrder } from '../../orders/StoredOrder';
import { StoredPlan } from '../../orders/plans/PlanStore';
import { anOrder } from '../orders';
import { findViolations } from './findViolations';
import { CrashFacts } from './readFacts';

const now = new Date('2026-01-02T00:00:00Z');

/** What is left of one launch that went well. */
function wellFacts(): CrashFacts {
  const begun = beginOrder(anOrder(), 'Ordered.');
  const events: ChainedEvent[] = [begun.event];
  let { order } = begun;
  const advance = (type: OrderEventType, changes: Partial<StoredOrder>) => {
    const next = advanceOrder(order, { type, message: type, now }, changes);
    events.push(next.event);
    order = next.order;
  };
  const token = attemptToken(order.id, 1);
  const { name } = order.provisionedProduct;
  advance('submitted', { token });
  advance('running', {
    recordId: 'rec-1',
    provisionedProduct: { name, id: 'pp-1' },
  });
  advance('succeeded', {});
  const tags = [{ Key: 'backstage.io/order', Value: order.id }];
  return {
    orders: [order],
    events,
    orderRecords: [
      {
        target: 'sandbox',
        record_id: 'rec-1',
        provisioned_product_id: 'pp-1',
        order_id: order.id,
      },
    ],
    outbox: [],
    withSecrets: [],
    inventory: [
      { id: 'pp-1', name, owner_ref: order.owner, deleted_at: null },
    ] as CrashFacts['inventory'],
    owners: [
      { provisioned_product_id: 'pp-1', owner_ref: order.owner },
    ] as CrashFacts['owners'],
    aws: [
      {
        accountId: order.accountId,
        provisionedProducts: [
          { id: 'pp-1', name, idempotencyToken: token, tags },
        ],
        records: [
          {
            id: 'rec-1',
            type: 'PROVISION_PRODUCT',
            provisionedProductId: 'pp-1',
            settled: true,
            outcome: { status: 'SUCCEEDED' },
            tags,
          },
        ],
        plans: [],
        tokens: [{ key: `ProvisionProduct/${token}`, recordId: 'rec-1' }],
      },
    ],
    plans: [],
    told: events.map(({ orderId, sequence }) => ({ orderId, sequence })),
    quotaUsed: 1,
  };
}

const asUpdate = (order: StoredOrder): StoredOrder => ({
  ...order,
  kind: 'update',
  content: {
    ...order.content,
    approval: {
      policy: 'all',
      approvers: [],
      quorum: 1,
      onTimeout: 'expire',
      timeoutMs: 1,
    },
  },
});

const aPlanOf = ({ id, target }: StoredOrder): StoredPlan => ({
  id: 'plan',
  target,
  orderId: id,
  provisionedProduct: { id: 'pp-1', name: 'bucket' },
  version: { id: 'pa-1', name: 'v1' },
  digest: 'digest',
  state: 'ready',
  changes: [
    {
      action: 'MODIFY',
      logicalId: 'Bucket',
      type: 'AWS::S3::Bucket',
      replacement: 'TRUE',
      scope: ['PROPERTIES'],
      details: [],
    },
  ],
  createdAt: now.toISOString(),
  expiresAt: now.toISOString(),
  deletedAt: now.toISOString(),
});

describe('findViolations', () => {
  it('finds nothing where all is well', () => {
    expect(findViolations(wellFacts())).toEqual([]);
  });

  it.each<[string, (facts: CrashFacts) => void, RegExp]>([
    [
      'an order that goes on for ever',
      ({ orders }) => {
        orders[0] = { ...orders[0], state: 'running' };
      },
      /has not ended: it is running/,
    ],
    [
      'an order that has ended and is still looked at',
      ({ orders }) => {
        orders[0] = { ...orders[0], dueAt: now.toISOString() };
      },
      /is still due/,
    ],
    [
      'a second launch',
      ({ aws, orderRecords }) => {
        const [{ provisionedProducts, records, tokens }] = aws;
        provisionedProducts.push({ ...provisionedProducts[0], id: 'pp-2' });
        records.push({ ...records[0], id: 'rec-2' });
        tokens.push({ key: `${tokens[0].key}`, recordId: 'rec-2' });
        orderRecords.push({ ...orderRecords[0], record_id: 'rec-2' });
      },
      /succeeded in AWS as \[rec-1,rec-2\].*Of order .* runs \[pp-1,pp-2\]/s,
    ],
    [
      'a launch that is gone',
      ({ aws }) => {
        aws[0].provisionedProducts = [];
      },
      /runs \[\] instead of \[pp-1\]/,
    ],
    [
      'a thing that nobody has ordered',
      ({ aws }) => {
        const [{ provisionedProducts }] = aws;
        const another = {
          ...provisionedProducts[0],
          name: 'x',
          idempotencyToken: 'by-hand',
          tags: [],
        };
        provisionedProducts.push(another);
      },
      /Nobody has ordered x/,
    ],
    [
      'a record that no order knows',
      facts => {
        facts.orderRecords = [];
      },
      /No order knows record rec-1/,
    ],
    [
      'a token of another attempt',
      ({ aws, orders }) => {
        const token = attemptToken(orders[0].id, 2);
        aws[0].tokens.push({ key: `ProvisionProduct/${token}` });
      },
      /No attempt of an order has the token/,
    ],
    [
      'a token that was used by two orders',
      ({ orders }) => {
        orders.push(orders[0]);
      },
      /Two orders have the token/,
    ],
    [
      'a token that began two records',
      ({ aws }) => {
        const [{ records }] = aws;
        records.push({ ...records[0], id: 'rec-2' });
      },
      /token that began record rec-2 began another one/,
    ],
    [
      'a gap in a timeline',
      ({ events }) => {
        events.splice(1, 1);
      },
      /timeline of order .* is broken at 2/,
    ],
    [
      'an event that was not told',
      ({ told }) => {
        told.pop();
      },
      /others heard the events \[1,2,3\] instead of \[1,2,3,4\]/,
    ],
    [
      'events that were told in another order',
      ({ told }) => {
        told.reverse();
      },
      /others heard the events \[4,3,2,1\]/,
    ],
    [
      'an event that waits to be delivered',
      ({ outbox, orders }) => {
        outbox.push({
          order_id: orders[0].id,
          sequence: 4,
          set_aside_at: null,
          set_aside_reason: null,
        });
      },
      /Event 4 of .* was not delivered/,
    ],
    [
      'a secret that is kept',
      ({ withSecrets, orders }) => {
        withSecrets.push(orders[0].id);
      },
      /keeps its secrets/,
    ],
    [
      'an inventory that forgets an owner',
      ({ inventory }) => {
        inventory[0].owner_ref = null;
      },
      /is owned by null/,
    ],
    [
      'an inventory that shows what is gone',
      ({ inventory }) => {
        inventory.push({ ...inventory[0], id: 'pp-2', name: 'gone' });
      },
      /shows gone, which is gone/,
    ],
    [
      'a plan that AWS still has',
      ({ aws }) => {
        aws[0].plans.push({ id: 'plan-1', name: 'backstage-1' });
      },
      /AWS still has backstage-1/,
    ],
    [
      'an approved update that nobody looked at',
      ({ orders }) => {
        orders[0] = asUpdate(orders[0]);
      },
      /Nobody looked at what the update of order .* replaces/,
    ],
    [
      'an approved update that replaced something unseen',
      ({ orders, plans }) => {
        orders[0] = asUpdate(orders[0]);
        plans.push(aPlanOf(orders[0]));
      },
      /replaced Bucket unseen/,
    ],
    [
      'a quota that counts wrongly',
      facts => {
        facts.quotaUsed = 2;
      },
      /The quota counts 2 of 1/,
    ],
  ])('finds %s', (_, plant, expected) => {
    const facts = wellFacts();
    plant(facts);
    expect(findViolations(facts).join('\n')).toMatch(expected);
  });

  it('takes an event that was set aside with a reason for dealt with, and a repeated one, too', () => {
    const facts = wellFacts();
    const [{ id }] = facts.orders;
    facts.told.splice(1, 0, facts.told[0]);
    facts.outbox.push({
      order_id: id,
      sequence: 4,
      set_aside_at: now.toISOString(),
      set_aside_reason: 'down for an hour',
    });
    expect(findViolations(facts)).toEqual([]);
  });
});
