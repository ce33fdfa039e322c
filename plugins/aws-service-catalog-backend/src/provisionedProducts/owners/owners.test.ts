import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { createTestDatabases } from '../../__testUtils__/databases';
import {
  portalConfig,
  startPortal,
  TestPortal,
} from '../../__testUtils__/portal';
import {
  namesOf,
  payments,
  search,
  startTwoTeams,
  TwoTeams,
} from '../../__testUtils__/twoTeams';
import { readConfig } from '../../config';
import { OwnershipStore } from './OwnershipStore';

jest.setTimeout(120_000);

const operator = 'platform-engineer';
const dev = 'payments-dev';
const gone = 'group:default/team-gone';

describe('who owns what', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;
    let others: TestPortal[];

    beforeEach(async () => {
      others = [];
      world = await startTwoTeams(await databases.init(databaseId));
      world.emulator.clock.advance(1);
    });
    afterEach(async () => {
      await Promise.all(others.map(portal => portal.stop()));
      await world?.stop();
    });

    async function start(
      config: JsonObject,
      features?: Parameters<typeof startPortal>[0]['features'],
    ) {
      const portal = await world.startAnother({ config, features });
      others.push(portal);
      return portal;
    }
    const withPlugin = (changes: JsonObject): JsonObject => {
      const config = portalConfig(world.emulator.url);
      const plugin = config.awsServiceCatalog as JsonObject;
      return { ...config, awsServiceCatalog: { ...plugin, ...changes } };
    };
    const of = (name: string, target = 'sandbox') =>
      `/provisioned-products/${target}/${world.ids[name]}`;
    const names = async (query: string, user: string) =>
      namesOf((await world.ok(`/provisioned-products?${query}`, user)).items);
    const post = async (path: string, body: object, user = operator) => {
      const answer = await world.portal.post(path, body, user);
      return [
        answer.status,
        answer.body.error?.fields ??
          answer.body.error?.message ??
          answer.body.owner ??
          'nobody',
      ];
    };
    /** Has gamma say by its tag what it is for. */
    const tagWith = async (entityRef: string, changes: object = {}) => {
      const row = world
        .knex('provisioned_products')
        .where({ id: world.ids.gamma });
      const { tags } = await row.clone().first('tags');
      const kept = JSON.parse(tags).filter(
        ({ key }: { key: string }) => key !== 'backstage.io/entity',
      );
      await row.clone().update({
        ...changes,
        entity_ref: entityRef,
        tags: JSON.stringify([
          ...kept,
          { key: 'backstage.io/entity', value: entityRef },
        ]),
      });
    };
    const giveTo = async (owner: string, ids: string[]) => {
      for (const table of [
        'provisioned_product_owners',
        'provisioned_products',
      ]) {
        const id = table.endsWith('owners') ? 'provisioned_product_id' : 'id';
        await world.knex(table).whereIn(id, ids).update({
          owner_ref: owner,
          requester_ref: 'user:default/search-dev',
        });
      }
    };

    it('lists what nobody owns for operators, who can give it an owner; a sync agrees', async () => {
      expect(await names('unowned=true', operator)).toEqual(['sandbox/gamma']);
      expect(await names('unowned=true', dev)).toEqual([]);
      expect(await names('', dev)).not.toContain('sandbox/gamma');
      const request = {
        owner: payments,
        entityRef: 'component:default/payments-api',
      };
      expect(await post(`${of('gamma')}/adopt`, request, dev)).toEqual([
        404,
        expect.any(String),
      ]);
      expect(await post(`${of('gamma')}/adopt`, request)).toEqual([
        200,
        payments,
      ]);
      const adopted = {
        name: 'gamma',
        owner: payments,
        ownerSource: 'adopted',
        entityRef: 'component:default/payments-api',
        actions: { terminate: { allowed: true } },
      };
      expect(await world.ok(of('gamma'), dev)).toMatchObject(adopted);
      expect(await names('unowned=true', operator)).toEqual([]);
      await world.portal.sync('sandbox');
      expect(await world.ok(of('gamma'), dev)).toMatchObject(adopted);
      expect(
        await names('entityRef=component:default/payments-api', dev),
      ).toEqual(['sandbox/Alpha', 'sandbox/gamma']);
    });

    it('shows tags that do not say so, and never believes them', async () => {
      await post(`${of('gamma')}/adopt`, { owner: payments });
      const { drift, drifted } = await world.ok(of('gamma'), dev);
      const stamped = { because: 'stamped' };
      expect([drifted, drift]).toEqual([
        true,
        [
          {
            ...stamped,
            key: 'backstage.io/owner',
            expected: [payments],
            actual: search,
          },
          { ...stamped, key: 'backstage.io/portal', expected: ['test'] },
        ],
      ]);
      await world.portal.sync('sandbox');
      expect((await world.ok(of('gamma'), dev)).drift).toEqual(drift);
      expect(await names('drifted=true', 'search-dev')).toEqual([
        'sandbox/beta',
      ]);
      expect(await names('drifted=false', operator)).toEqual([]);
      const { items } = await world.ok('/provisioned-products', dev);
      expect(items[0]).toMatchObject({ drifted: true });
      expect(items[0]).not.toHaveProperty('drift');
    });

    it('takes over the entity of a tag only if it is the owner’s, and says so otherwise', async () => {
      const adopt = async () => {
        await post(`${of('gamma')}/adopt`, { owner: payments });
        return world.ok(of('gamma'), dev);
      };
      for (const entityRef of [
        'component:default/search-api',
        'component:default/none',
      ]) {
        await tagWith(entityRef);
        const adopted = await adopt();
        expect(adopted).not.toHaveProperty('entityRef');
        expect(adopted.drift).toContainEqual({
          key: 'backstage.io/entity',
          because: 'stamped',
          expected: [],
          actual: entityRef,
        });
        await post(`${of('gamma')}/disown`, {});
      }
      await tagWith('component:default/payments-api');
      expect(await adopt()).toMatchObject({
        entityRef: 'component:default/payments-api',
      });
    });

    it('shows nothing of that for what was launched and stamped here', async () => {
      const { items } = await world.ok('/products?name=Queue', dev);
      const { body } = await world.portal.post(
        '/orders',
        {
          kind: 'provision',
          target: 'sandbox',
          productId: items[0].id,
          name: 'stamped',
          entityRef: 'component:default/payments-api',
          parameters: {},
          tags: [{ key: 'note', value: 'mine' }],
        },
        dev,
      );
      for (let round = 0; round < 5; round++) {
        await world.portal.runTasks('reconcile-orders-');
        world.emulator.clock.advance(60);
      }
      await world.portal.sync('sandbox');
      const order = await world.ok(`/orders/${body.id}`, dev);
      expect(order.state).toBe('succeeded');
      const stamped = await world.ok(
        `/provisioned-products/sandbox/${order.provisionedProduct.id}`,
        dev,
      );
      expect(stamped.tags).toContainEqual({
        key: 'backstage.io/order',
        value: order.id,
      });
      expect(stamped).not.toHaveProperty('drift');
      expect(await names('drifted=false', dev)).toEqual(['sandbox/stamped']);
    });

    it('shows values that the TagOptions no longer allow', async () => {
      await post(`${of('gamma')}/adopt`, { owner: payments });
      const seed = (Stage: string[]) =>
        world.emulator.seedProducts('sandbox', [
          {
            name: 'Bucket',
            portfolios: ['Storage', 'Cold'],
            tagOptions: { Stage },
          },
        ]);
      const read = async () => {
        const { items } = await world.ok(
          '/products?name=Bucket&target=sandbox',
          dev,
        );
        for (const { id } of items[0].paths) {
          await world.ok(
            `/products/sandbox/${items[0].id}/launch-form?path=${id}`,
            dev,
          );
        }
        await world.portal.sync('sandbox');
        const { drift } = await world.ok(of('gamma'), dev);
        return drift.slice(2);
      };
      expect(await read()).toEqual([]);
      await seed(['dev', 'prod']);
      world.emulator.clock.advance(2 * 60 * 60);
      expect(await read()).toEqual([
        { key: 'Stage', because: 'tag-option', expected: ['dev', 'prod'] },
      ]);
    });

    it('gives nothing to owners, or for entities, that do not fit', async () => {
      const adopt = (request: object) => post(`${of('gamma')}/adopt`, request);
      const wrong = (field: string, message: string) => [
        400,
        [{ field, message }],
      ];
      expect(await adopt({ owner: 'group:default/team-ads' })).toEqual(
        wrong('owner', 'Target sandbox does not serve group:default/team-ads.'),
      );
      const portal = await start(
        withPlugin({
          targets: [
            {
              name: 'sandbox',
              accountId: '111111111111',
              region: 'eu-central-1',
              endpoint: world.emulator.url,
              owners: [gone, payments],
            },
          ],
        }),
      );
      const { body } = await portal.post(
        `${of('gamma')}/adopt`,
        { owner: gone },
        operator,
      );
      expect(body.error.fields).toEqual([
        { field: 'owner', message: `The catalog has no ${gone}.` },
      ]);
      expect(
        await adopt({
          owner: payments,
          entityRef: 'component:default/search-api',
        }),
      ).toEqual(
        wrong(
          'entityRef',
          `component:default/search-api does not belong to ${payments}.`,
        ),
      );
      expect(
        await adopt({ owner: payments, entityRef: 'component:default/none' }),
      ).toEqual(
        wrong('entityRef', 'The catalog has no component:default/none.'),
      );
      expect(await names('unowned=true', operator)).toEqual(['sandbox/gamma']);
      expect(await post(`${of('Alpha')}/adopt`, { owner: search })).toEqual([
        409,
        'Alpha has an owner already. Hand it over instead.',
      ]);
      expect(
        await post(`${of('Alpha')}/adopt`, { owner: search }, dev),
      ).toEqual([403, 'Only operators decide who owns resources']);
    });

    it('lets one of two operators adopt', async () => {
      const answers = await Promise.all(
        [payments, search].map(owner =>
          world.portal.post(`${of('gamma')}/adopt`, { owner }, operator),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const winner = answers.find(({ status }) => status === 200)?.body;
      expect((await world.ok(of('gamma'), operator)).owner).toBe(winner.owner);
    });

    it('takes an adoption back, and only that', async () => {
      expect(await post(`${of('Alpha')}/disown`, {})).toEqual([
        409,
        'Alpha was neither adopted nor handed over.',
      ]);
      await post(`${of('gamma')}/adopt`, { owner: payments });
      expect(await post(`${of('gamma')}/disown`, {})).toEqual([200, 'nobody']);
      expect(await names('unowned=true', operator)).toEqual(['sandbox/gamma']);
      const { drift } = await world.ok(of('gamma'), operator);
      expect(drift).toBeUndefined();
    });

    it('counts what was adopted towards quotas', async () => {
      const portal = await start(
        withPlugin({ quotas: [{ name: 'Buckets', limit: 5 }] }),
      );
      const { items } = await world.ok('/products?name=Queue', dev);
      const used = async () => {
        const { body } = await portal.post(
          '/orders/preview',
          {
            kind: 'provision',
            target: 'sandbox',
            productId: items[0].id,
            name: 'another',
            parameters: {},
          },
          dev,
        );
        expect(body).toMatchObject({ problems: [] });
        return body.quota.used;
      };
      expect(await used()).toBe(2);
      await post(`${of('gamma')}/adopt`, { owner: payments });
      expect(await used()).toBe(3);
      await post(`${of('gamma')}/hand-over`, { from: payments, to: search });
      expect(await used()).toBe(2);
    });

    it('hands over one thing, unless an order is changing it', async () => {
      const handOver = () =>
        post(`${of('Alpha')}/hand-over`, { from: payments, to: search });
      const { body: order } = await world.portal.post(
        '/orders',
        {
          kind: 'terminate',
          target: 'sandbox',
          provisionedProductId: world.ids.Alpha,
        },
        dev,
      );
      expect(await handOver()).toEqual([
        409,
        `Order ${order.id} is changing Alpha. Wait until it has ended, or have it cancelled.`,
      ]);
      await world.portal.post(
        `/orders/${order.id}/cancel`,
        { digest: order.digest },
        dev,
      );
      expect(await handOver()).toEqual([200, search]);
      expect(await names('target=sandbox', dev)).toEqual([]);
      expect(await names('target=sandbox', 'search-dev')).toEqual([
        'sandbox/Alpha',
        'sandbox/beta',
      ]);
      expect(await handOver()).toEqual([
        409,
        `Alpha is owned by ${search} now.`,
      ]);
      expect(
        await post(`${of('Alpha')}/hand-over`, { from: search, to: search }),
      ).toEqual([
        400,
        [{ field: 'to', message: `${search} is who owns it already.` }],
      ]);
      expect(
        await post(
          `${of('Alpha')}/hand-over`,
          { from: search, to: payments },
          'search-dev',
        ),
      ).toEqual([403, 'Only operators decide who owns resources']);
    });

    it.each([
      ['one thing', () => `${of('gamma')}/hand-over`],
      ['everything', () => '/owners/hand-over'],
    ])(
      'keeps the entity that a trusted tag names only if it is the new owner’s, when it hands over %s',
      async (_, path) => {
        const entityAfter = async (entityRef: string) => {
          await world
            .knex('provisioned_product_owners')
            .where({ provisioned_product_id: world.ids.gamma })
            .delete();
          await tagWith(entityRef, { owner_ref: gone, owner_source: 'tag' });
          const [status] = await post(path(), { from: gone, to: search });
          expect(status).toBe(200);
          const shown = await world.ok(of('gamma'), 'search-dev');
          expect(shown.owner).toBe(search);
          return shown.entityRef;
        };
        expect(
          await entityAfter('component:default/payments-api'),
        ).toBeUndefined();
        expect(await entityAfter('component:default/search-api')).toBe(
          'component:default/search-api',
        );
      },
    );

    it('sends nothing for an order that was placed while its thing was handed over', async () => {
      const { body: order } = await world.portal.post(
        '/orders',
        {
          kind: 'terminate',
          target: 'sandbox',
          provisionedProductId: world.ids.Alpha,
        },
        dev,
      );
      const store = new OwnershipStore(
        readConfig(
          mockServices.rootConfig({ data: portalConfig(world.emulator.url) }),
        ),
      );
      const things = await store.listOwned(world.knex, payments, { limit: 5 });
      const [alpha] = things.filter(({ name }) => name === 'Alpha');
      await world.knex.transaction(tx =>
        store.handOver(tx, alpha, payments, {
          owner: search,
          members: new Set(),
          entities: new Set(),
          at: new Date(world.emulator.clock.now()).toISOString(),
        }),
      );
      await world.portal.runTasks('reconcile-orders-');
      expect(await world.ok(`/orders/${order.id}`, dev)).toMatchObject({
        state: 'failed',
        failure: { code: 'OwnerChanged' },
      });
      expect(
        world.emulator.calls.count({
          operation: 'TerminateProvisionedProduct',
        }),
      ).toBe(0);
    });

    it('lists owners in pages, and finds them by words', async () => {
      const { tags, ...row } = await world
        .knex('provisioned_products')
        .where({ id: world.ids.gamma })
        .first();
      const owners = Array.from(
        { length: 7 },
        (_, index) => `group:default/squad-${index}`,
      );
      await world.knex('provisioned_products').insert(
        owners.map(owner => ({
          ...row,
          tags,
          id: `pp-${owner.slice(-7)}`,
          owner_ref: owner,
        })),
      );
      const read = async (query: string) => {
        const found: string[] = [];
        const totals = new Set<number>();
        let cursor = '';
        let pages = 0;
        do {
          const body = await world.ok(
            `/owners?limit=3&${query}${cursor && `&cursor=${cursor}`}`,
            operator,
          );
          expect(body.items.length).toBeLessThanOrEqual(3);
          expect(body.unowned).toBe(1);
          found.push(...body.items.map(({ owner }: JsonObject) => owner));
          totals.add(body.totalItems);
          cursor = body.nextCursor ?? '';
          pages += 1;
        } while (cursor);
        expect([...totals]).toEqual([found.length]);
        return { found, pages };
      };
      expect(await read('')).toEqual({
        found: [...owners, payments, search],
        pages: 3,
      });
      // The catalog has none of the squads.
      expect(await read('orphaned=true')).toEqual({ found: owners, pages: 3 });
      expect(await read('search=TEAM%20pay')).toEqual({
        found: [payments],
        pages: 1,
      });
      const { status, body } = await world.portal.get(
        '/owners?cursor=nonsense',
        operator,
      );
      expect([status, body.error.fields[0].field]).toEqual([400, 'cursor']);
    });

    it('finds owners that are gone, and hands over what they have, as far as targets serve the new one', async () => {
      await giveTo(gone, [world.ids.Alpha, world.ids.beta, world.ids.delta]);
      expect(await world.ok('/owners?orphaned=true', operator)).toEqual({
        items: [
          {
            owner: gone,
            orphaned: true,
            provisionedProducts: 3,
            targets: [
              { target: 'sandbox', provisionedProducts: 2, served: false },
              { target: 'production', provisionedProducts: 1, served: false },
            ],
          },
        ],
        totalItems: 1,
        unowned: 1,
      });
      expect((await world.portal.get('/owners', dev)).status).toBe(403);
      const { status, body } = await world.portal.post(
        '/owners/hand-over',
        { from: gone, to: search },
        operator,
      );
      expect([status, body]).toEqual([
        200,
        {
          moved: 2,
          left: 1,
          skipped: [
            {
              target: 'production',
              id: world.ids.delta,
              name: 'delta',
              reason: `Target production does not serve ${search}.`,
            },
          ],
        },
      ]);
      // Whoever ordered something sees it no more where the target serves none of their teams.
      expect(await names('', 'search-dev')).toEqual([
        'sandbox/Alpha',
        'sandbox/beta',
      ]);
      expect(
        await post('/owners/hand-over', { from: gone, to: payments }),
      ).toEqual([200, 'nobody']);
      const { items, unowned } = await world.ok('/owners', operator);
      expect([
        items.map(
          ({ owner, orphaned, provisionedProducts }: JsonObject) =>
            `${owner} ${orphaned} ${provisionedProducts}`,
        ),
        unowned,
      ]).toEqual([[`${payments} false 1`, `${search} false 2`], 1]);
      // The one who ordered it is one of search, and not of payments.
      expect(
        await world
          .knex('provisioned_product_owners')
          .orderBy('owner_ref')
          .pluck('requester_ref'),
      ).toEqual([null, 'user:default/search-dev', 'user:default/search-dev']);
      expect(
        await post('/owners/hand-over', { from: search, to: gone }),
      ).toEqual([
        400,
        [{ field: 'to', message: `The catalog has no ${gone}.` }],
      ]);
      expect(
        await post('/owners/hand-over', { from: search, to: payments }, dev),
      ).toEqual([403, 'Only operators decide who owns resources']);
    });

    it('hands over however much there is, and names a hundred of what was left', async () => {
      for (const [name, count] of [
        ['Alpha', 450],
        ['delta', 120],
      ] as const) {
        const row = await world
          .knex('provisioned_products')
          .where({ id: world.ids[name] })
          .first();
        await world.knex.batchInsert(
          'provisioned_products',
          Array.from({ length: count }, (_, index) => ({
            ...row,
            id: `pp-${name}-${index}`,
            name: `${name}-${index}`,
            owner_ref: gone,
            // It is owned by a trusted tag.
            owner_source: 'tag',
          })),
          20,
        );
      }
      const { body } = await world.portal.post(
        '/owners/hand-over',
        { from: gone, to: search },
        operator,
      );
      expect(body).toMatchObject({ moved: 450, left: 120 });
      expect(body.skipped).toHaveLength(100);
      expect(
        await world
          .knex('provisioned_products')
          .where({ owner_ref: search, owner_source: 'adopted' })
          .count({ total: '*' }),
      ).toEqual([{ total: databaseId === 'SQLITE_3' ? 450 : '450' }]);
    });
  });
});
