import { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { OrderPortal, startOrderPortal } from '../__testUtils__/orderPortal';

jest.setTimeout(60_000);

const SYNC = '/targets/sandbox/sync';
const operator = 'platform-engineer';

describe('POST /targets/{target}/sync', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let emulator: TestEmulator;
    let portal: OrderPortal;

    beforeAll(async () => {
      emulator = await startEmulator({ sandbox: [{ name: 'Bucket' }] });
      portal = await startOrderPortal({
        knex: await databases.init(databaseId),
        emulator,
      });
    });
    beforeEach(() => {
      emulator.calls.clear();
      portal.triggered.length = 0;
      portal.told.audit.length = 0;
    });
    afterAll(async () => {
      await portal?.stop();
      await emulator?.close();
    });

    const readTarget = async (): Promise<TargetStatus | undefined> => {
      const { body } = await portal.get('/targets', operator);
      return body.items.find(({ name }: TargetStatus) => name === 'sandbox');
    };
    const listProducts = async () => {
      const { body } = await portal.get('/products', operator);
      return body.items.map(({ name }: { name: string }) => name);
    };

    it('has the copy refreshed for an operator, in the background', async () => {
      const before = await readTarget();
      await emulator.seedProducts('sandbox', [{ name: 'Queue' }]);
      emulator.clock.advance(1);

      const { status, body } = await portal.post(SYNC, {}, operator);
      expect({ status, body }).toEqual({ status: 202, body: before });
      expect(portal.triggered).toEqual(['sync-sandbox']);
      const changes = portal.told.audit.filter(
        ({ meta }) => meta.actionType !== undefined,
      );
      expect(changes).toEqual([
        {
          eventId: 'target-sync',
          meta: { actionType: 'sync', target: 'sandbox' },
          outcome: 'succeeded',
        },
      ]);

      await Promise.all(portal.triggered.map(portal.runTask));
      expect(emulator.calls.count({ operation: 'SearchProducts' })).toBe(1);
      expect(await listProducts()).toEqual(['Bucket', 'Queue']);
      expect((await readTarget())?.syncedAt).toBe(
        new Date(emulator.clock.now()).toISOString(),
      );
    });

    it('leaves a sync that is under way the only one', async () => {
      portal.runningElsewhere.add('sync-sandbox');
      const { status, body } = await portal.post(SYNC, {}, operator);
      expect({ status, body }).toEqual({
        status: 202,
        body: await readTarget(),
      });
      expect(portal.triggered).toEqual([]);
      portal.runningElsewhere.clear();
    });

    it.each([
      ['a developer', 'payments-dev', SYNC, 403, /operators/],
      ['a service', undefined, SYNC, 403, /user/],
      ['who asks for no target', operator, '/targets/moon/sync', 404, /moon/],
      [
        'a developer who looks for targets',
        'payments-dev',
        '/targets/moon/sync',
        403,
        /operators/,
      ],
    ])('refuses %s', async (_, user, path, expected, message) => {
      const { status, body } = await portal.post(path, {}, user);
      expect(status).toBe(expected);
      expect(body.error.message).toMatch(message);
      expect(portal.told.audit).toMatchObject([
        { eventId: 'target-sync', outcome: 'failed' },
      ]);
      expect(portal.triggered).toEqual([]);
      expect(emulator.calls.count()).toBe(0);
    });

    it('refuses who is nobody', async () => {
      const { status } = await portal.postAnonymously(SYNC, {});
      expect(status).toBe(401);
      expect(portal.triggered).toEqual([]);
    });
  });
});
