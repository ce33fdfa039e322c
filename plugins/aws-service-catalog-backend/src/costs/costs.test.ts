import { JsonObject } from '@backstage/types';
import { CostGroup } from 'backstage-plugin-aws-service-catalog-common';
import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { startCostExplorer, CostPage } from '../__testUtils__/costExplorer';
import { createTestDatabases } from '../__testUtils__/databases';
import { orderPortalConfig } from '../__testUtils__/orderPortal';
import { TestPortal } from '../__testUtils__/portal';
import {
  payments,
  search,
  startTwoTeams,
  TwoTeams,
} from '../__testUtils__/twoTeams';
import { terminateProvisionedProduct } from '../aws';

jest.setTimeout(120_000);

const HOUR = 3600;
const DAY = 24 * HOUR;

const operator = 'platform-engineer';

/** What the emulator asks for a bucket, in US dollars. */
const PER_DAY = 0.0032 * 24;

const databases = createTestDatabases();

describe.each(databases.eachId)('costs, %s', databaseId => {
  let world: TwoTeams;
  let portal: TestPortal;
  const closing: (() => Promise<void>)[] = [];

  /** Starts a portal that is told who pays. */
  async function start(
    options: { endpoint?: string; costs?: JsonObject; more?: JsonObject } = {},
  ) {
    const { emulator } = world;
    const config = orderPortalConfig(emulator.url);
    const endpoint = options.endpoint ?? emulator.url;
    portal = await world.startAnother({
      config: {
        ...config,
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          ...options.more,
          costs: options.costs ?? {
            payers: [
              { accountId: '111111111111', endpoint },
              { accountId: '222222222222', endpoint },
            ],
          },
        },
      },
    });
    closing.push(() => portal.stop());
  }
  beforeEach(async () => {
    world = await startTwoTeams(await databases.init(databaseId));
    closing.push(() => world.stop());
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  });

  const read = () => portal.runTask('read-costs');
  const countCalls = () =>
    world.emulator.calls.count({ operation: 'GetCostAndUsage' });
  const advance = (seconds: number) => world.emulator.clock.advance(seconds);
  async function costs(user?: string, query = '') {
    const { status, body } = await portal.get(`/costs?${query}`, user);
    expect({ status, error: body.error }).toEqual({ status: 200 });
    return body;
  }
  /** This month's amounts by key, to the cent. */
  const amounts = (groups: CostGroup[]) =>
    Object.fromEntries(
      groups.map(({ key = 'none', monthToDate }) => [
        key,
        Math.round(monthToDate * 100) / 100,
      ]),
    );
  const cents = (amount: number) => Math.round(amount * 100) / 100;

  it('are read once a day from each payer, and for no page', async () => {
    await start();
    expect(await costs('payments-dev')).toMatchObject({
      status: 'pending',
      message: 'Costs have not been read yet.',
      groups: [],
    });
    advance(10 * DAY);
    for (let hour = 0; hour < 72; hour++) {
      await read();
      await costs('payments-dev', 'groupBy=owner');
      await portal.get('/provisioned-products', 'payments-dev');
      advance(HOUR);
    }
    expect(countCalls()).toBe(2 * 3);
    const { payers, priceOfCalls } = await costs(operator);
    expect(payers).toEqual([
      expect.objectContaining({ accountId: '111111111111', callsThisMonth: 3 }),
      expect.objectContaining({ accountId: '222222222222', callsThisMonth: 3 }),
    ]);
    expect(priceOfCalls).toBe(0.06);
    expect(await costs('payments-dev')).not.toHaveProperty('payers');
  });

  it('belong to owners, entities, products and targets, each seen by its own', async () => {
    await start();
    advance(10 * DAY);
    await read();
    const ten = cents(10 * PER_DAY);
    const by = async (groupBy: string, user: string) =>
      amounts((await costs(user, `groupBy=${groupBy}`)).groups);

    expect(await by('owner', operator)).toEqual({
      [payments]: cents(20 * PER_DAY),
      [search]: ten,
      none: ten,
    });
    expect(await by('target', operator)).toEqual({
      sandbox: cents(30 * PER_DAY),
      production: ten,
    });
    expect(await by('entity', 'payments-dev')).toEqual({
      'component:default/payments-api': ten,
      none: ten,
    });
    expect(await by('provisionedProduct', 'payments-dev')).toEqual({
      [`sandbox/${world.ids.Alpha}`]: ten,
      [`production/${world.ids.delta}`]: ten,
    });
    expect(await by('owner', 'search-dev')).toEqual({ [search]: ten });
    expect(await by('owner', 'outsider')).toEqual({});
    const { groups, totals } = await costs('payments-dev');
    expect(groups).toHaveLength(2);
    expect(groups[0]).toMatchObject({ name: 'Bucket', currency: 'USD' });
    expect(totals).toEqual([
      expect.objectContaining({ provisionedProducts: 2, lastMonth: 0 }),
    ]);
    // November has thirty days.
    expect(cents(totals[0].forecast)).toBe(cents(2 * 30 * PER_DAY));

    const narrowed = async (query: string) =>
      amounts((await costs(operator, query)).groups);
    const name = 'groupBy=provisionedProduct';
    const alpha = { [`sandbox/${world.ids.Alpha}`]: ten };
    expect(
      await narrowed(`${name}&entityRef=component:default/Payments-API`),
    ).toEqual(alpha);
    expect(await narrowed(`${name}&owner=${payments}&target=sandbox`)).toEqual(
      alpha,
    );
    expect(await narrowed(`${name}&entityRef=${search}`)).toEqual({
      [`sandbox/${world.ids.beta}`]: ten,
    });
    expect(await narrowed(`entityRef=${search}&owner=${payments}`)).toEqual({});

    const detail = await portal.get(
      `/provisioned-products/sandbox/${world.ids.Alpha}`,
      'payments-dev',
    );
    expect(detail.body.cost).toEqual({
      currency: 'USD',
      monthToDate: expect.closeTo(10 * PER_DAY, 2),
      lastMonth: 0,
      forecast: expect.closeTo(30 * PER_DAY, 2),
      asOf: '2026-11-11T00:04:00.000Z',
    });
  });

  it('stay with who had something then, and for thirteen months after it is gone', async () => {
    await start();
    advance(10 * DAY);
    await read();
    const target = createTestTargets(world.emulator).get('sandbox');
    await terminateProvisionedProduct(target, {
      provisionedProductId: world.ids.Alpha,
      token: 'terminate-alpha',
    });
    for (let day = 0; day < 2; day++) {
      advance(DAY);
      await portal.sync('sandbox');
    }
    advance(20 * DAY);
    await world
      .knex('provisioned_products')
      .where({ id: world.ids.beta })
      .update({ owner_ref: payments });
    await read();

    const trend = async (query: string) => {
      const { months, groups } = await costs(operator, query);
      return [
        months.slice(-2),
        groups.map((group: CostGroup) => group.trend.slice(-2).map(cents)),
      ];
    };
    const ofAlpha =
      'groupBy=provisionedProduct&entityRef=component:default/payments-api';
    expect(await trend(ofAlpha)).toEqual([
      ['2026-11', '2026-12'],
      [[cents(10 * PER_DAY), 0]],
    ]);
    // What search had in November was not paid by payments.
    expect(await trend(`groupBy=owner&owner=${search}`)).toEqual([
      ['2026-11', '2026-12'],
      [[cents(30 * PER_DAY), 0]],
    ]);
    expect(
      (await trend(`groupBy=provisionedProduct&owner=${payments}`))[1],
    ).toContainEqual([0, cents(2 * PER_DAY)]);

    advance(365 * DAY);
    await read();
    expect((await trend(ofAlpha))[1]).toHaveLength(0);
  });

  it('are last good ones when AWS refuses, and are asked for less and less often', async () => {
    await start();
    advance(5 * DAY);
    await read();
    const before = await costs('payments-dev');
    expect(before.status).toBe('ok');
    advance(DAY);
    world.emulator.faults.add({
      kind: 'accessDenied',
      operation: 'GetCostAndUsage',
      account: '111111111111',
    });
    world.emulator.calls.clear();
    const attempts: number[] = [];
    for (let hour = 0; hour < 8; hour++) {
      await read();
      attempts.push(
        world.emulator.calls.count({
          operation: 'GetCostAndUsage',
          accountId: '111111111111',
        }),
      );
      advance(HOUR);
    }
    expect(attempts).toEqual([1, 2, 2, 3, 3, 3, 3, 4]);
    const failed = await costs(operator);
    expect(failed).toMatchObject({ status: 'failed', asOf: before.asOf });
    expect(failed.payers[0].error).toMatch(/ce:GetCostAndUsage/);
    expect(failed.payers[1]).not.toHaveProperty('error');
    const sandbox = 'target=sandbox';
    expect((await costs('payments-dev', sandbox)).totals).toMatchObject([
      { monthToDate: expect.closeTo(5 * PER_DAY, 2) },
    ]);

    world.emulator.faults.clear();
    advance(DAY);
    await read();
    expect(await costs('payments-dev')).toMatchObject({ status: 'ok' });
  });

  describe('that an emulator does not have', () => {
    let explorer: Awaited<ReturnType<typeof startCostExplorer>>;
    const arn = (name: string, account = '111111111111') =>
      `arn:aws:servicecatalog:eu-central-1:${account}:stack/${name}/${world.ids[name]}`;

    async function startWith(pages: () => CostPage[]) {
      explorer = await startCostExplorer({
        emulatorUrl: world.emulator.url,
        pages: pages(),
      });
      closing.unshift(() => explorer.close());
      await start({
        costs: {
          payers: [{ accountId: '111111111111', endpoint: explorer.url }],
        },
      });
      advance(DAY);
    }

    it('come in pages, of which a part is nothing, and in currencies that are not added up', async () => {
      await startWith(() => [
        [
          ['2026-10', arn('Alpha'), 3],
          ['2026-11', arn('Alpha'), 1.5],
        ],
        [
          ['2026-11', arn('beta'), 2, 'EUR'],
          ['2026-11', arn('delta', '222222222222'), 4, 'EUR'],
        ],
        [
          ['2026-11', arn('gamma', '999999999999'), 1_000],
          ['2026-11', '', 50],
        ],
      ]);
      await read();
      expect(explorer.state.asked).toEqual([undefined, '1', '2']);
      const all = await costs(operator, 'groupBy=product');
      expect(all.totals).toEqual([
        expect.objectContaining({ currency: 'EUR', monthToDate: 6 }),
        expect.objectContaining({
          currency: 'USD',
          monthToDate: 1.5,
          lastMonth: 3,
        }),
      ]);
      expect(all.payers[0].callsThisMonth).toBe(3);

      explorer.state.pages[0] = [['2026-11', arn('Alpha'), 9]];
      explorer.state.brokenPage = 2;
      advance(DAY);
      await read();
      const after = await costs(operator, 'groupBy=product');
      expect(after).toMatchObject({ status: 'failed', totals: all.totals });
      expect(after.payers[0]).toMatchObject({
        callsThisMonth: 6,
        error: 'AWS answers too many requests at the moment.',
      });

      explorer.state.brokenPage = undefined;
      explorer.state.pages = [[['2026-11', arn('Alpha'), 9]]];
      advance(DAY);
      await read();
      // Bills of this month and the last are not final; earlier ones are.
      expect((await costs(operator)).totals).toEqual([
        expect.objectContaining({
          currency: 'USD',
          monthToDate: 9,
          lastMonth: 0,
        }),
      ]);
    });

    it('are explained when the cost allocation tag is not active, and stay when it is deactivated', async () => {
      await startWith(() => [[['2026-11', '', 50]]]);
      // Nobody can tell where nothing runs.
      await world
        .knex('provisioned_products')
        .update({ deleted_at: '2026-11-01T01:00:00.000Z' });
      await read();
      expect(await costs('payments-dev')).toMatchObject({ status: 'ok' });
      await world.knex('provisioned_products').update({ deleted_at: null });
      advance(DAY);
      await read();
      expect(await costs('payments-dev')).toMatchObject({
        status: 'not-activated',
        message: expect.stringMatching(
          /aws:servicecatalog:provisionedProductArn has to be activated/,
        ),
        groups: [],
      });
      expect((await costs(operator)).payers[0].notActivated).toBe(true);

      explorer.state.pages = [[['2026-11', arn('Alpha'), 7]]];
      advance(DAY);
      await read();
      explorer.state.pages = [[['2026-11', '', 57]]];
      advance(DAY);
      await read();
      expect(await costs('payments-dev')).toMatchObject({
        status: 'not-activated',
        totals: [{ monthToDate: 7 }],
      });
    });
  });

  it('of existing ones are what new ones are expected to cost, when there are enough of them', async () => {
    await start({
      more: {
        estimates: [{ monthly: 99, currency: 'USD' }],
        approval: {
          policies: [
            {
              name: 'Cheap',
              match: { estimate: { below: 5, currency: 'USD' } },
              auto: true,
            },
          ],
          default: { approvers: ['user:default/ads-dev'] },
        },
      },
    });
    const target = createTestTargets(world.emulator).get('sandbox');
    const { items } = await world.ok('/products?name=Bucket&target=sandbox');
    const preview = async () => {
      const { body, status } = await portal.post(
        '/orders/preview',
        {
          kind: 'provision',
          target: 'sandbox',
          productId: items[0].id,
          pathId: items[0].paths[0].id,
          name: 'another',
          owner: payments,
          parameters: { Purpose: 'uploads', Password: 'correct-horse' },
        },
        'payments-dev',
      );
      expect({ status, error: body.error }).toEqual({ status: 200 });
      return body;
    };
    const launchOne = (name: string) =>
      launch(world.emulator, target, {
        product: 'Bucket',
        name,
        parameters: { Purpose: 'uploads', Password: 'correct-horse' },
      });
    await launchOne('fourth');
    advance(8 * DAY);
    await portal.sync('sandbox');
    await read();
    const declared = await preview();
    expect(declared.problems).toEqual([]);
    expect(declared.estimate).toEqual({
      monthly: 99,
      currency: 'USD',
      source: 'declared',
    });
    expect(declared.approval.policy).toBe('default');
    const address = `/products/sandbox/${items[0].id}`;
    const ask = async (path: string) =>
      (await portal.get(path, 'payments-dev')).body;
    expect((await ask(address)).estimate).toEqual(declared.estimate);

    await launchOne('fifth');
    advance(7 * DAY);
    await launchOne('too-young');
    advance(DAY);
    await portal.sync('sandbox');
    await read();
    const { estimate, approval } = await preview();
    const perMonth = cents((PER_DAY * 365.25) / 12);
    expect(estimate).toEqual({
      monthly: expect.closeTo(perMonth, 1),
      currency: 'USD',
      source: 'measured',
      range: {
        low: expect.closeTo(perMonth, 1),
        high: expect.closeTo(perMonth, 1),
      },
      basis: { count: 5, sameVersion: true },
    });
    expect(approval).toBeUndefined();
    expect((await ask(address)).estimate).toEqual(estimate);
    const list = await ask('/products?name=Bucket&target=sandbox');
    expect(list.items).toMatchObject([{ estimate }]);
  });

  it('are not known when the portal is not told who pays', async () => {
    await start({ costs: {} });
    expect(await costs('payments-dev')).toMatchObject({
      status: 'not-configured',
      groups: [],
      totals: [],
    });
    await expect(read()).rejects.toThrow();
    expect(countCalls()).toBe(0);
  });
});
