import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { portalConfig } from '../__testUtils__/portal';
import {
  searchProvisionedProductsPage,
  terminateProvisionedProduct,
} from '../aws';
import { readConfig } from '../config';
import { ProvisionedProductRow } from '../database/rows';
import { createOrderLinks } from '../orders';
import { InventoryStore } from '../provisionedProducts';
import { SyncStateStore } from '../targets';
import { TargetSync } from './TargetSync';

jest.setTimeout(120_000);

const tiny = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };

describe('TargetSync', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let emulator: TestEmulator;
    let knex: Knex;
    let writes: string[];

    beforeEach(async () => {
      emulator = await startEmulator({
        sandbox: [
          {
            name: 'Bucket',
            portfolios: ['Storage', 'Cold'],
            versions: { v1: tiny },
          },
          { name: 'Queue', versions: { v1: tiny } },
        ],
        production: [{ name: 'Bucket', versions: { v1: tiny } }],
      });
      knex = await databases.init(databaseId);
      writes = [];
      knex.on('query', ({ sql }: { sql: string }) => {
        if (/^(insert|update|delete)/i.test(sql) && !/sync_states/.test(sql)) {
          writes.push(sql);
        }
      });
    });
    afterEach(() => emulator.close());

    function createSync(changes: { trustOwnerTags?: boolean } = {}) {
      const clock = { now: () => new Date(emulator.clock.now()) };
      const data = portalConfig(emulator.url);
      const config = readConfig(mockServices.rootConfig({ data }));
      const [sandbox, production] = config.targets;
      const inventory = new InventoryStore(
        { ...config, targets: [{ ...sandbox, ...changes }, production] },
        createOrderLinks(knex, config),
      );
      const states = new SyncStateStore(knex);
      const targets = createTestTargets(emulator, { clock });
      const sync = new TargetSync({
        knex,
        targets,
        inventory,
        states,
        clock,
        logger: mockServices.logger.mock(),
      });
      return {
        states,
        inventory,
        target: targets.get('sandbox'),
        runNow: (signal?: AbortSignal) => sync.run('sandbox', signal),
        /** Syncs a second later, in emulator time. */
        async run(target: string = 'sandbox') {
          emulator.clock.advance(1);
          writes.length = 0;
          await sync.run(target);
        },
      };
    }

    const rows = () =>
      knex<ProvisionedProductRow>('provisioned_products')
        .where({ target: 'sandbox' })
        .orderBy('sort_name');
    const names = async () => (await rows()).map(({ name }) => name);

    async function launchMany(count: number) {
      const { target } = createSync();
      for (let index = 0; index < count; index++) {
        await launch(emulator, target, {
          product: 'Bucket',
          name: `b${String(index).padStart(3, '0')}`,
        });
      }
    }

    it('copies products with versions and paths, and writes only what changed', async () => {
      const { run, states } = createSync();
      await run();
      const products = await knex('products').orderBy('sort_name');
      expect(products).toMatchObject([
        { target: 'sandbox', name: 'Bucket', provider: 'Platform' },
        { target: 'sandbox', name: 'Queue' },
      ]);
      expect(
        await knex('launch_paths')
          .where({ product_id: products[0].id })
          .orderBy('portfolio_name')
          .select('portfolio_name'),
      ).toEqual([{ portfolio_name: 'Cold' }, { portfolio_name: 'Storage' }]);
      expect((await states.freshness()).get('sandbox')).toEqual({
        syncedAt: '2026-11-01T00:00:01.000Z',
      });

      await knex('launch_forms').insert(
        products.map(({ id }) => ({
          target: 'sandbox',
          product_id: id,
          version_id: 'pa-1',
          path_id: 'lpv3-1',
          content: '{}',
          fetched_at: 'x',
        })),
      );
      await run();
      expect(writes).toEqual([]);

      await emulator.seedProducts('sandbox', [
        {
          name: 'Queue',
          versions: { v1: tiny, v2: { ...tiny, Description: 'x' } },
        },
      ]);
      await run();
      expect(
        await knex('product_versions')
          .where({ product_id: products[1].id })
          .orderBy('position')
          .select('name'),
      ).toEqual([{ name: 'v2' }, { name: 'v1' }]);
      // The form of what changed is read again, the other is kept.
      expect(await knex('launch_forms').select('product_id')).toEqual([
        { product_id: products[0].id },
      ]);
    });

    it('follows every page of provisioned products with one call for each 100', async () => {
      await launchMany(102);
      const { run } = createSync();
      emulator.calls.clear();
      await run();
      expect(await rows()).toHaveLength(102);
      expect(
        emulator.calls.count({ operation: 'SearchProvisionedProducts' }),
      ).toBe(2);
      await run();
      expect(writes).toEqual([]);

      const { target } = createSync();
      await launch(emulator, target, { product: 'Queue', name: 'queue' });
      await run();
      expect(await rows()).toHaveLength(103);
      expect(writes).toHaveLength(1);
    });

    it('keeps the last good copy when AWS fails, says since when and why, and recovers', async () => {
      await launchMany(3);
      const { run, states } = createSync();
      await run();
      const good = (await states.freshness()).get('sandbox')?.syncedAt;
      for (const [fault, reason] of [
        [{ kind: 'http503' }, 'AWS does not answer.'],
        [{ kind: 'throttle' }, 'AWS answers too many requests at the moment.'],
        [
          { kind: 'accessDenied' },
          "The portal's role lacks the permission for SearchProvisionedProducts.",
        ],
      ] as const) {
        emulator.faults.add({
          ...fault,
          operation: 'SearchProvisionedProducts',
          account: '111111111111',
        });
        await run();
        await run('production');
        emulator.faults.clear();
        expect(await names()).toEqual(['b000', 'b001', 'b002']);
        const freshness = await states.freshness();
        expect(freshness.get('sandbox')).toEqual({
          syncedAt: good,
          error: reason,
        });
        expect(freshness.get('production')?.error).toBeUndefined();
      }
      await run();
      const { syncedAt = '', error } =
        (await states.freshness()).get('sandbox') ?? {};
      expect(syncedAt > (good ?? '')).toBe(true);
      expect(error).toBeUndefined();
    });

    it('removes nothing on a read that broke off', async () => {
      await launchMany(103);
      const { run, target } = createSync();
      await run();
      const [first] = await rows();
      await terminateProvisionedProduct(target, {
        token: 't',
        provisionedProductId: first.id,
      });
      emulator.clock.advance(60);
      // The first page succeeds, the second does not.
      const read = target.read.bind(target);
      let pages = 0;
      jest
        .spyOn(target, 'read')
        .mockImplementation(async (operation, ...rest) => {
          if (operation === 'SearchProvisionedProducts') {
            pages += 1;
            if (pages === 2) {
              emulator.faults.add({ kind: 'http500' });
            }
          }
          return read(operation, ...rest);
        });
      await run();
      expect(pages).toBe(2);
      emulator.faults.clear();
      // Neither does it count towards those that have to miss something.
      await run();
      expect(await names()).toContain(first.name);
      await run();
      expect(await names()).not.toContain(first.name);
    });

    it('keeps what a termination during the read shifts out of view', async () => {
      await launchMany(102);
      const { run, target, inventory } = createSync();
      await run();
      const byId = (await rows()).sort((a, b) => (a.id < b.id ? -1 : 1));
      const [terminated, shifted] = [byId[0], byId[100]];
      await inventory.writeParts(
        knex,
        shifted,
        { outputs: [{ key: 'Url', value: 'https://example.com' }] },
        shifted.read_at,
      );
      // Pages are offsets: what came 101st is on the first page by the time the second one is asked for.
      const read = target.read.bind(target);
      let pages = 0;
      const reading = jest
        .spyOn(target, 'read')
        .mockImplementation(async (operation, ...rest) => {
          const answer = await read(operation, ...rest);
          if (operation === 'SearchProvisionedProducts') {
            pages += 1;
            if (pages === 1) {
              await terminateProvisionedProduct(target, {
                token: 't',
                provisionedProductId: terminated.id,
              });
              emulator.clock.advance(60);
            }
          }
          return answer;
        });
      await run();
      reading.mockRestore();
      expect(pages).toBe(2);
      const missing = () =>
        knex('provisioned_products').whereNotNull('missing_since').pluck('id');
      expect(await missing()).toEqual([shifted.id]);
      await run();
      expect(await missing()).toEqual([terminated.id]);
      await run();
      const ids = (await rows()).map(({ id }) => id);
      expect(ids.sort()).toEqual(byId.slice(1).map(({ id }) => id));
      expect(await knex('outputs').pluck('provisioned_product_id')).toEqual([
        shifted.id,
      ]);
    });

    it('removes what two complete reads in a row have missed, however many', async () => {
      await launchMany(4);
      const { run, target } = createSync();
      await run();
      const all = await rows();
      for (const { id } of all.slice(0, 3)) {
        await terminateProvisionedProduct(target, {
          token: 't',
          provisionedProductId: id,
        });
        emulator.clock.advance(60);
      }
      await run();
      expect(await rows()).toHaveLength(4);
      await run();
      expect(await names()).toEqual([all[3].name]);
    });

    it('asks for a second read that began after the first one had ended', async () => {
      await launchMany(1);
      const { run, target } = createSync();
      await run();
      const [{ id }] = await rows();
      await terminateProvisionedProduct(target, {
        token: 't',
        provisionedProductId: id,
      });
      emulator.clock.advance(60);
      // Two replicas that read side by side miss the same.
      const replicas = [createSync(), createSync()];
      emulator.clock.advance(1);
      await Promise.all(replicas.map(replica => replica.runNow()));
      expect(await rows()).toHaveLength(1);
      await run();
      expect(await rows()).toEqual([]);
    });

    it('removes products that two complete reads in a row have missed', async () => {
      const { run } = createSync();
      await run();
      const [product] = await knex('products').orderBy('sort_name');
      const stray = { ...product, id: 'prod-zzzzzzzzzzzzz' };
      await knex('products').insert(stray);
      await knex('products')
        .where({ id: product.id })
        .update({ missing_since: 'earlier' });
      await run();
      const missing = () =>
        knex('products').whereNotNull('missing_since').pluck('id');
      expect(await missing()).toEqual([stray.id]);
      await run();
      expect(await knex('products').where({ id: stray.id })).toEqual([]);
      expect(await knex('products').pluck('id')).toContain(product.id);
    });

    it('forgets that something was missed as soon as it is seen, by whoever', async () => {
      await launchMany(1);
      const { run, inventory, target } = createSync();
      await run();
      const [{ id }] = await rows();
      await knex('provisioned_products').update({ missing_since: 'earlier' });
      const { provisionedProducts } = await searchProvisionedProductsPage(
        target,
        { terms: [`id:${id}`] },
      );
      const readAt = new Date(emulator.clock.now()).toISOString();
      await knex.transaction(tx =>
        inventory.writePage(tx, 'sandbox', provisionedProducts, readAt),
      );
      expect(await rows()).toMatchObject([{ id, missing_since: null }]);
    });

    it('does not bring back what was terminated, nor undo what was read, while it was under way', async () => {
      await launchMany(2);
      const { run, inventory } = createSync();
      await run();
      const [gone, changed] = await rows();
      const later = new Date(emulator.clock.now() + 60_000).toISOString();
      await inventory.markTerminated(knex, gone, later);
      await knex('provisioned_products')
        .where({ id: changed.id })
        .update({ status: 'TAINTED', digest: 'newer', read_at: later });
      await run();
      expect(await rows()).toMatchObject([
        { id: gone.id, deleted_at: later },
        { id: changed.id, status: 'TAINTED' },
      ]);
      emulator.clock.advance(120);
      await run();
      // The emulator still has both: what AWS shows in the end counts.
      expect(await rows()).toMatchObject([
        { id: gone.id, deleted_at: null },
        { id: changed.id, status: 'AVAILABLE' },
      ]);
    });

    it('gives owners by our own mapping, and by tag only where tags are trusted', async () => {
      const tags = {
        'backstage.io/owner': 'group:default/team-search',
        'backstage.io/entity': 'component:default/search-api',
      };
      const { target } = createSync();
      const ours = await launch(emulator, target, {
        product: 'Bucket',
        name: 'ours',
        tags,
      });
      await launch(emulator, target, {
        product: 'Bucket',
        name: 'tagged',
        tags,
      });
      await launch(emulator, target, {
        product: 'Bucket',
        name: 'untidy',
        tags: { 'backstage.io/owner': 'search team' },
      });
      const { run, inventory } = createSync();
      await inventory.assignOwner(knex, {
        target: 'sandbox',
        provisionedProductId: ours,
        owner: 'group:default/team-payments',
        source: 'order',
        requester: 'user:default/ann',
        orderId: 'order-1',
        at: new Date(emulator.clock.now()).toISOString(),
      });
      await run();
      expect(await rows()).toMatchObject([
        {
          name: 'ours',
          owner_ref: 'group:default/team-payments',
          owner_source: 'order',
          entity_ref: null,
          requester_ref: 'user:default/ann',
          order_id: 'order-1',
        },
        {
          name: 'tagged',
          owner_ref: null,
          owner_source: null,
          entity_ref: 'component:default/search-api',
        },
        { name: 'untidy', owner_ref: null, entity_ref: null },
      ]);
      await createSync({ trustOwnerTags: true }).run();
      expect(await rows()).toMatchObject([
        {
          name: 'ours',
          owner_ref: 'group:default/team-payments',
          owner_source: 'order',
        },
        {
          name: 'tagged',
          owner_ref: 'group:default/team-search',
          owner_source: 'tag',
        },
        { name: 'untidy', owner_ref: null },
      ]);
    });

    it('says of a sync that took too long that it did, and keeps the last good copy', async () => {
      await launchMany(1);
      const { run, runNow, states } = createSync();
      await run();
      const before = (await states.freshness()).get('sandbox');
      emulator.clock.advance(1);
      await runNow(AbortSignal.abort(new DOMException('', 'TimeoutError')));
      expect((await states.freshness()).get('sandbox')).toEqual({
        syncedAt: before?.syncedAt,
        error: 'A sync takes longer than it is given.',
      });
      expect(await rows()).toHaveLength(1);
      await run();
      expect((await states.freshness()).get('sandbox')?.error).toBeUndefined();
    });

    it('joins a sync that is under way, and says nothing when it is stopped', async () => {
      const { states } = createSync();
      const clock = { now: () => new Date(emulator.clock.now()) };
      const sync = new TargetSync({
        knex,
        targets: createTestTargets(emulator, { clock }),
        inventory: createSync().inventory,
        states,
        clock,
        logger: mockServices.logger.mock(),
      });
      emulator.calls.clear();
      await Promise.all([sync.run('sandbox'), sync.run('sandbox')]);
      expect(emulator.calls.count({ operation: 'SearchProducts' })).toBe(1);
      const before = await states.freshness();
      await sync.run('sandbox', AbortSignal.abort());
      expect(await states.freshness()).toEqual(before);
    });

    it('does not sync with the credentials of another account', async () => {
      const { states, inventory } = createSync();
      const clock = { now: () => new Date(emulator.clock.now()) };
      await new TargetSync({
        knex,
        targets: createTestTargets(emulator, {
          clock,
          accessKeyIds: { '111111111111': '222222222222' },
        }),
        inventory,
        states,
        clock,
        logger: mockServices.logger.mock(),
      }).run('sandbox');
      expect(await knex('products').select()).toEqual([]);
      expect((await states.freshness()).get('sandbox')).toEqual({
        error: "The portal's credentials belong to another AWS account.",
      });
      expect(emulator.calls.counts()).toEqual({
        '222222222222': { GetCallerIdentity: 2 },
      });
    });
  });
});
