import { mockServices } from '@backstage/backend-test-utils';
import { EventParams } from '@backstage/plugin-events-node';
import { anOrder } from '../../__testUtils__/orders';
import { chainEvent, emptyChain } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { EventChannel } from './EventChannel';

function told() {
  const order: StoredOrder = {
    ...anOrder({ provisionedProduct: { name: 'invoices' }, state: 'running' }),
    chainEnd: emptyChain,
  };
  const event = chainEvent(emptyChain, {
    orderId: order.id,
    at: order.createdAt,
    type: 'running',
    state: 'running',
    message: 'What happened.',
  });
  return { order, event };
}

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
    const { order, event } = told();
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
          owner: 'group:default/team-payments',
          requester: 'user:default/payments-dev',
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
    const { order, event } = told();
    await expect(
      new EventChannel(events).deliver(event, order),
    ).rejects.toThrow('The bus is down');
  });
});
