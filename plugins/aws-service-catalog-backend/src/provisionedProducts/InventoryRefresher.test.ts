import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { portalConfig } from '../__testUtils__/portal';
import { AwsTarget, terminateProvisionedProduct } from '../aws';
import { readConfig } from '../config';
import { createOrderLinks } from '../orders';
import { InventoryRefresher } from './InventoryRefresher';
import { InventoryStore } from './InventoryStore';
import { ProvisionedProductStore } from './ProvisionedProductStore';

jest.setTimeout(60_000);

const password = 'correct-horse';

const maskOf = (secret: string) => ({
  mask: async (text: string) => text.replaceAll(secret, '***'),
  reveals: async (text: string) => text.includes(secret),
});

describe('InventoryRefresher', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;
    let emulator: TestEmulator;
    let target: AwsTarget;
    let refresher: InventoryRefresher;
    let inventory: InventoryStore;
    let store: ProvisionedProductStore;
    let id: string;
    let knownSecret: string | undefined;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      emulator = await startEmulator({ sandbox: [{ name: 'Bucket' }] });
      const clock = { now: () => new Date(emulator.clock.now()) };
      const targets = createTestTargets(emulator, { clock });
      target = targets.get('sandbox');
      const data = portalConfig(emulator.url);
      const config = readConfig(mockServices.rootConfig({ data }));
      const orders = createOrderLinks(knex, config);
      inventory = new InventoryStore(config, {
        createMasks: async (...of) =>
          knownSecret === undefined
            ? orders.createMasks(...of)
            : new Map([[id, maskOf(knownSecret)]]),
      });
      store = new ProvisionedProductStore(knex);
      refresher = new InventoryRefresher({
        knex,
        targets,
        store: inventory,
        clock,
      });
      id = await launch(emulator, target, {
        product: 'Bucket',
        name: 'uploads',
        parameters: { Purpose: 'uploads', Password: password },
      });
    });
    afterEach(() => emulator.close());

    it('reads state, outputs and records of one, in three calls', async () => {
      await target.verifyAccount();
      emulator.calls.clear();
      expect(await refresher.refresh('sandbox', id)).toBe(true);
      expect(emulator.calls.count()).toBe(3);
      expect(await store.find('sandbox', id)).toMatchObject({
        name: 'uploads',
        status: 'AVAILABLE',
        product: { name: 'Bucket' },
        version: { name: 'v1' },
        outputsReadAt: '2026-11-01T00:01:00.000Z',
      });
      expect(await store.listOutputs('sandbox', id)).toEqual([
        expect.objectContaining({
          key: 'CloudformationStackARN',
          secret: false,
        }),
        expect.objectContaining({ key: 'BucketName', description: 'The name' }),
        expect.objectContaining({ key: 'Leak', value: password }),
      ]);
      expect(await store.listRecords('sandbox', id)).toEqual([
        expect.objectContaining({
          type: 'PROVISION_PRODUCT',
          status: 'SUCCEEDED',
          errors: [],
        }),
      ]);
    });

    it('never stores an output that holds a secret, not even when the secret is forgotten', async () => {
      knownSecret = password;
      await refresher.refresh('sandbox', id);
      knownSecret = undefined;
      await refresher.refresh('sandbox', id);
      expect(await store.listOutputs('sandbox', id)).toContainEqual({
        key: 'Leak',
        secret: true,
      });
      for (const table of ['outputs', 'provisioned_products', 'records']) {
        const rows = await knex(table).select();
        expect(rows.length).toBeGreaterThan(0);
        expect(JSON.stringify(rows)).not.toContain(password);
      }
    });

    it('asks for nothing that is known', async () => {
      await target.verifyAccount();
      emulator.calls.clear();
      await refresher.refresh('sandbox', id, {
        outputs: [{ key: 'Url', value: 'https://example.com' }],
        records: [],
      });
      expect(emulator.calls.counts()).toEqual({
        '111111111111': { SearchProvisionedProducts: 1 },
      });
      expect(await store.listOutputs('sandbox', id)).toEqual([
        { key: 'Url', value: 'https://example.com', secret: false },
      ]);
    });

    it('keeps errors of records without the secrets that AWS quotes', async () => {
      knownSecret = password;
      await refresher.refresh('sandbox', id, {
        outputs: 'unchanged',
        records: [
          {
            id: 'rec-1',
            type: 'UPDATE_PROVISIONED_PRODUCT',
            status: 'FAILED',
            errors: [{ code: 'Refused', message: `Not '${password}'` }],
            tags: [],
          },
        ],
      });
      knownSecret = undefined;
      expect(await store.listRecords('sandbox', id)).toMatchObject([
        { id: 'rec-1', errors: [{ code: 'Refused', message: "Not '***'" }] },
      ]);
      expect(await store.listOutputs('sandbox', id)).toEqual([]);
    });

    it('changes nothing when AWS does not show it', async () => {
      await refresher.refresh('sandbox', id);
      const before = await knex('provisioned_products').select();
      await terminateProvisionedProduct(target, {
        token: 't',
        provisionedProductId: id,
      });
      emulator.clock.advance(60);
      expect(await refresher.refresh('sandbox', id)).toBe(false);
      expect(await knex('provisioned_products').select()).toEqual(before);
    });

    it('takes what AWS has terminated out of the lists', async () => {
      await refresher.refresh('sandbox', id);
      await inventory.markTerminated(
        knex,
        { target: 'sandbox', id },
        new Date(emulator.clock.now()).toISOString(),
      );
      expect(await store.find('sandbox', id)).toBeUndefined();
    });
  });
});
