import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EventParams } from '@backstage/plugin-events-node';
import { OrderState } from 'backstage-plugin-aws-service-catalog-common';
import { anOrder } from '../../__testUtils__/orders';
import { chainEvent, emptyChain } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { EventChannel, NotificationChannel, SignalChannel } from './channels';

const owner = 'group:default/team-payments';
const requester = 'user:default/payments-dev';

function told(state: OrderState, actor?: string) {
  const order: StoredOrder = {
    ...anOrder({ provisionedProduct: { name: 'invoices' }, state }),
    chainEnd: emptyChain,
  };
  const event = chainEvent(emptyChain, {
    orderId: order.id,
    at: order.createdAt,
    type: state,
    state,
    actor,
    message: 'What happened.',
  });
  return { order, event };
}

describe('NotificationChannel', () => {
  const send = jest.fn();
  const channel = new NotificationChannel({ send });
  beforeEach(() => send.mockReset());

  it.each([
    ['succeeded', 'Launch of invoices succeeded', 'normal'],
    ['failed', 'Launch of invoices failed', 'high'],
    ['rejected', 'Launch of invoices was rejected', 'high'],
    ['expired', 'Launch of invoices expired', 'normal'],
  ] as const)('tells its requester that %s', async (state, title, severity) => {
    const { order, event } = told(state, 'user:default/boss');
    await channel.deliver(event, order);
    expect(send.mock.calls).toEqual([
      [
        {
          recipients: { type: 'entity', entityRef: requester },
          payload: {
            title,
            description: 'What happened.',
            link: `/aws-service-catalog/orders/${order.id}`,
            severity,
            topic: 'aws-service-catalog',
            scope: `order:${order.id}:requester`,
          },
        },
      ],
    ]);
  });

  it.each([
    ['running', undefined],
    ['queued', undefined],
    ['cancelled', requester],
    ['failed', requester],
  ] as const)(
    'keeps to itself an order that is %s (by %s)',
    async (state, actor) => {
      const { order, event } = told(state, actor);
      await channel.deliver(event, order);
      expect(send).not.toHaveBeenCalled();
    },
  );

  it('does without a notifications backend, but not with a broken one', async () => {
    const { order, event } = told('failed');
    const fail = (status: number) =>
      send.mockRejectedValueOnce(
        new Error(
          `Failed to send notifications: Error: Request failed with status ${status}`,
        ),
      );
    fail(404);
    await channel.deliver(event, order);
    fail(500);
    await expect(channel.deliver(event, order)).rejects.toThrow('500');
  });
});

describe('SignalChannel', () => {
  it.each([
    {
      reason: 'the requester and the members of the owner',
      orderOwner: owner,
      recipients: [requester, 'user:default/payments-dev-2'],
    },
    {
      reason: 'the requester alone when the owner is unknown',
      orderOwner: 'group:default/gone',
      recipients: [requester],
    },
    {
      reason: 'the requester and an owner who is a user',
      orderOwner: 'user:default/boss',
      recipients: [requester, 'user:default/boss'],
    },
  ])('signals to $reason', async ({ orderOwner, recipients }) => {
    const publish = jest.fn();
    const channel = new SignalChannel({
      signals: { publish },
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Group',
            metadata: { namespace: 'default', name: 'team-payments' },
            relations: [
              { type: 'hasMember', targetRef: requester },
              { type: 'hasMember', targetRef: 'user:default/payments-dev-2' },
              { type: 'parentOf', targetRef: 'group:default/child' },
            ],
          },
        ],
      }),
    });
    const { order, event } = told('running');
    await channel.deliver(event, { ...order, owner: orderOwner });
    expect(publish).toHaveBeenCalledWith({
      recipients: { type: 'user', entityRef: recipients },
      channel: 'aws-service-catalog:orders',
      message: { orderId: order.id, state: 'running' },
    });
  });
});

describe('EventChannel', () => {
  it('tells subscribers what happened to which order, and nothing of its content', async () => {
    const heard: EventParams[] = [];
    const events = mockServices.events();
    await events.subscribe({
      id: 'test',
      topics: ['aws-service-catalog.order'],
      onEvent: async event => {
        heard.push(event);
      },
    });
    const channel = new EventChannel(events);
    const { order, event } = told('running');
    const parameters = [
      { key: 'Purpose', secret: false as const, value: 'confidential' },
    ];
    await channel.deliver(event, {
      ...order,
      content: { ...order.content, parameters },
    });
    // Again, after a crash for example, when the order has gone on.
    await channel.deliver(event, { ...order, state: 'succeeded' });
    expect(heard).toEqual(
      [1, 2].map(() => ({
        topic: 'aws-service-catalog.order',
        eventPayload: {
          eventId: `${order.id}:1`,
          orderId: order.id,
          sequence: 1,
          type: 'running',
          state: 'running',
          at: order.createdAt,
          kind: 'provision',
          target: 'sandbox',
          owner,
          requester,
          product: { id: 'prod-1', name: 'Secure S3 Bucket' },
          provisionedProduct: { name: 'invoices' },
        },
      })),
    );
  });

  it('fails when the event could not be published, so that it is tried again', async () => {
    const events = mockServices.events.mock({
      publish: async () => {
        throw new Error('The bus is down');
      },
    });
    const { order, event } = told('running');
    await expect(
      new EventChannel(events).deliver(event, order),
    ).rejects.toThrow('The bus is down');
  });
});
