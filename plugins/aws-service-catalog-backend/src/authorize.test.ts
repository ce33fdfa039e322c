import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { PermissionFilter } from 'backstage-plugin-aws-service-catalog-node';
import { Knex } from 'knex';
import { createTestDatabases } from './__testUtils__/databases';
import { portalConfig } from './__testUtils__/portal';
import {
  assertUser,
  Authorizer,
  Caller,
  isWithinFloor,
  whereWithinFloor,
} from './authorize';
import { readConfig } from './config';
import { policyAllows, wherePolicyAllows } from './database/conditions';

jest.setTimeout(60_000);

const ann = 'user:default/ann';
const payments = 'group:default/team-payments';
const search = 'group:default/team-search';
const operators = 'group:default/platform-engineering';

type Thing = {
  id: string;
  target: string;
  owner: string | null;
  requester: string | null;
  approver: string | null;
};

/** Every combination of target, owner, requester and approver. */
const things: Thing[] = ['sandbox', 'production', 'removed'].flatMap(target =>
  [payments, search, null].flatMap(owner =>
    [ann, 'user:default/bob', null].flatMap(requester =>
      [search, null].map(approver => ({
        id: [target, owner, requester, approver].join(' '),
        target,
        owner,
        requester,
        approver,
      })),
    ),
  ),
);

async function resolve(ownershipEntityRefs?: string[]): Promise<Caller> {
  const data = portalConfig('http://127.0.0.1:1');
  const authorizer = new Authorizer({
    config: readConfig(mockServices.rootConfig({ data })),
    auth: mockServices.auth(),
    userInfo: mockServices.userInfo({
      userEntityRef: ann,
      ownershipEntityRefs: ownershipEntityRefs ?? [],
    }),
    permissions: mockServices.permissions.mock(),
    permissionsRegistry: mockServices.permissionsRegistry.mock(),
  });
  return authorizer.resolveCaller(
    ownershipEntityRefs
      ? mockCredentials.user(ann)
      : mockCredentials.service('plugin:scaffolder'),
  );
}

const optional = (value: string | null) => value ?? undefined;

describe('resolveCaller', () => {
  it.each([
    [
      'a user',
      [ann, payments],
      { sandbox: [payments], production: [payments] },
      false,
    ],
    [
      'a user of a team that one target serves',
      [search],
      { sandbox: [search] },
      false,
    ],
    ['a user of no team', [], {}, false],
    [
      'an operator',
      [operators, search],
      { sandbox: [search], production: [] },
      true,
    ],
    ['a service', undefined, { sandbox: [], production: [] }, false],
  ])('knows the targets of %s', async (_, refs, targets, isOperator) => {
    const caller = await resolve(refs);
    expect(Object.fromEntries(caller.targets)).toEqual(targets);
    expect(caller).toMatchObject({
      isOperator,
      principal: refs ? 'user' : 'service',
    });
    expect(caller.ownershipEntityRefs).toEqual(
      refs ? [...new Set([ann, ...refs])] : [],
    );
  });

  it('lets nobody but users change anything', async () => {
    const service = await resolve(undefined);
    const user = await resolve([]);
    expect(() => assertUser(service)).toThrow('Every change needs a user');
    expect(() => assertUser(user)).not.toThrow();
  });

  it('knows nobody without credentials', async () => {
    const data = portalConfig('http://127.0.0.1:1');
    const authorizer = new Authorizer({
      config: readConfig(mockServices.rootConfig({ data })),
      auth: mockServices.auth(),
      userInfo: mockServices.userInfo(),
      permissions: mockServices.permissions.mock(),
      permissionsRegistry: mockServices.permissionsRegistry.mock(),
    });
    await expect(
      authorizer.resolveCaller(mockCredentials.none()),
    ).rejects.toThrow('This needs the credentials of a user or service');
  });
});

describe('the floor and the policy', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await knex.schema.createTable('things', table => {
        table.text('id').primary();
        table.text('target');
        table.text('owner');
        table.text('requester');
        table.text('approver');
      });
      await knex('things').insert(things);
    });

    const select = async (where: (query: Knex.QueryBuilder) => void) =>
      (await knex('things').modify(where).select('id'))
        .map(({ id }: { id: string }) => id)
        .sort();

    it.each([
      ['a user of payments', [payments], 20],
      ['a user of search', [search], 32],
      ['a user of both', [payments, search], 39],
      ['a user of no team', [], 0],
      ['an operator', [operators], 36],
      ['a service', undefined, 36],
    ])('let %s see the same in SQL and in memory', async (_, refs, count) => {
      const caller = await resolve(refs);
      const inMemory = things.filter(thing =>
        isWithinFloor(caller, {
          target: thing.target,
          owner: optional(thing.owner),
          requester: optional(thing.requester),
          approvers: thing.approver ? [thing.approver] : [],
        }),
      );
      const inSql = await select(query =>
        whereWithinFloor(query, caller, {
          target: 'target',
          owner: 'owner',
          requester: 'requester',
          approver: (inner, refsOfCaller) =>
            inner.whereIn('approver', [...refsOfCaller]),
        }),
      );
      expect(inSql).toEqual(inMemory.map(({ id }) => id).sort());
      expect(inSql).toHaveLength(count);
    });

    type Field = 'target' | 'owner' | 'requester' | 'approver';
    const is = (field: Field, ...values: string[]) => ({ field, values });

    it.each<[string, PermissionCriteria<PermissionFilter<Field>>, number]>([
      ['one field', is('owner', payments), 18],
      ['no value', is('owner'), 0],
      [
        'not a field, which holds for what has none',
        { not: is('owner', payments) },
        36,
      ],
      ['not no value', { not: is('owner') }, 54],
      [
        'all of',
        { allOf: [is('owner', payments), is('target', 'sandbox')] },
        6,
      ],
      ['any of', { anyOf: [is('owner', payments), is('requester', ann)] }, 30],
      [
        'not any of',
        { not: { anyOf: [is('owner', payments), is('requester', ann)] } },
        24,
      ],
      ['not not', { not: { not: is('approver', search) } }, 27],
      [
        'any of all of, each apart from the others',
        {
          anyOf: [
            { allOf: [is('owner', payments), { not: is('approver', search) }] },
            { allOf: [is('target', 'sandbox'), is('requester', ann)] },
          ],
        },
        14,
      ],
    ])(
      'take a policy of %s the same in SQL and in memory',
      async (_, criteria, count) => {
        const conditions = { result: 'conditional' as const, criteria };
        const inSql = await select(query =>
          wherePolicyAllows(query, conditions, {
            target: 'target',
            owner: 'owner',
            requester: 'requester',
            approver: (inner, values) =>
              inner.whereNotNull('approver').whereIn('approver', values),
          }),
        );
        const inMemory = things.filter(thing =>
          policyAllows(conditions, {
            target: thing.target,
            owner: optional(thing.owner),
            requester: optional(thing.requester),
            approver: thing.approver ? [thing.approver] : [],
          }),
        );
        expect(inSql).toEqual(inMemory.map(({ id }) => id).sort());
        expect(inSql).toHaveLength(count);
      },
    );
  });
});
