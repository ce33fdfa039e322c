import { mockCredentials } from '@backstage/backend-test-utils';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { OrderPermissionFilter } from 'backstage-plugin-aws-service-catalog-node';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { anOrder } from '../__testUtils__/orders';
import { Caller, isWithinFloor } from '../authorize';
import { policyAllows, PolicyConditions } from '../database/conditions';
import { beginOrder } from './advanceOrder';
import { findPermissionOrder } from './findPermissionOrder';
import { OrderField, OrderQueries } from './OrderQueries';
import { OrderStore } from './OrderStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';

jest.setTimeout(60_000);

const ann = 'user:default/ann';
const bob = 'user:default/bob';
const payments = 'group:default/team-payments';
const search = 'group:default/team-search';
const security = 'group:default/security';

function aCaller(
  refs: string[],
  targets: Record<string, string[]>,
  isOperator = false,
): Caller {
  return {
    credentials: mockCredentials.user(refs[0]),
    principal: 'user',
    userEntityRef: refs[0],
    ownershipEntityRefs: refs,
    isOperator,
    targets: new Map(Object.entries(targets)),
  };
}

const callers = {
  requester: aCaller([ann], { sandbox: [], production: [] }),
  member: aCaller([bob, payments], {
    sandbox: [payments],
    production: [payments],
  }),
  'member whom one target serves': aCaller([bob, payments], {
    sandbox: [payments],
  }),
  'approver whom no target serves': aCaller([bob, security], {}),
  'approver who asked for some': aCaller([ann, security], { sandbox: [] }),
  operator: aCaller(
    ['user:default/olga'],
    { sandbox: [], production: [] },
    true,
  ),
  stranger: aCaller(['user:default/eve'], { sandbox: [], production: [] }),
};

const is = (
  field: OrderPermissionFilter['field'],
  ...values: string[]
): OrderPermissionFilter => ({ field, values });

const criteria: PermissionCriteria<OrderPermissionFilter>[] = [
  is('approver', security, bob),
  is('approver'),
  { not: is('approver', security) },
  {
    anyOf: [is('owner', payments), is('approver', bob)],
  },
  {
    not: { anyOf: [is('owner', payments), is('requester', ann)] },
  },
  {
    anyOf: [is('productId', 'prod-1'), is('productName', 'prod-1')],
  },
  {
    allOf: [is('target', 'sandbox'), { not: is('approver', security, bob) }],
  },
];

const databases = createTestDatabases();

describe.each(databases.eachId)('floor and conditions on orders, %s', id => {
  const store = new OrderStore(new OrderSecretStore(new SecretBox([])));
  let knex: Knex;
  let orderIds: string[];

  beforeAll(async () => {
    knex = await databases.init(id);
    orderIds = [];
    for (const target of ['sandbox', 'production', 'removed']) {
      for (const owner of [payments, search]) {
        for (const requester of [ann, 'user:default/carl']) {
          for (const approvers of [[], [security], [security, bob]]) {
            const { order, event } = beginOrder(
              anOrder({ target, owner, requester }),
              'Ordered.',
            );
            await store.insert(knex, order, event);
            await store.addApprovers(knex, order.id, approvers);
            orderIds.push(order.id);
          }
        }
      }
    }
  });

  /** The orders that memory, looking at one after the other, lets through. */
  async function selectInMemory(
    caller: Caller,
    policy: PolicyConditions<OrderField>,
  ): Promise<string[]> {
    const selected: string[] = [];
    for (const orderId of orderIds) {
      const order = await findPermissionOrder(knex, orderId);
      if (
        order &&
        isWithinFloor(caller, { ...order, outlivesTargets: true }) &&
        policyAllows(policy, { ...order, approver: order.approvers })
      ) {
        selected.push(orderId);
      }
    }
    return selected;
  }

  /** The orders of all pages, each of which has to count the same. */
  async function selectInSql(
    caller: Caller,
    policy: PolicyConditions<OrderField>,
    expectedTotal: number,
  ): Promise<string[]> {
    const queries = new OrderQueries(knex);
    const selected = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await queries.list(caller, policy, { limit: 5, cursor });
      expect(page.total).toBe(expectedTotal);
      page.items.forEach(order => selected.add(order.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(selected.size).toBe(expectedTotal);
    return [...selected];
  }

  const policies: PolicyConditions<OrderField>[] = [
    { result: 'allow' },
    { result: 'deny' },
    ...criteria.map(each => ({
      result: 'conditional' as const,
      criteria: each,
    })),
  ];

  it.each<[keyof typeof callers, number[]]>([
    ['requester', [12, 0, 8, 0, 4, 8, 0, 12, 2]],
    ['member', [20, 0, 16, 0, 4, 20, 3, 20, 2]],
    ['member whom one target serves', [16, 0, 14, 0, 2, 16, 3, 16, 2]],
    ['approver whom no target serves', [24, 0, 24, 0, 0, 18, 6, 24, 0]],
    ['approver who asked for some', [26, 0, 24, 0, 2, 19, 6, 26, 2]],
    ['operator', [36, 0, 24, 0, 12, 24, 9, 36, 4]],
    ['stranger', [0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])(
    'let one who is %s see the same in SQL, page by page, and in memory',
    async (name, counts) => {
      const caller = callers[name];
      const queries = new OrderQueries(knex);
      const seen: number[] = [];
      for (const policy of policies) {
        const inMemory = await selectInMemory(caller, policy);
        seen.push(inMemory.length);
        expect(await selectInSql(caller, policy, inMemory.length)).toEqual(
          expect.arrayContaining(inMemory),
        );
        const found = await Promise.all(
          orderIds.map(orderId => queries.find(caller, policy, orderId)),
        );
        expect(found.flatMap(order => order?.id ?? [])).toEqual(inMemory);
      }
      expect(seen).toEqual(counts);
    },
  );
});
