import { JsonObject } from '@backstage/types';
import { TargetStatus } from 'backstage-plugin-aws-service-catalog-common';
import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { portalConfig, startPortal, TestPortal } from '../__testUtils__/portal';

jest.setTimeout(120_000);

const operator = 'platform-engineer';
const tiny = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

describe('several accounts and Regions', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let emulator: TestEmulator;
    let portal: TestPortal;

    beforeEach(async () => {
      const products = [{ name: 'Bucket', versions: { v1: tiny } }];
      emulator = await startEmulator({
        sandbox: products,
        production: products,
      });
      for (const target of createTestTargets(emulator).list()) {
        await launch(emulator, target, {
          product: 'Bucket',
          name: `in-${target.name}`,
        });
      }
      const config = portalConfig(emulator.url);
      const plugin = config.awsServiceCatalog as JsonObject;
      const [sandbox, production] = plugin.targets as JsonObject[];
      portal = await startPortal({
        knex: await databases.init(databaseId),
        emulator,
        config: {
          ...config,
          awsServiceCatalog: {
            ...plugin,
            // The same account in another Region, where nothing runs.
            targets: [
              sandbox,
              { ...sandbox, name: 'sandbox-us', region: 'us-east-1' },
              production,
            ],
          },
        },
      });
    });
    afterEach(async () => {
      await portal?.stop();
      await emulator?.close();
    });

    const now = () => new Date(emulator.clock.now()).toISOString();
    const list = async (): Promise<{
      names: string[];
      targets: Record<string, TargetStatus>;
    }> => {
      const { status, body } = await portal.get(
        '/provisioned-products',
        operator,
      );
      expect(status).toBe(200);
      return {
        names: body.items.map(({ name }: { name: string }) => name),
        targets: Object.fromEntries(
          body.targets.map((target: TargetStatus) => [target.name, target]),
        ),
      };
    };

    it('are shown together; one that fails says since when and why, and hides nothing', async () => {
      const before = now();
      emulator.clock.advance(600);
      emulator.faults.add({
        kind: 'accessDenied',
        operation: 'SearchProvisionedProducts',
        account: '222222222222',
      });
      await portal.runTasks('sync-');
      const { names, targets } = await list();
      expect(names).toEqual(['in-production', 'in-sandbox']);
      expect(targets).toEqual({
        sandbox: expect.objectContaining({ syncedAt: now() }),
        'sandbox-us': expect.objectContaining({ syncedAt: now() }),
        production: {
          name: 'production',
          accountId: '222222222222',
          region: 'eu-central-1',
          syncedAt: before,
          syncError:
            "The portal's role lacks the permission for SearchProvisionedProducts.",
        },
      });
      expect(targets.sandbox.syncError).toBeUndefined();

      emulator.faults.clear();
      emulator.clock.advance(600);
      await portal.runTasks('sync-');
      const { production } = (await list()).targets;
      expect(production.syncedAt).toBe(now());
      expect(production.syncError).toBeUndefined();
    });

    it('are read side by side: one that is slow holds up no other', async () => {
      const before = now();
      emulator.clock.advance(600);
      emulator.faults.add({
        kind: 'slow',
        operation: 'SearchProvisionedProducts',
        account: '222222222222',
        delayMilliseconds: 1_000,
      });
      let slowHasEnded = false;
      const slow = portal.sync('production').then(() => {
        slowHasEnded = true;
      });
      await Promise.all([portal.sync('sandbox'), portal.sync('sandbox-us')]);
      expect(slowHasEnded).toBe(false);
      const { names, targets } = await list();
      expect(names).toEqual(['in-production', 'in-sandbox']);
      expect(targets).toMatchObject({
        sandbox: { syncedAt: now() },
        'sandbox-us': { syncedAt: now() },
        production: { syncedAt: before },
      });
      await slow;
      expect((await list()).targets.production.syncedAt).toBe(now());
    });
  });
});
