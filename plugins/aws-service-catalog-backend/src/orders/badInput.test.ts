import { randomUUID } from 'node:crypto';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { badLaunches, rulesTemplate } from '../__testUtils__/badLaunches';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { component } from '../__testUtils__/entities';
import {
  OrderPortal,
  orderPortalConfig,
  startOrderPortal,
} from '../__testUtils__/orderPortal';
import { portalConfig } from '../__testUtils__/portal';

jest.setTimeout(120_000);

const MUTATIONS = [
  'ProvisionProduct',
  'UpdateProvisionedProduct',
  'TerminateProvisionedProduct',
];

const databases = createTestDatabases();

describe('bad input', () => {
  let knex: Knex;
  let emulator: TestEmulator;
  let portal: OrderPortal;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    emulator = await startEmulator({
      sandbox: [
        { name: 'Bucket', versions: { v1: rulesTemplate } },
        { name: 'Twice', portfolios: ['Storage', 'Cold'] },
        {
          name: 'Tagged',
          versions: { v1: rulesTemplate },
          tagOptions: { Team: ['blue', 'red'] },
        },
      ],
      production: [{ name: 'Bucket', versions: { v1: rulesTemplate } }],
    });
    portal = await startOrderPortal({
      knex,
      emulator,
      entities: [
        component('payments-api', 'group:default/team-payments'),
        component('search-api', 'group:default/team-search'),
        component('orphan'),
      ],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
  });

  const mutations = () =>
    MUTATIONS.reduce(
      (sum, operation) => sum + emulator.calls.count({ operation }),
      0,
    );

  /** A request that would be taken, with some of it replaced. */
  async function launch(changes: object = {}, product = 'Bucket') {
    return portal.launchOf(product, {
      name: `bucket-${randomUUID()}`,
      parameters: { Required: 'r' },
      ...changes,
    });
  }

  async function expectHarmless(
    body: object,
    user: string | undefined,
    expected: { status: number; field?: string; message?: RegExp },
  ) {
    const before = await knex('orders').pluck('id');
    const preview = await portal.post('/orders/preview', body, user);
    const { status, body: answer } = await portal.post('/orders', body, user);
    expect({ status, answer }).toMatchObject({ status: expected.status });
    expect(answer.error.message).toMatch(expected.message ?? /./);
    const fields = (answer.error.fields ?? []).map(
      ({ field }: { field: string }) => field,
    );
    expect(fields).toEqual(expected.field ? [expected.field] : []);
    // What the order is refused for, its preview says beforehand.
    const foreseen =
      preview.status === 200
        ? preview.body.problems
        : preview.body.error.fields;
    expect(foreseen).toEqual(answer.error.fields);
    if (expected.status === 403) {
      // Whether it may be asked for is known without AWS.
      expect(emulator.calls.count()).toBe(0);
    }
    await portal.tick(60);
    expect(await knex('orders').pluck('id')).toEqual(before);
    expect(mutations()).toBe(0);
  }

  beforeEach(() => emulator.calls.clear());

  it.each(badLaunches)('refuses $reason', async row => {
    const { changes, product, status = 400, field, message } = row;
    const { target, ...rest } = changes as { target?: string };
    const inTarget = target === 'production' ? { target } : {};
    const body = await launch({ ...rest, ...inTarget }, product);
    await expectHarmless(
      target ? { ...body, target } : body,
      row.user === 'nobody' ? undefined : row.user ?? 'payments-dev',
      { status, field, message },
    );
  });

  it('refuses who is nobody', async () => {
    const response = await portal.postAnonymously('/orders', await launch());
    expect(response.status).toBe(401);
    expect(mutations()).toBe(0);
  });

  it('refuses a body that is too large', async () => {
    const body = await launch({
      parameters: { Required: 'x'.repeat(1024 * 1024) },
    });
    const response = await portal.post('/orders', body, 'payments-dev');
    expect(response.status).toBe(413);
    expect(mutations()).toBe(0);
  });

  it('refuses a name that is taken, by an order or in AWS', async () => {
    const taken = await portal.order(await launch({ name: 'taken' }));
    // Nothing is sent, so that the order stays open.
    const second = await launch({ name: 'taken' });
    const other = { ...second, owner: 'group:default/team-search' };
    const expected = { status: 400, field: 'name', message: /taken-2/ };
    const refused = await portal.post('/orders', other, 'search-dev');
    expect(refused.body.error.fields).toMatchObject([{ field: 'name' }]);

    await portal.finish(taken.id);
    emulator.calls.clear();
    await expectHarmless(second, 'payments-dev', expected);

    // AWS has it, and the portal has not heard of it yet.
    await knex('provisioned_products').where({ name: 'taken' }).delete();
    const late = await portal.order(second);
    const failed = await portal.finish(late.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringMatching(/already exists/) },
    });
    expect(failed.provisionedProduct.id).toBeUndefined();
  });

  it.each(['update', 'terminate'] as const)(
    "refuses to %s what is not the caller's",
    async kind => {
      const launched = await portal.finish(
        (
          await portal.order(await launch())
        ).id,
      );
      const body = {
        kind,
        target: 'sandbox',
        provisionedProductId: launched.provisionedProduct.id,
        ...(kind === 'update' && { parameters: {} }),
      };
      emulator.calls.clear();
      const field = 'provisionedProductId';
      await expectHarmless(body, 'search-dev', { status: 400, field });
      await expectHarmless({ ...body, target: 'moon' }, 'payments-dev', {
        status: 400,
        field: 'target',
      });
      await expectHarmless({ ...body, target: 'production' }, 'payments-dev', {
        status: 400,
        field,
      });
      await expectHarmless(body, undefined, { status: 403 });
    },
  );

  it('refuses a secret where it cannot be encrypted', async () => {
    const other = await startOrderPortal({
      knex,
      emulator,
      config: portalConfig(emulator.url),
    });
    const body = await launch({
      parameters: { Required: 'r', Secret: 'long enough' },
    });
    const response = await other.post('/orders', body, 'payments-dev');
    expect(response.body.error.fields).toEqual([
      {
        field: 'parameters.Secret',
        message: expect.stringMatching(
          /awsServiceCatalog.secrets.keys is not configured/,
        ),
      },
    ]);
    expect(response.text).not.toContain('long enough');
    expect(mutations()).toBe(0);
    await other.stop();
  });

  it.each<{ reason: string; fault: object; status: number }>([
    {
      reason: 'refuses',
      fault: { kind: 'accessDenied' },
      status: 502,
    },
    { reason: 'throttles', fault: { kind: 'throttle' }, status: 503 },
    { reason: 'is down', fault: { kind: 'html503' }, status: 503 },
  ])('stores nothing when AWS $reason', async ({ fault, status }) => {
    const body = await launch();
    emulator.faults.add({
      operation: 'DescribeProvisioningParameters',
      ...fault,
    } as Parameters<typeof emulator.faults.add>[0]);
    const response = await portal.post('/orders', body, 'payments-dev');
    expect(response.status).toBe(status);
    emulator.faults.clear();
    expect(
      await knex('orders').where({ provisioned_product_name: body.name }),
    ).toEqual([]);
    expect(mutations()).toBe(0);
  });

  it('sends nothing with the credentials of another account', async () => {
    const config = orderPortalConfig(emulator.url);
    const mixedUp: JsonObject = {
      ...config,
      aws: {
        accounts: [
          {
            accountId: '111111111111',
            accessKeyId: '222222222222',
            secretAccessKey: 'not-a-secret',
          },
        ],
      },
    };
    const body = await launch();
    const accepted = await portal.order(body);
    const other = await startOrderPortal({ knex, emulator, config: mixedUp });
    const refused = await other.post(
      '/orders',
      { ...body, name: 'another' },
      'payments-dev',
    );
    expect(refused.status).toBe(502);
    expect(refused.body.error.message).toMatch(/belong to AWS account/);

    for (let round = 0; round < 3; round++) {
      await other.tick(400);
    }
    expect((await portal.read(accepted.id)).state).toBe('queued');
    expect(mutations()).toBe(0);
    await other.stop();
  });
});
