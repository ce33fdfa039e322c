import { Knex } from 'knex';
import { createTestTargets, findLaunch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { ProductStore } from './ProductStore';
import { LaunchForms } from './LaunchForms';
import { LaunchResolver } from './LaunchResolver';
import { syncProducts } from './syncProducts';

jest.setTimeout(60_000);

const fields = { version: 'versionId', path: 'pathId' };

describe('LaunchForms', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let knex: Knex;
    let emulator: TestEmulator;
    let forms: LaunchForms;
    let resolver: LaunchResolver;
    let address: Parameters<LaunchForms['read']>[0];

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      emulator = await startEmulator({ sandbox: [{ name: 'Bucket' }] });
      const clock = { now: () => new Date(emulator.clock.now()) };
      const targets = createTestTargets(emulator, { clock });
      const target = targets.get('sandbox');
      forms = new LaunchForms({ knex, targets, clock });
      resolver = new LaunchResolver({ knex, targets, clock, forms });
      address = { target: 'sandbox', ...(await findLaunch(target, 'Bucket')) };
      await syncProducts(knex, target, { clock });
      emulator.calls.clear();
    });
    afterEach(() => emulator.close());

    const asked = () =>
      emulator.calls.count({ operation: 'DescribeProvisioningParameters' });
    const findProduct = async () => {
      const product = await new ProductStore(knex).find(
        'sandbox',
        address.productId,
      );
      if (!product) {
        throw new Error('The product is gone');
      }
      return product;
    };

    it('are read from AWS once in an hour, and whenever a fresh one is asked for', async () => {
      const first = await forms.read(address);
      emulator.clock.advance(59 * 60);
      expect(await forms.read(address)).toEqual(first);
      expect(asked()).toBe(1);
      emulator.clock.advance(60);
      expect((await forms.read(address)).fetchedAt).not.toBe(first.fetchedAt);
      expect(asked()).toBe(2);
      await forms.read(address, { fresh: true });
      expect(asked()).toBe(3);
    });

    it('are shown when they are old and AWS does not answer, but not taken for fresh', async () => {
      const first = await forms.read(address);
      emulator.clock.advance(2 * 60 * 60);
      emulator.faults.add({
        kind: 'http503',
        operation: 'DescribeProvisioningParameters',
      });
      expect(await forms.read(address)).toEqual(first);
      await expect(forms.read(address, { fresh: true })).rejects.toMatchObject({
        kind: 'unavailable',
      });
    });

    it('see a constraint that was added since', async () => {
      const before = await forms.read(address);
      expect(before.launchRole).toBeUndefined();
      await emulator.seedProducts('sandbox', [
        { name: 'Bucket', launchRoleArn: 'arn:aws:iam::111111111111:role/new' },
      ]);
      expect(await forms.read(address, { fresh: true })).toMatchObject({
        launchRole: 'arn:aws:iam::111111111111:role/new',
      });
    });

    it('name the path that AWS no longer has, and read the product again', async () => {
      const product = await findProduct();
      await knex('launch_paths').update({ id: 'lpv3-outdated' });
      await knex('products').update({ digest: 'outdated' });
      const outdated = await findProduct();
      await expect(
        resolver.resolve(outdated, outdated.paths, {}, { fields }),
      ).rejects.toMatchObject({
        fields: [
          {
            field: 'pathId',
            message: expect.stringContaining(
              'AWS no longer offers version v1 of Bucket through portfolio Storage',
            ),
          },
        ],
      });
      expect((await findProduct()).paths).toEqual(product.paths);
    });

    it('launch no deprecated version, but update to one', async () => {
      const product = await findProduct();
      const versions = product.versions.map(version => ({
        ...version,
        guidance: 'DEPRECATED' as const,
      }));
      const deprecated = { ...product, versions };
      await expect(
        resolver.resolve(deprecated, product.paths, {}, { fields }),
      ).rejects.toThrow(
        'versionId: Bucket has no version that can be launched.',
      );
      const choice = { versionId: versions[0].id };
      await expect(
        resolver.resolve(deprecated, product.paths, choice, { fields }),
      ).rejects.toThrow('versionId: Version v1 of Bucket is deprecated');
      expect(
        await resolver.resolve(deprecated, product.paths, choice, {
          fields,
          allowDeprecated: true,
        }),
      ).toMatchObject({ version: { id: versions[0].id } });
    });

    it('explain that no portfolio leads to the product', async () => {
      await expect(
        resolver.resolve(await findProduct(), [], {}, { fields }),
      ).rejects.toThrow(
        "pathId: Bucket has no launch path: the portal's role needs access to a portfolio that holds it.",
      );
    });
  });
});
