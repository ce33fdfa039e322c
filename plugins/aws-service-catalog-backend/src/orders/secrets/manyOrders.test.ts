import { SECRET, useBuckets } from '../../__testUtils__/buckets';
import { createTestDatabases } from '../../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('secrets of one of many, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  /** Adds orders for what an order launched, more than a statement takes values. */
  async function addOrders(id: string): Promise<void> {
    const values: Record<string, string> = {
      // Before every other one.
      id: "'0-' || n",
      kind: "'terminate'",
      state: "'cancelled'",
      content: "'{}'",
      progress: "'{}'",
      token: 'null',
      record_id: 'null',
      request_token: 'null',
    };
    const columns = Object.keys(
      await world.knex('orders').where({ id }).first(),
    );
    const names = columns.map(column => `"${column}"`);
    const copied = columns.map(
      column => values[column] ?? `orders."${column}"`,
    );
    await world.knex.raw(
      `insert into orders (${names.join()})
       with recursive numbers(n) as
         (select 1 union all select n + 1 from numbers where n < 33500)
       select ${copied.join()} from orders, numbers where orders.id = ?`,
      [id],
    );
  }

  it('are found, however many orders something has had', async () => {
    const launched = await world.launchBucket('much-changed');
    await addOrders(launched.id);
    world.emulator.faults.add({
      kind: 'updateFailure',
      count: 1,
      reason: `Bucket ${SECRET} is stuck`,
    });
    const { id } = await world.portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Days: '30' },
    });
    expect(await world.portal.finish(id)).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringContaining('Bucket *** is stuck') },
    });
    const { body } = await world.askInventory(launched);
    expect(body.statusMessage).toContain('Bucket *** is stuck');

    // An output is not known to be secret, until another version says so.
    const shown = world.knex('orders').where({ id: launched.id });
    const { progress } = await shown.clone().first('progress');
    const outputs = [{ key: 'Leak', value: 'told', secret: false }];
    await shown.clone().update({
      progress: JSON.stringify({ ...JSON.parse(progress), outputs }),
    });
    const read = async () => (await world.portal.read(launched.id)).outputs;
    expect(await read()).toEqual(outputs);
    const { versions } = await world.portal.findProduct('Bucket');
    const update = await world.portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      versionId: versions.find(({ name }) => name === 'v2')?.id,
      parameters: {},
    });
    expect((await world.portal.finish(update.id)).state).toBe('succeeded');
    expect(await read()).toEqual([{ key: 'Leak', secret: true }]);
  });
});
