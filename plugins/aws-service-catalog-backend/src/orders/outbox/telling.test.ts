import { Entity } from '@backstage/catalog-model';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../../__testUtils__/databases';
import { component, group, user } from '../../__testUtils__/entities';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { useReplicas } from '../../__testUtils__/replicas';

jest.setTimeout(120_000);

const WORDS_OF_AWS = 'The limit of buckets is reached';

const databases = createTestDatabases();

const PAYMENTS = 'group:default/team-payments';
const PLATFORM = 'group:default/platform-engineering';
const ADS = 'group:default/team-ads';

const entities = [
  component('payments-api', PAYMENTS),
  // `left` has been removed from the catalog, and `moved` from the team; the group does not show it yet.
  group(PAYMENTS, ['payments-dev', 'payments-dev-2', 'left', 'moved']),
  group(PLATFORM, ['platform-engineer']),
  group(ADS, ['ads-dev']),
  user('payments-dev', [PAYMENTS]),
  user('payments-dev-2', [PAYMENTS]),
  user('moved', ['group:default/team-search']),
  user('platform-engineer', [PLATFORM]),
  user('ads-dev', [ADS]),
];

/** Who was told what: `name: title`, sorted. */
function read(notifications: NotificationSendOptions[]): string[] {
  return notifications
    .flatMap(({ recipients, payload }) => {
      const refs =
        recipients.type === 'entity' ? [recipients.entityRef].flat() : ['all'];
      return refs.map(ref => `${ref.split('/')[1]}: ${payload.title}`);
    })
    .sort();
}

