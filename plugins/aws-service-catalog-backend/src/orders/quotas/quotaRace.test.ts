import { tmpdir } from 'node:os';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import {
  OrderDetail,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { startEmulator, TestEmulator } from '../../__testUtils__/emulator';
import { createLastingDatabase } from '../../__testUtils__/lastingDatabase';
import { orderPortalConfig } from '../../__testUtils__/orderPortal';
import { bundlePortal, PortalBundle } from '../../__testUtils__/portalBundle';
import {
  poll,
  PortalProcess,
  startPortalProcess,
} from '../../__testUtils__/portalProcess';
import { plainBucket } from '../../__testUtils__/replicas';

jest.setTimeout(180_000);

const ORDERS = 200;
const LIMIT = 10;

/** Seconds that pass in one. */
const SPEED = 20;

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a quota, with two processes on PostgreSQL', () => {
  let bundle: PortalBundle;
  let knex: Knex;
  let emulator: TestEmulator;
  let processes: PortalProcess[] = [];

  beforeAll(async () => {
    bundle = await bundlePortal();
    emulator = await startEmulator(
      { sandbox: [plainBucket], production: [plainBucket] },
      { mode: 'real', speed: SPEED },
    );
    const clock = {
      start: emulator.clock.now(),
      wallStart: Date.now(),
      speed: SPEED,
    };
    const database = await createLastingDatabase({
      databases,
      id: 'POSTGRES_18',
      folder: tmpdir(),
    });
    knex = database.knex;
    const common = orderPortalConfig(emulator.url);
    const config = {
      ...common,
      backend: {
        baseUrl: 'http://127.0.0.1',
        listen: '127.0.0.1:0',
        database: database.config,
      },
      awsServiceCatalog: {
        ...(common.awsServiceCatalog as JsonObject),
        quotas: [{ name: 'All', limit: LIMIT }],
        reconcile: { interval: { milliseconds: 100 } },
      },
    };
    // One after the other: the first compiles what both run.
    processes = [await startPortalProcess(bundle, { config, clock })];
    processes.push(await startPortalProcess(bundle, { config, clock }));
  });

  afterAll(async () => {
    await Promise.all(processes.map(each => each.kill()));
    await knex?.destroy();
    await emulator?.close();
    await bundle?.remove();
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
