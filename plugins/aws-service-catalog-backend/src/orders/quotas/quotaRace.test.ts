import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  OrderDetail,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { TestEmulator } from '../../__testUtils__/emulator';
import {
  poll,
  PortalProcess,
  startPortalProcess,
} from '../../__testUtils__/portalProcess';
import {
  createProcessWorld,
  ProcessWorld,
} from '../../__testUtils__/processWorld';
import { plainBucket } from '../../__testUtils__/replicas';

jest.setTimeout(180_000);

const ORDERS = 200;
const LIMIT = 10;

/** Seconds that pass in one. */
const SPEED = 20;

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a quota, with two processes on PostgreSQL', () => {
  let world: ProcessWorld;
  let knex: Knex;
  let emulator: TestEmulator;
  let processes: PortalProcess[] = [];

  beforeAll(async () => {
    world = await createProcessWorld({
      databases,
      databaseId: 'POSTGRES_18',
      products: { sandbox: [plainBucket], production: [plainBucket] },
      speed: SPEED,
      plugin: { quotas: [{ name: 'All', limit: LIMIT }] },
    });
    ({ knex, emulator } = world);
    // One after the other: the first compiles what both run.
    processes = [await startPortalProcess(world.bundle, world.options)];
    processes.push(await startPortalProcess(world.bundle, world.options));
  });

  afterAll(async () => {
    await Promise.all(processes.map(each => each.kill()));
    await world?.close();
  });

  it(`lets exactly ${LIMIT} of ${ORDERS} through that are ordered at once`, async () => {
    const [first] = processes;
    const { id: productId } = await poll('the first sync', async () => {
      const { body } = await first.get('/products?target=sandbox&name=Bucket');
      return body.items[0] as Product | undefined;
    });
    const launchOf = (name: string) => ({
      kind: 'provision',
      target: 'sandbox',
      productId,
      name,
      parameters: { Purpose: 'invoices' },
    });
    const answers = await Promise.all(
      Array.from({ length: ORDERS }, (_, index) =>
        processes[index % processes.length].post(
          '/orders',
          launchOf(`raced-${index}`),
        ),
      ),
    );

    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status !== 202);
    expect([taken.length, refused.length]).toEqual([LIMIT, ORDERS - LIMIT]);
    for (const { status, body } of refused) {
      expect({ status, fields: body.error.fields }).toMatchObject({
        status: 400,
        fields: [{ field: 'quota' }],
      });
    }

    // A recount, from what is stored and from what AWS has in the end.
    const names = taken
      .map(({ body }) => (body as OrderDetail).provisionedProduct.name)
      .sort();
    expect(
      (await knex('orders').pluck('provisioned_product_name')).sort(),
    ).toEqual(names);
    const measure = async () => {
      const { body } = await processes[1].post(
        '/orders/preview',
        launchOf('one-more'),
      );
      return body.quota;
    };
    const use = { name: 'All', limit: LIMIT, used: LIMIT };
    expect(await measure()).toEqual(use);
    await poll('the end of all orders', async () => {
      const states = await knex('orders').pluck('state');
      return states.every(state => state === 'succeeded') || undefined;
    });
    expect((await knex('provisioned_products').pluck('name')).sort()).toEqual(
      names,
    );
    expect(await measure()).toEqual(use);
    expect(emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(LIMIT);
  });
});
