import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../../__testUtils__/databases';
import { component } from '../../__testUtils__/entities';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { plainBucket, useReplicas } from '../../__testUtils__/replicas';
import { SeededProduct } from '../../__testUtils__/seed';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const PLATFORM = 'group:default/platform-engineering';
const PAYMENTS = 'group:default/team-payments';

function group(ref: string, members: string[]) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: ref.split('/')[1] },
    spec: { type: 'team', children: [] },
    relations: members.map(name => ({
      type: 'hasMember',
      targetRef: `user:default/${name}`,
    })),
  };
}

const entities = [
  component('payments-api', PAYMENTS),
  group(PLATFORM, ['platform-engineer']),
  group(PAYMENTS, ['payments-dev', 'payments-dev-2']),
];

describe.each(databases.eachId)('approvals, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  async function start(approval: JsonObject): Promise<OrderPortal> {
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    return world.start({
      entities,
      config: { ...config, awsServiceCatalog: { ...plugin, approval } },
    });
  }

  const byPlatform = (terms: JsonObject = {}) =>
    start({ default: { approvers: [PLATFORM], ...terms } });

  const decide = (
    portal: OrderPortal,
    verb: 'approve' | 'reject',
    { id, digest }: OrderDetail,
    user: string,
    reason?: string,
  ) => portal.post(`/orders/${id}/${verb}`, { digest, reason }, user);

  it('says before ordering who has to approve, and by when', async () => {
    const portal = await byPlatform({ timeout: { hours: 2 } });
    const request = await portal.launchOf('Bucket', {
      name: 'previewed',
      parameters: {},
    });
    const { body } = await portal.post(
      '/orders/preview',
      request,
      'payments-dev',
    );
    expect(body).toMatchObject({
      acceptable: true,
      approval: {
        policy: 'default',
        approvers: [PLATFORM],
        quorum: 1,
        onTimeout: 'expire',
        dueAt: new Date(
          world.emulator.clock.now() + 2 * 3600_000,
        ).toISOString(),
      },
    });
  });

  it('launches what was approved, and nothing before', async () => {
    const portal = await byPlatform();
    const order = await world.orderBucket(portal);
    await portal.tick(60);
    expect(await portal.read(order.id)).toMatchObject({
      state: 'awaiting-approval',
      approval: { decisions: [], approvers: [PLATFORM] },
    });
    expect(world.emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(
      0,
    );

    const inbox = await portal.get(
      '/orders?scope=approvals',
      'platform-engineer',
    );
    expect(inbox.body.items.map(({ id }: OrderDetail) => id)).toContain(
      order.id,
    );
    const answer = await decide(
      portal,
      'approve',
      order,
      'platform-engineer',
      'fine',
    );
    expect(answer).toMatchObject({
      status: 200,
      body: {
        state: 'queued',
        approval: {
          decisions: [
            {
              by: 'user:default/platform-engineer',
              decision: 'approved',
              reason: 'fine',
            },
          ],
        },
      },
    });
    expect((await portal.finish(order.id)).state).toBe('succeeded');
  });

  it('lets nobody decide who may not, and says why', async () => {
    const portal = await start({
      default: { approvers: [PLATFORM, PAYMENTS] },
    });
    const order = await world.orderBucket(portal);
    expect(
      await decide(portal, 'approve', order, 'payments-dev'),
    ).toMatchObject({
      status: 403,
      body: { error: { message: 'Nobody approves their own order.' } },
    });
    expect((await decide(portal, 'approve', order, 'search-dev')).status).toBe(
      404,
    );
    expect(
      await decide(
        portal,
        'approve',
        { ...order, digest: 'other' },
        'payments-dev-2',
      ),
    ).toMatchObject({ status: 409 });
    expect(
      (await decide(portal, 'reject', order, 'payments-dev-2')).status,
    ).toBe(400);
    expect(
      await decide(portal, 'reject', order, 'payments-dev-2', 'too large'),
    ).toMatchObject({ status: 200, body: { state: 'rejected' } });
    expect(
      await decide(portal, 'approve', order, 'platform-engineer'),
    ).toMatchObject({
      status: 409,
      body: { error: { message: 'It does not wait for approval any more.' } },
    });
  });

  it('counts a quorum of two that agree at the same moment', async () => {
    const portal = await start({
      default: { approvers: [PLATFORM, PAYMENTS], quorum: 2 },
    });
    const order = await world.orderBucket(portal);
    const answers = await Promise.all([
      decide(portal, 'approve', order, 'payments-dev-2'),
      decide(portal, 'approve', order, 'platform-engineer'),
      decide(portal, 'approve', order, 'platform-engineer'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409]);
    expect((await world.readStored(order.id)).types).toEqual([
      'ordered',
      'agreed',
      'approved',
    ]);
  });

  it('refuses an order whose quorum nobody can reach', async () => {
    const portal = await byPlatform({ quorum: 2 });
    const request = await portal.launchOf('Bucket', {
      name: 'out-of-reach',
      parameters: {},
    });
    expect(await portal.post('/orders', request, 'payments-dev')).toMatchObject(
      {
        status: 400,
        body: { error: { fields: [{ field: 'approval' }] } },
      },
    );
  });

  it.each([
    { onTimeout: 'expire', state: 'expired' },
    { onTimeout: 'reject', state: 'rejected' },
    { onTimeout: 'approve', state: 'queued' },
  ])(
    'reminds at half time, and ends as $state',
    async ({ onTimeout, state }) => {
      const portal = await byPlatform({ onTimeout, timeout: { hours: 10 } });
      const order = await world.orderBucket(portal);
      await portal.tick(4.9 * 3600);
      expect((await world.readStored(order.id)).types).toEqual(['ordered']);
      await portal.tick(0.2 * 3600);
      await portal.tick(3600);
      expect((await world.readStored(order.id)).types).toEqual([
        'ordered',
        'reminded',
      ]);
      // A decision that arrives when the time is up comes too late, whether or not anybody has noticed yet.
      world.emulator.clock.advance(4 * 3600);
      expect(
        await decide(portal, 'approve', order, 'platform-engineer'),
      ).toMatchObject({
        status: 409,
        body: { error: { message: 'The time to decide it is over.' } },
      });
      await portal.tick();
      expect((await portal.read(order.id)).state).toBe(state);
    },
  );

  it('launches nothing for a requester who has left the team meanwhile', async () => {
    const portal = await byPlatform();
    const order = await world.orderBucket(portal);
    await decide(portal, 'approve', order, 'platform-engineer');
    const later = await world.start({
      entities: [entities[0], entities[1], group(PAYMENTS, ['payments-dev-2'])],
    });
    await later.tick();
    expect(await portal.read(order.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'RequesterLeftOwner', retryable: false },
    });
  });

  it('shows approvers what an update changes', async () => {
    const portal = await start({
      policies: [
        {
          name: 'Changes',
          match: { kinds: ['update'] },
          approvers: [PLATFORM],
        },
      ],
      default: { auto: true },
    });
    const { id } = await world.orderBucket(portal);
    const launched = await portal.finish(id);
    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      parameters: { Purpose: 'backups' },
    });
    expect(await portal.read(update.id, 'platform-engineer')).toMatchObject({
      state: 'awaiting-approval',
      approval: { policy: 'Changes' },
      changes: [
        {
          kind: 'parameter',
          key: 'Purpose',
          from: 'invoices',
          to: 'backups',
          secret: false,
        },
      ],
    });
  });

  /** The product, changed under everything that was ordered. */
  const withRole = (role: string, changes: Partial<SeededProduct> = {}) =>
    world.emulator.seedProducts('sandbox', [
      {
        ...plainBucket,
        launchRoleArn: `arn:aws:iam::111111111111:role/${role}`,
        ...changes,
      },
    ]);

  it('sends back what is not what was approved any more, and launches what is approved then', async () => {
    const portal = await byPlatform({ timeout: { hours: 1 } });
    const order = await world.orderBucket(portal);
    await decide(portal, 'approve', order, 'platform-engineer');
    await withRole('other');
    await portal.tick(60);
    const returned = await portal.read(order.id);
    expect(returned).toMatchObject({
      state: 'awaiting-approval',
      approval: {
        decisions: [],
        dueAt: new Date(world.emulator.clock.now() + 3600_000).toISOString(),
      },
    });
    expect(returned.events[2]).toMatchObject({
      type: 'returned',
      message: expect.stringContaining('has changed since: launch role.'),
    });
    expect(world.emulator.calls.count({ operation: 'ProvisionProduct' })).toBe(
      0,
    );

    expect(
      await decide(portal, 'approve', order, 'platform-engineer'),
    ).toMatchObject({ status: 409 });
    expect(
      await decide(portal, 'approve', returned, 'platform-engineer'),
    ).toMatchObject({ status: 200 });
    expect((await portal.finish(order.id)).state).toBe('succeeded');
  });

  it('fails what could not be launched any more if it were approved again', async () => {
    const portal = await byPlatform();
    const order = await world.orderBucket(portal);
    await decide(portal, 'approve', order, 'platform-engineer');
    await withRole('third', { tagOptions: { Team: ['blue'] } });
    expect(await portal.finish(order.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'ChangedSinceOrdered' },
    });
  });
});
