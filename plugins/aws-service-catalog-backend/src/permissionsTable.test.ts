import {
  awsServiceCatalogRoutes,
  ListCostsResponse,
  ListOrdersResponse,
  ListOwnersResponse,
  ListProductsResponse,
  ListProvisionedProductsResponse,
  ListTargetsResponse,
  Order,
  RefreshProvisionedProductsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { Response } from 'supertest';
import { createTestDatabases } from './__testUtils__/databases';
import { policyNames } from './__testUtils__/permissionPolicies';
import { Cell, permissionTable } from './__testUtils__/permissionTable';
import {
  Ask,
  CallerName,
  callers,
  PermissionWorld,
  RouteName,
} from './__testUtils__/permissionWorld';

jest.setTimeout(120_000);

type Page = Pick<ListOrdersResponse, 'nextCursor'> & {
  items: (NamedItem | Order | OwnerItem)[];
  totalItems?: number;
};

type NamedItem =
  | ListProductsResponse['items'][number]
  | ListProvisionedProductsResponse['items'][number]
  | ListTargetsResponse['items'][number]
  | RefreshProvisionedProductsResponse['items'][number];

type OwnerItem = ListOwnersResponse['items'][number];

const pagedRoutes: readonly RouteName[] = [
  'listProducts',
  'listOrders',
  'listProvisionedProducts',
  'listOwners',
];
const listRoutes: readonly RouteName[] = [
  ...pagedRoutes,
  'listTargets',
  'refreshProvisionedProducts',
];

function nameOf(item: Page['items'][number]): string {
  if ('name' in item) {
    return item.name;
  }
  return 'state' in item ? item.provisionedProduct.name : item.owner;
}

const callerNames = Object.keys(callers) as CallerName[];

it('has a line for every route', () => {
  expect(
    [...new Set(permissionTable.map(({ route }) => route))].sort(),
  ).toEqual(Object.keys(awsServiceCatalogRoutes).sort());
});

const databases = createTestDatabases();

describe.each(databases.eachId)('who gets what, %s', databaseId => {
  let world: PermissionWorld;

  beforeAll(async () => {
    world = await PermissionWorld.start(await databases.init(databaseId));
  });
  afterAll(() => world?.stop());

  /** What a list shows: every page has to count the same. */
  async function readList(
    send: (query: Record<string, string>) => Promise<Response>,
    first: Page,
  ): Promise<string> {
    const names: string[] = [];
    const totals = new Set<number | undefined>();
    let page: Page | undefined = first;
    while (page) {
      totals.add(page.totalItems);
      names.push(...page.items.map(item => nameOf(item)));
      page = page.nextCursor
        ? (await send({ cursor: page.nextCursor })).body
        : undefined;
    }
    expect([[names.length], [undefined]]).toContainEqual([...totals]);
    return names.join(' ');
  }

  async function read(
    route: RouteName,
    body: Page & ListCostsResponse,
    send: (query: Record<string, string>) => Promise<Response>,
  ): Promise<Cell> {
    if (route === 'listCosts') {
      return body.groups
        .map(({ name, key }) => name ?? key)
        .sort()
        .join(' ');
    }
    return listRoutes.includes(route) ? readList(send, body) : 200;
  }

  const cases = permissionTable
    .filter(({ inSql }) => inSql || databaseId === 'SQLITE_3')
    .flatMap(row =>
      policyNames.map((policy, index) => ({
        ...row,
        policy,
        line: row.lines[index],
      })),
    );

  /** What a caller gets. Nothing may be different afterwards, unless it was to change something and was not refused. */
  async function probe(
    row: (typeof cases)[number],
    caller: CallerName,
  ): Promise<Cell> {
    const { route, policy, changes } = row;
    const ask: Ask = (await row.ask?.(world)) ?? {};
    const paging: Record<string, string> = pagedRoutes.includes(route)
      ? { limit: '2' }
      : {};
    const send = (query: Record<string, string> = {}) =>
      world.send(policy, caller, route, {
        ...ask,
        query: { ...ask.query, ...paging, ...query },
      });
    const before = await world.readState();
    const { status, body } = await send();
    const cell = status === 200 ? await read(route, body, send) : status;
    expect([caller, (await world.readState()) !== before]).toEqual([
      caller,
      changes === 'if-found'
        ? status < 300 && cell !== ''
        : changes === true && status < 300,
    ]);
    if (changes && body.digest) {
      await world.settle(body);
    }
    return body.acceptable === false ? 'flawed' : cell;
  }

  it.each(cases)('$route$about, $policy', async row => {
    const got: Record<string, Cell> = {};
    for (const caller of callerNames) {
      got[caller] = await probe(row, caller);
    }
    expect(got).toEqual(
      Object.fromEntries(
        callerNames.map((caller, at) => [caller, row.line[at]]),
      ),
    );
  });

  it('shows approvers what they decided, and not what came of it', async () => {
    const { id } = await world.orderOf('alpha');
    const outputsFor = async (caller: CallerName) => {
      const ask = { params: { id } };
      const { body } = await world.send('allowed', caller, 'getOrder', ask);
      return body.outputs;
    };
    const purpose = expect.objectContaining({ key: 'Purpose' });
    expect(await outputsFor('sameTeam')).toContainEqual(purpose);
    expect(await outputsFor('operator')).toContainEqual(purpose);
    expect(await outputsFor('approver')).toEqual([]);
  });
});
