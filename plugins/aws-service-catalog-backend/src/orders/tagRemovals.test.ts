import { useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const KEY = 'backstage.io/entity';

describe.each(databases.eachId)('the removal of a tag, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  it('is warned of when AWS would do nothing, and looked at afterwards', async () => {
    const launched = await world.launchBucket('untagged');
    const { id } = launched.provisionedProduct;
    // It is of no component any more.
    for (const [table, column] of [
      ['provisioned_product_owners', 'provisioned_product_id'],
      ['provisioned_products', 'id'],
    ]) {
      await world
        .knex(table)
        .where({ [column]: id })
        .update({ entity_ref: null });
    }
    const request = {
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: id,
      parameters: {},
      writeTags: true,
    };
    const removal = {
      key: KEY,
      kind: 'tag',
      from: 'component:default/payments-api',
      secret: false,
    };
    const preview = async (parameters: object) => {
      const { body } = await world.portal.post(
        '/orders/preview',
        { ...request, parameters },
        'payments-dev',
      );
      return body;
    };
    expect(await preview({})).toMatchObject({
      acceptable: true,
      changes: [removal],
      warnings: [
        expect.stringMatching(
          /^AWS is known to do nothing .* the tag backstage\.io\/entity would probably still be there\./,
        ),
      ],
    });
    const vain = await world.portal.order(request);
    expect((await world.portal.finish(vain.id)).events.at(-1)).toMatchObject({
      type: 'succeeded',
      message: `AWS updated it, and has not removed the tag ${KEY}.`,
    });
    const { body: left } = await world.askInventory(vain);
    expect(left.drift).toEqual([
      { key: KEY, because: 'stamped', expected: [], actual: removal.from },
    ]);

    const together = await preview({ Days: '30' });
    expect(together.changes).toContainEqual(removal);
    expect(together).not.toHaveProperty('warnings');
    const update = await world.portal.order({
      ...request,
      parameters: { Days: '30' },
    });
    expect((await world.portal.finish(update.id)).events.at(-1)).toMatchObject({
      type: 'succeeded',
      message: 'AWS updated it.',
    });
    const { body: gone } = await world.askInventory(update);
    expect(gone).not.toHaveProperty('drift');
    expect(gone.tags.map(({ key }: { key: string }) => key)).not.toContain(KEY);
  });
});
