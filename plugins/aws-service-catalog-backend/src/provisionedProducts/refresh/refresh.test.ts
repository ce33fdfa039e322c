import {
  RefreshedProvisionedProduct,
  RefreshProvisionedProductsResponse,
} from 'backstage-plugin-aws-service-catalog-common';
import { createTestTargets, findLaunch } from '../../__testUtils__/awsTargets';
import { createTestDatabases } from '../../__testUtils__/databases';
import {
  payments,
  startTwoTeams,
  TwoTeams,
} from '../../__testUtils__/twoTeams';
import { updateProvisionedProduct } from '../../aws';

jest.setTimeout(120_000);

const dev = 'payments-dev';

describe('reading provisioned products again when somebody asks', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;

    beforeEach(async () => {
      world = await startTwoTeams(await databases.init(databaseId));
      world.emulator.clock.advance(1);
      world.emulator.calls.clear();
    });
    afterEach(() => world?.stop());

    const refresh = (name: string, user: string, target = 'sandbox') =>
      world.portal.post(
        `/provisioned-products/${target}/${world.ids[name]}/refresh`,
        {},
        user,
      );
    const detail = (name: string) =>
      world.ok(`/provisioned-products/sandbox/${world.ids[name]}`, dev);
    const searches = () =>
      world.emulator.calls.count({ operation: 'SearchProvisionedProducts' });
    const taint = async (name: string) => {
      world.emulator.faults.add({ kind: 'updateFailure', count: 1 });
      const target = createTestTargets(world.emulator).get('sandbox');
      await updateProvisionedProduct(target, {
        ...(await findLaunch(target, 'Bucket')),
        token: `update-${name}`,
        provisionedProductId: world.ids[name],
        parameters: [
          { key: 'Purpose', value: 'others', secret: false },
          { key: 'Password', usePreviousValue: true },
        ],
      });
      world.emulator.clock.advance(300);
    };

    it('shows what was changed elsewhere, with its records, at once and with its age', async () => {
      await taint('Alpha');
      expect(await detail('Alpha')).toMatchObject({ status: 'AVAILABLE' });
      const { body, status } = await refresh('Alpha', 'payments-dev-2');
      const now = new Date(world.emulator.clock.now()).toISOString();
      expect([status, body]).toEqual([
        200,
        {
          target: 'sandbox',
          id: world.ids.Alpha,
          name: 'Alpha',
          state: 'read',
          askedAt: now,
        },
      ]);
      expect(await detail('Alpha')).toMatchObject({
        status: 'TAINTED',
        syncedAt: now,
      });
      const { items } = await world.ok(
        `/provisioned-products/sandbox/${world.ids.Alpha}/records`,
        dev,
      );
      expect(items[0]).toMatchObject({
        type: 'UPDATE_PROVISIONED_PRODUCT',
        status: 'FAILED',
      });
    });

    it('asks AWS once in half a minute, whoever asks in whichever replica', async () => {
      const other = await world.startAnother({});
      try {
        world.emulator.clock.advance(1);
        world.emulator.calls.clear();
        const first = await refresh('Alpha', dev);
        world.emulator.clock.advance(29);
        const second: RefreshedProvisionedProduct = (
          await other.post(
            `/provisioned-products/sandbox/${world.ids.Alpha}/refresh`,
            {},
            'platform-engineer',
          )
        ).body;
        expect(second).toEqual({ ...first.body, state: 'recent' });
        expect(searches()).toBe(1);
        expect(world.emulator.calls.count()).toBe(3);
        world.emulator.clock.advance(1);
        expect((await refresh('Alpha', dev)).body.state).toBe('read');
        expect(searches()).toBe(2);
      } finally {
        await other.stop();
      }
    });

    it('refuses a caller who asks for too much, and nobody else', async () => {
      let answer = await refresh('Alpha', dev);
      // The same thing, as often as it may be read again.
      for (let count = 1; count < 30; count++) {
        await world.knex('provisioned_products').update({
          refresh_asked_at: null,
        });
        answer = await refresh('Alpha', dev);
        expect(answer.body.state).toBe('read');
      }
      await world.knex('provisioned_products').update({
        refresh_asked_at: null,
      });
      world.emulator.clock.advance(20);
      answer = await refresh('Alpha', dev);
      expect([answer.status, answer.headers['retry-after']]).toEqual([
        429,
        '40',
      ]);
      expect(answer.body.error).toMatchObject({
        name: 'TooManyRequestsError',
        message: expect.stringContaining('Try again in 40 seconds'),
      });
      expect(searches()).toBe(30);
      // Another target, and another caller, are not concerned.
      expect((await refresh('delta', dev, 'production')).status).toBe(200);
      expect((await refresh('Alpha', 'payments-dev-2')).body.state).toBe(
        'read',
      );
      world.emulator.clock.advance(40);
      expect((await refresh('Alpha', dev)).body.state).toBe('read');
    });

    it('spares a target that throttles, and no other', async () => {
      world.emulator.faults.add({
        kind: 'throttle',
        operation: 'SearchProvisionedProducts',
        account: '111111111111',
        count: 1,
      });
      // It is tried again by itself.
      expect((await refresh('Alpha', dev)).body.state).toBe('read');
      const { status, headers } = await refresh('gamma', 'platform-engineer');
      expect([status, headers['retry-after']]).toEqual([429, '5']);
      expect((await refresh('delta', dev, 'production')).status).toBe(200);
      world.emulator.clock.advance(10);
      expect((await refresh('gamma', 'platform-engineer')).body.state).toBe(
        'read',
      );
    });

    it('keeps the copy when AWS fails, and may be tried again at once', async () => {
      const before = await detail('Alpha');
      world.emulator.faults.add({
        kind: 'accessDenied',
        operation: 'SearchProvisionedProducts',
        account: '111111111111',
      });
      expect((await refresh('Alpha', dev)).status).toBe(502);
      expect(await detail('Alpha')).toEqual(before);
      world.emulator.faults.clear();
      expect((await refresh('Alpha', dev)).body.state).toBe('read');
    });

    it('says that AWS does not show it any more, and leaves it to the syncs', async () => {
      await world.knex('provisioned_products').insert({
        ...(await world
          .knex('provisioned_products')
          .where({ id: world.ids.Alpha })
          .first()),
        id: 'pp-gone',
        name: 'gone',
        sort_name: 'gone',
      });
      const { body } = await world.portal.post(
        '/provisioned-products/sandbox/pp-gone/refresh',
        {},
        dev,
      );
      expect(body.state).toBe('not-shown');
      expect(
        await world.ok('/provisioned-products/sandbox/pp-gone', dev),
      ).toMatchObject({ name: 'gone' });
    });

    it('reads what an entity or a product has, as far as the caller sees it', async () => {
      const ask = async (body: object, user: string) => {
        const answer = await world.portal.post(
          '/provisioned-products/refresh',
          body,
          user,
        );
        expect(answer.status).toBe(200);
        const { items, remaining }: RefreshProvisionedProductsResponse =
          answer.body;
        return [
          items.map(({ name, state }) => `${name} ${state}`).sort(),
          remaining,
        ];
      };
      expect(
        await ask({ entityRef: 'component:default/payments-api' }, dev),
      ).toEqual([['Alpha read'], 0]);
      expect(await ask({ entityRef: payments }, dev)).toEqual([
        ['Alpha recent', 'delta read'],
        0,
      ]);
      expect(await ask({ entityRef: payments }, 'search-dev')).toEqual([[], 0]);
      world.emulator.clock.advance(60);
      const { product } = await detail('Alpha');
      expect(
        await ask(
          { product: { target: 'sandbox', id: product.id } },
          'platform-engineer',
        ),
      ).toEqual([['Alpha read', 'beta read', 'gamma read'], 0]);
      const { status, body } = await world.portal.post(
        '/provisioned-products/refresh',
        {},
        dev,
      );
      expect([status, body.error.fields]).toEqual([
        400,
        [
          {
            field: 'entityRef',
            message: 'Give either an entity or a product.',
          },
        ],
      ]);
    });

    it('reads at most 20 at once, goes on with the others later, and passes over what fails', async () => {
      const row = await world
        .knex('provisioned_products')
        .where({ id: world.ids.Alpha })
        .first();
      for (let index = 0; index < 30; index++) {
        const name = `many-${String(index).padStart(2, '0')}`;
        await world.knex('provisioned_products').insert({
          ...row,
          id: `pp-${name}`,
          name,
          sort_name: name,
          entity_ref: 'component:default/many',
        });
      }
      const ask = async () =>
        (
          await world.portal.post(
            '/provisioned-products/refresh',
            { entityRef: 'component:default/many' },
            dev,
          )
        ).body;
      world.emulator.faults.add({
        kind: 'accessDenied',
        operation: 'SearchProvisionedProducts',
        count: 1,
      });
      const first = await ask();
      expect(first.items).toHaveLength(20);
      expect(first.remaining).toBe(10);
      const states = first.items.map(
        ({ state }: RefreshedProvisionedProduct) => state,
      );
      expect(states.filter((state: string) => state === 'failed')).toHaveLength(
        1,
      );
      expect(
        states.filter((state: string) => state === 'not-shown'),
      ).toHaveLength(19);
      expect(searches()).toBe(20);
      // The caller has ten more this minute: the one that failed, and nine of the ten others.
      const second = await ask();
      expect(second.items).toHaveLength(29);
      expect(second.remaining).toBe(1);
      expect(searches()).toBe(30);
    });
  });
});
