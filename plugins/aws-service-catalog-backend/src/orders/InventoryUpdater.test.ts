import { SECRET, useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';
import { AwsTarget } from '../aws';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)(
  'the inventory after an order, %s',
  databaseId => {
    const world = useBuckets(databases, databaseId);

    afterEach(() => jest.restoreAllMocks());

    const countOf = (operation: string) =>
      world.emulator.calls.count({ operation });

    /** Lets AWS's search show nothing, as it may for a while after a launch. */
    const hideInSearch = () => {
      const { read } = AwsTarget.prototype;
      return jest
        .spyOn(AwsTarget.prototype, 'read')
        .mockImplementation(async function hiding(this: AwsTarget, ...call) {
          return call[0] === 'SearchProvisionedProducts'
            ? { ProvisionedProducts: [] }
            : read.bind(this)(...call);
        } as typeof read);
    };

    const update = (provisionedProductId: string | undefined, values: object) =>
      world.portal.order({
        kind: 'update',
        target: 'sandbox',
        provisionedProductId,
        parameters: values,
      });

    /** Launches the bucket's next version, whose outputs show its parameters. */
    const launchNext = async (
      name: string,
      parameters: Record<string, string>,
    ) => {
      const { versions } = await world.portal.findProduct('Bucket');
      const { id } = await world.portal.order(
        await world.portal.launchOf('Bucket', {
          name,
          versionId: versions.find(version => version.name === 'v2')?.id,
          parameters,
        }),
      );
      return world.portal.finish(id);
    };

    const read = async (
      provisionedProductId: string | undefined,
      portal = world.portal,
    ) => {
      const path = `/provisioned-products/sandbox/${provisionedProductId}`;
      const [product, outputs, records] = await Promise.all(
        [path, `${path}/outputs`, `${path}/records`].map(each =>
          portal.get(each, 'payments-dev'),
        ),
      );
      return {
        status: product.status,
        outputs: outputs.body.items?.map(({ key }: { key: string }) => key),
        records: records.body.items?.map(({ type }: { type: string }) => type),
      };
    };

    const dueAt = async (orderId: string) =>
      (await world.readStored(orderId)).dueAt;

    const launchResult = {
      status: 200,
      outputs: ['CloudformationStackARN', 'BucketName', 'Leak'],
      records: ['PROVISION_PRODUCT'],
    };

    it('gets the result of a launch that AWS shows late', async () => {
      const order = await world.orderBucket('late');
      await world.portal.tick();
      const hidden = hideInSearch();
      const done = await world.portal.finish(order.id);
      expect(done.state).toBe('succeeded');
      const { id: launchedId } = done.provisionedProduct;
      expect(await read(launchedId)).toMatchObject({ status: 404 });
      await world.portal.tick(60);
      expect(await read(launchedId)).toMatchObject({ status: 404 });

      hidden.mockRestore();
      await world.portal.tick(300);
      expect(await read(launchedId)).toEqual(launchResult);
      expect(await world.portal.read(order.id)).toMatchObject({
        updatedAt: done.updatedAt,
        events: done.events,
        provisionedProduct: { arn: expect.stringContaining(`${launchedId}`) },
      });
      expect(await dueAt(order.id)).toBeUndefined();
      expect(await world.dump()).not.toContain(SECRET);
    });

    it('gets the result of an order that ended while AWS refused to show it, by another replica', async () => {
      const order = await world.orderBucket('refused');
      await world.portal.tick();
      world.emulator.faults.add({
        kind: 'accessDenied',
        operation: 'SearchProvisionedProducts',
      });
      const done = await world.portal.finish(order.id);
      expect(done.state).toBe('succeeded');
      await world.portal.stop();

      world.emulator.faults.clear();
      const other = await world.start();
      // The sync brings the provisioned product, and nothing else.
      await other.sync('sandbox');
      await other.tick(300);
      const { id: launchedId } = done.provisionedProduct;
      expect(await read(launchedId, other)).toEqual(launchResult);
    });

    it('keeps the outputs of an update although the search does not show it', async () => {
      const launched = await world.launchBucket('unseen');
      const { versions } = await world.portal.findProduct('Bucket');
      const order = await world.portal.order({
        kind: 'update',
        target: 'sandbox',
        provisionedProductId: launched.provisionedProduct.id,
        versionId: versions.find(({ name }) => name === 'v2')?.id,
        parameters: {},
      });
      await world.portal.tick();
      const hidden = hideInSearch();
      await world.portal.finish(order.id);
      expect(await read(launched.provisionedProduct.id)).toMatchObject({
        outputs: expect.arrayContaining(['Tier']),
        records: ['UPDATE_PROVISIONED_PRODUCT', 'PROVISION_PRODUCT'],
      });
      hidden.mockRestore();
      await world.portal.tick(300);
      expect(await dueAt(order.id)).toBeUndefined();
    });

    it('asks for no outputs when an update failed: they are what they were', async () => {
      const launched = await world.launchBucket('unchanged');
      world.emulator.faults.add({ kind: 'updateFailure', count: 1 });
      const order = await update(launched.provisionedProduct.id, {
        Environment: 'prod',
        Days: '30',
      });
      await world.portal.tick();
      const hidden = hideInSearch();
      expect((await world.portal.finish(order.id)).state).toBe('failed');
      hidden.mockRestore();
      await world.portal.tick(300);
      expect(await dueAt(order.id)).toBeUndefined();
      expect(countOf('GetProvisionedProductOutputs')).toBe(0);
      expect(await read(launched.provisionedProduct.id)).toEqual({
        ...launchResult,
        records: ['UPDATE_PROVISIONED_PRODUCT', 'PROVISION_PRODUCT'],
      });
    });

    it('gives up after a day, and asks less and less often until then', async () => {
      const order = await world.orderBucket('never-shown');
      await world.portal.tick();
      hideInSearch();
      await world.portal.finish(order.id);
      const asked = AwsTarget.prototype.read as jest.Mock;
      asked.mockClear();
      for (let minute = 0; minute < 60; minute++) {
        await world.portal.tick(60);
      }
      expect(asked.mock.calls.length).toBeLessThan(40);
      expect(await dueAt(order.id)).toBeDefined();
      await world.portal.tick(24 * 3600);
      expect(await dueAt(order.id)).toBeUndefined();
    });

    it('hides an output that was known to be secret before, whatever it is now', async () => {
      const launched = await launchNext('hidden', {
        Purpose: 'invoices',
        Password: 'invoices',
      });
      expect(launched.outputs).toContainEqual({ key: 'Purpose', secret: true });
      const order = await update(launched.provisionedProduct.id, {
        Purpose: 'receipts',
      });
      expect((await world.portal.finish(order.id)).outputs).toContainEqual({
        key: 'Purpose',
        secret: true,
      });
    });

    it('hides an output in earlier orders once it turns out to be secret', async () => {
      const launched = await launchNext('shown', {
        Purpose: 'invoices',
        Password: SECRET,
      });
      expect(launched.outputs).toContainEqual({
        key: 'Purpose',
        value: 'invoices',
        secret: false,
      });
      const order = await update(launched.provisionedProduct.id, {
        Password: 'invoices',
      });
      await world.portal.finish(order.id);
      expect((await world.portal.read(launched.id)).outputs).toEqual([
        expect.objectContaining({
          key: 'CloudformationStackARN',
          secret: false,
        }),
        { key: 'Purpose', secret: true },
        { key: 'Environment', value: 'dev', secret: false },
        { key: 'Tier', value: 'standard', secret: false },
        { key: 'Leak', secret: true },
      ]);
    });
  },
);
