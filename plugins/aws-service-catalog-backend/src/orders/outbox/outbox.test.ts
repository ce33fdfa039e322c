import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { createTestDatabases } from '../../__testUtils__/databases';
import { anOrder } from '../../__testUtils__/orders';
import { advanceOrder, beginOrder } from '../advanceOrder';
import { OrderStore } from '../OrderStore';
import { OrderSecretStore } from '../secrets/OrderSecretStore';
import { SecretBox } from '../secrets/SecretBox';
import { StoredOrder } from '../StoredOrder';
import { OutboxChannel, OutboxDeliverer } from './OutboxDeliverer';
import { orderOutbox, outboxChannels } from './OutboxStore';

jest.setTimeout(60_000);

const databases = createTestDatabases();
const store = new OrderStore(new OrderSecretStore(new SecretBox([])));

describe.each(databases.eachId)('the outbox, %p', databaseId => {
  let knex: Knex;
  let deliverer: OutboxDeliverer;
  const clock = mockClock();
  const heard: string[] = [];
  const broken = new Set<string>();

  beforeEach(() => {
    heard.length = 0;
    broken.clear();
  });

  const channel = (name: OutboxChannel['name']): OutboxChannel => ({
    name,
    async deliver({ sequence }, order) {
      const what = `${name} ${order.provisionedProduct.name} ${sequence}`;
      if (broken.has(name) || broken.has(what)) {
        throw new Error(`${name} is down`);
      }
      heard.push(what);
    },
  });

  const createDeliverer = () =>
    new OutboxDeliverer({
      knex,
      outbox: orderOutbox,
      subjectName: 'order',
      find: row => store.findTold(knex, row),
      clock,
      logger: mockServices.logger.mock(),
      channels: outboxChannels.map(channel),
      random: () => 1,
      stepBoundary: { reach: async () => {} },
    });

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    deliverer = createDeliverer();
  });
  /** An order with three events. */
  async function tellOf(name: string): Promise<void> {
    let { order, event } = beginOrder(
      anOrder({
        provisionedProduct: { name },
        createdAt: clock.now().toISOString(),
      }),
      'Ordered.',
    );
    await store.insert(knex, order, event);
    for (const type of ['submitted', 'running'] as const) {
      ({ order, event } = advanceOrder(order, {
        type,
        message: 'Went on.',
        now: clock.now(),
      }));
      order = (await store.save(knex, order, event)) as StoredOrder;
    }
  }

  const of = (name: string) => heard.filter(what => what.startsWith(name));

  it('tells every channel everything once, in order', async () => {
    await tellOf('a');
    await deliverer.deliverDue();
    await deliverer.deliverDue();
    for (const name of outboxChannels) {
      expect(of(name)).toEqual([`${name} a 1`, `${name} a 2`, `${name} a 3`]);
    }
    expect(await knex('order_outbox')).toEqual([]);
  });

  it('forgets the events of a save that was rolled back', async () => {
    const { order, event } = beginOrder(anOrder(), 'Ordered.');
    await expect(
      knex.transaction(async tx => {
        await store.insert(tx, order, event);
        throw new Error('Never mind');
      }),
    ).rejects.toThrow('Never mind');
    await deliverer.deliverDue();
    expect(heard).toEqual([]);
  });

  it('tries a channel that is down again, without holding up the others', async () => {
    broken.add('notification');
    await tellOf('b');
    await deliverer.deliverDue();
    expect(of('notification')).toEqual([]);
    expect(of('signal')).toHaveLength(3);
    expect(of('audit')).toHaveLength(3);
    expect(of('event')).toHaveLength(3);

    broken.clear();
    await deliverer.deliverDue();
    expect(of('notification')).toEqual([]);
    clock.advance({ seconds: 2 });
    await deliverer.deliverDue();
    expect(of('notification')).toEqual([
      'notification b 1',
      'notification b 2',
      'notification b 3',
    ]);
  });

  it('sets an event aside that cannot be told, and goes on with the next', async () => {
    broken.add('notification c 2');
    await tellOf('c');
    await tellOf('d');
    for (let attempt = 0; attempt < 14; attempt++) {
      await deliverer.deliverDue();
      clock.advance({ minutes: 11 });
    }
    await deliverer.deliverDue();
    expect(of('notification c')).toEqual([
      'notification c 1',
      'notification c 3',
    ]);
    expect(of('notification d')).toHaveLength(3);
    expect(await knex('order_outbox')).toMatchObject([
      {
        channel: 'notification',
        sequence: 2,
        failures: 14,
        set_aside_reason: 'Error: notification is down',
      },
    ]);
    await knex('order_outbox').delete();
  });

  it('is shared by two replicas, and taken over from one that crashed', async () => {
    await tellOf('e');
    await Promise.all([deliverer.deliverDue(), createDeliverer().deliverDue()]);
    clock.advance({ minutes: 2 });
    await deliverer.deliverDue();
    expect(of('signal')).toEqual(['signal e 1', 'signal e 2', 'signal e 3']);

    await tellOf('f');
    // What a crash in the middle of a delivery leaves: the row, claimed for a minute.
    const claimed = new Date(clock.now().getTime() + 60_000).toISOString();
    await knex('order_outbox').update({ due_at: claimed });
    await deliverer.deliverDue();
    expect(of('signal f')).toEqual([]);
    clock.advance({ minutes: 1 });
    await deliverer.deliverDue();
    expect(of('signal f')).toHaveLength(3);
  });
});