describe.each(databases.eachId)('people are told, %s', databaseId => {
  const world = useReplicas(databases, databaseId);

  async function start(
    approval: JsonObject,
    known: Entity[] = entities,
  ): Promise<OrderPortal> {
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    return world.start({
      entities: known,
      config: {
        ...config,
        awsServiceCatalog: { ...plugin, approval: { default: approval } },
      },
    });
  }

  const decided = { approvers: [PLATFORM, ADS], timeout: { hours: 10 } };

  async function order(portal: OrderPortal): Promise<OrderDetail> {
    const placed = await world.orderBucket(portal);
    await portal.tick();
    return placed;
  }

  /** What was told of an order since it was last asked. */
  function news(portal: OrderPortal, { id, provisionedProduct }: OrderDetail) {
    const told = portal.told.notifications.splice(0);
    return read(told.filter(({ payload }) => payload.scope?.includes(id))).map(
      text => text.replace(provisionedProduct.name, 'it'),
    );
  }

  const act = (
    portal: OrderPortal,
    verb: string,
    { id, digest }: OrderDetail,
    by: string,
    reason?: string,
  ) =>
    portal
      .post(`/orders/${id}/${verb}`, { digest, reason }, by)
      .then(({ status }) => expect(status).toBe(200))
      .then(() => portal.tick());

  it('asks the approvers, and shows the order to whom it concerns', async () => {
    const portal = await start(decided);
    const placed = await order(portal);
    expect(portal.told.notifications).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: ['user:default/platform-engineer', 'user:default/ads-dev'],
        },
        payload: {
          title: `Launch of ${placed.provisionedProduct.name} waits for your approval`,
          description: expect.stringMatching(
            /^payments-dev ordered it for team-payments: Bucket v1, in sandbox\. It can be decided until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
          ),
          link: `/aws-service-catalog/orders/${placed.id}`,
          severity: 'normal',
          topic: 'approvals',
          scope: `order:${placed.id}:approver`,
        },
      },
    ]);
    expect(portal.told.signals).toEqual([
      {
        channel: 'aws-service-catalog:orders',
        message: { orderId: placed.id, state: 'awaiting-approval' },
        recipients: {
          type: 'user',
          entityRef: [
            'payments-dev',
            'platform-engineer',
            'ads-dev',
            'payments-dev-2',
          ].map(name => `user:default/${name}`),
        },
      },
    ]);
  });

  it('tells of a rejection, its reason as plain text, and not who rejected', async () => {
    const portal = await start(decided);
    const placed = await order(portal);
    news(portal, placed);
    const reason = 'Too <a href="https://evil.example">large</a>\nby far';
    await act(portal, 'reject', placed, 'ads-dev', reason);
    expect(portal.told.notifications).toMatchObject([
      {
        payload: {
          description:
            'It was rejected: Too ‹a href="https://evil.example"›large‹/a› by far (ads-dev)',
          severity: 'high',
          topic: 'my-orders',
          scope: `order:${placed.id}:requester`,
        },
      },
      { payload: { scope: `order:${placed.id}:approver`, severity: 'low' } },
    ]);
    expect(news(portal, placed)).toEqual([
      'payments-dev: Launch of it was rejected',
      'platform-engineer: Launch of it was rejected',
    ]);
  });

  it('reminds only those who have not decided, and tells how it went on', async () => {
    const portal = await start({ ...decided, quorum: 2 });
    const placed = await order(portal);
    await act(portal, 'approve', placed, 'ads-dev');
    news(portal, placed);
    await portal.tick(5 * 3600);
    await portal.tick();
    expect(news(portal, placed)).toEqual([
      'platform-engineer: Launch of it still waits for your approval',
    ]);
    await act(portal, 'approve', placed, 'platform-engineer');
    expect(news(portal, placed)).toEqual([
      'ads-dev: Launch of it was approved',
      'payments-dev: Launch of it was approved',
    ]);
    await portal.finish(placed.id);
    expect(news(portal, placed)).toEqual([
      'payments-dev-2: Launch of it succeeded',
      'payments-dev: Launch of it succeeded',
    ]);
  });

  it('settles what approvers were asked when it is withdrawn or expires', async () => {
    const portal = await start(decided);
    const withdrawn = await order(portal);
    news(portal, withdrawn);
    await act(portal, 'cancel', withdrawn, 'payments-dev');
    expect(news(portal, withdrawn)).toEqual([
      'ads-dev: Launch of it was withdrawn',
      'platform-engineer: Launch of it was withdrawn',
    ]);
    const forgotten = await order(portal);
    news(portal, forgotten);
    await portal.tick(11 * 3600);
    await portal.tick();
    expect(news(portal, forgotten)).toEqual([
      'ads-dev: Launch of it expired',
      'payments-dev: Launch of it expired',
      'platform-engineer: Launch of it expired',
    ]);
  });

  it('does not ask for a decision that was made while nobody could be told', async () => {
    const portal = await start(decided);
    portal.told.notificationFailure = new Error('failed with status 500');
    const placed = await order(portal);
    await act(portal, 'reject', placed, 'ads-dev', 'no');
    portal.told.notificationFailure = undefined;
    await portal.tick(60);
    await portal.tick();
    expect(news(portal, placed)).toEqual([
      'payments-dev: Launch of it was rejected',
      'platform-engineer: Launch of it was rejected',
    ]);
    expect(await world.knex('order_outbox')).toEqual([]);
  });

  it('tells the team of a failure, and does without a notifications backend', async () => {
    const portal = await start({ auto: true });
    world.emulator.faults.add({
      kind: 'provisionFailure',
      reason: WORDS_OF_AWS,
      count: 1,
    });
    const failed = await order(portal);
    await portal.finish(failed.id);
    // AWS's words are for whoever could read the order for sure; for the others the page asks the policy.
    const heard = portal.told.notifications.filter(
      ({ payload: { description } }) => description?.includes(WORDS_OF_AWS),
    );
    expect(heard.map(({ recipients }) => recipients)).toEqual([
      { type: 'entity', entityRef: ['user:default/payments-dev'] },
    ]);
    expect(news(portal, failed)).toEqual([
      'payments-dev-2: Launch of it failed',
      'payments-dev: Launch of it failed',
    ]);

    portal.told.notificationFailure = new Error('failed with status 404');
    await portal.finish((await order(portal)).id);
    await portal.tick();
    expect(await world.knex('order_outbox')).toEqual([]);
  });

  it.each([
    ['owner and requester', [component('payments-api', PAYMENTS)]],
    ['everybody', []],
  ])('goes on when the catalog has lost the %s', async (_, lost) => {
    const portal = await start({ auto: true }, lost);
    const { id } = await portal.order(
      await portal.launchOf('Bucket', {
        name: `lost-${lost.length}-${Date.now()}`,
        parameters: {},
        owner: PAYMENTS,
      }),
    );
    await portal.finish(id);
    // The order itself says that its requester was a member of its owner.
    expect(read(portal.told.notifications)).toEqual([
      expect.stringMatching(/^payments-dev: Launch of .* succeeded$/),
    ]);
    expect(portal.told.signals).toHaveLength(4);
    expect(await world.knex('order_outbox')).toEqual([]);
  });
});
