import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { component } from '../__testUtils__/entities';
import { OrderPortal, startOrderPortal } from '../__testUtils__/orderPortal';

jest.setTimeout(60_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('orders on %s', databaseId => {
  let knex: Knex;
  let emulator: TestEmulator;
  let portal: OrderPortal;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    emulator = await startEmulator({ sandbox: [{ name: 'Bucket' }] });
    portal = await startOrderPortal({
      knex,
      emulator,
      entities: [component('payments-api', 'group:default/team-payments')],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
  });

  it('launches', async () => {
    const request = await portal.launchOf('Bucket', {
      name: 'invoices',
      parameters: { Purpose: 'invoices', Password: 'hunter22' },
      entityRef: 'component:default/payments-api',
    });
    const res = await portal.post('/orders', request, 'payments-dev');
    console.log(res.status, JSON.stringify(res.body, null, 1));
    const done = await portal.finish(res.body.id);
    console.log(
      JSON.stringify(done, null, 1),
      JSON.stringify(emulator.calls.counts()),
    );
    const pp = await portal.get(
      `/provisioned-products/sandbox/${done.provisionedProduct.id}`,
      'payments-dev',
    );
    console.log(JSON.stringify(pp.body, null, 1));
  });
});
