import { randomBytes } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { anOrder } from '../__testUtils__/orders';
import { advanceOrder, beginOrder } from './advanceOrder';
import { findBrokenEvent } from './eventChain';
import { OrderStore } from './OrderStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { SecretBox } from './secrets/SecretBox';
import { StoredOrder } from './StoredOrder';

jest.setTimeout(60_000);

const databases = createTestDatabases();
const now = new Date('2026-01-01T00:00:00Z');

describe.each(databases.eachId)('OrderStore, %p', databaseId => {
  let knex: Knex;
  const box = new SecretBox([{ id: 'key', secret: randomBytes(32) }]);
  const secrets = new OrderSecretStore(box);
  const store = new OrderStore(secrets);

  beforeAll(async () => {
    knex = await databases.init(databaseId);
  });

  async function insert(
    changes: Parameters<typeof anOrder>[0] = {},
  ): Promise<StoredOrder> {
    const { order, event } = beginOrder(anOrder(changes), 'Ordered.');
    await store.insert(knex, order, event);
    return order;
  }

  it('keeps every field of an order', async () => {
    const full = await insert({
      requestToken: 'once',
      entityRef: 'component:default/payments-api',
      token: 'token-1',
      recordId: 'rec-1',
      provisionedProduct: { name: 'full', id: 'pp-1', arn: 'arn:aws:x' },
      content: {
        portfolioName: 'Storage',
        launchRole: 'arn:aws:iam::111111111111:role/launch',
        parameters: [
          { key: 'A', secret: false, value: 'ä"\n' },
          { key: 'B', secret: true },
          { key: 'C', secret: false, usePreviousValue: true },
        ],
        tags: [{ key: 'k', value: 'v' }],
        sendsTags: false,
        partDigests: anOrder().content.partDigests,
      },
      progress: {
        sentAt: '2026-01-01T00:00:00.000Z',
        remnant: { provisionedProductId: 'pp-0' },
        outputs: [{ key: 'Url', value: 'https://x', secret: false }],
      },
    });
    expect(await store.find(knex, full.id)).toEqual(full);
    const sparse = await insert({ version: undefined, dueAt: undefined });
    expect(await store.find(knex, sparse.id)).toEqual(sparse);
    expect(await store.find(knex, 'unknown')).toBeUndefined();
    expect(
      await store.findByRequestToken(knex, full.requester, 'once'),
    ).toEqual(full);
  });

  it('lets the first of two saves win, and keeps the timeline whole', async () => {
    const order = await insert();
    const won = advanceOrder(
      order,
      {
        type: 'cancelled',
        message: 'Withdrawn.',
        actor: 'user:default/a',
        now,
      },
      {},
    );
    const lost = advanceOrder(order, {
      type: 'submitted',
      message: 'Submitted.',
      now,
    });
    expect(await store.save(knex, won.order, won.event)).toMatchObject({
      state: 'cancelled',
      revision: 2,
    });
    expect(await store.save(knex, lost.order, lost.event)).toBeUndefined();
    const stored = await store.find(knex, order.id);
    expect(stored).toMatchObject({ state: 'cancelled', revision: 2 });
    const events = await store.listEvents(knex, order.id);
    expect(events.map(({ type }) => type)).toEqual(['ordered', 'cancelled']);
    expect(findBrokenEvent(events, stored!.chainEnd)).toBeUndefined();
    expect(await store.findEvent(knex, order.id, 2)).toEqual(events[1]);
  });

  it('lets one unfinished order per provisioned product in', async () => {
    const first = await insert({ provisionedProduct: { name: 'taken' } });
    const error = await insert({ provisionedProduct: { name: 'taken' } }).catch(
      caught => caught,
    );
    expect(isDatabaseConflictError(error)).toBe(true);
    expect(await store.findOpen(knex, ['sandbox'], 'taken')).toMatchObject({
      id: first.id,
    });
    await insert({ target: 'other', provisionedProduct: { name: 'taken' } });

    const ended = advanceOrder(first, {
      type: 'cancelled',
      message: 'Withdrawn.',
      now,
    });
    await store.save(knex, ended.order, ended.event);
    expect(await store.findOpen(knex, ['sandbox'], 'taken')).toBeUndefined();
    await insert({ provisionedProduct: { name: 'taken' } });
  });

  it('takes a request token once per requester', async () => {
    await insert({ requestToken: 'same' });
    await insert({ requestToken: 'same', requester: 'user:default/other' });
    const error = await insert({ requestToken: 'same' }).catch(
      caught => caught,
    );
    expect(isDatabaseConflictError(error)).toBe(true);
  });

  it('lists what is due, the longest waiting first', async () => {
    const target = 'due';
    const later = await insert({ target, dueAt: '2026-01-01T00:00:05.000Z' });
    const sooner = await insert({ target, dueAt: '2026-01-01T00:00:01.000Z' });
    await insert({ target, dueAt: '2026-01-01T00:00:05.001Z' });
    await insert({ target, dueAt: undefined, state: 'succeeded' });
    const list = async (limit: number) => {
      const due = await store.listDue(knex, {
        target,
        now: '2026-01-01T00:00:05.000Z',
        limit,
      });
      return due.map(({ id }) => id);
    };
    expect(await list(10)).toEqual([sooner.id, later.id]);
    expect(await list(1)).toEqual([sooner.id]);
  });

  it.each([
    ['AWS accepted', 'submitting', 'running', { recordId: 'rec-1' }],
    ['the order ended', 'queued', 'cancelled', {}],
  ] as const)(
    'forgets secrets once %s, and still recognises them',
    async (_, state, type, changes) => {
      const order = await insert({ state });
      await secrets.replace(
        knex,
        await secrets.seal(knex, order.id, { Password: 'hunter22' }),
      );
      expect(await secrets.open(knex, order.id)).toEqual({
        Password: 'hunter22',
      });
      const next = advanceOrder(order, { type, message: 'M.', now }, changes);
      await store.save(knex, next.order, next.event);
      await expect(secrets.open(knex, order.id)).rejects.toThrow('wiped');
      expect(
        await knex('order_secrets').where({ order_id: order.id }),
      ).toMatchObject([{ sealed: null }]);
      const mask = await secrets.createMask(knex, order.id);
      expect(await mask.mask('password hunter22 refused')).toBe(
        'password *** refused',
      );
    },
  );

  it('recognises in an update the secret that it kept from the launch', async () => {
    const provisionedProduct = { name: 'kept', id: 'pp-kept' };
    const launch = await insert({ provisionedProduct, state: 'succeeded' });
    await secrets.replace(
      knex,
      await secrets.seal(knex, launch.id, { Password: 'hunter22' }),
    );
    const update = await insert({ provisionedProduct, state: 'running' });
    const elsewhere = await insert({
      provisionedProduct,
      target: 'other',
      state: 'running',
    });
    const masked = async ({ id }: StoredOrder) =>
      (await secrets.createMask(knex, id)).mask('user:hunter22@host');
    expect(await masked(update)).toBe('user:***@host');
    expect(await masked(elsewhere)).toBe('user:hunter22@host');
  });

  it('recognises the secrets of every attempt that AWS has got', async () => {
    const order = await insert({ provisionedProduct: { name: 'retried' } });
    const record = { id: 'rec-first', provisionedProductId: 'pp-first' };
    await store.addRecord(knex, order, record);
    await secrets.replace(
      knex,
      await secrets.seal(knex, order.id, { Password: 'first-secret' }),
    );
    const keepTraces = { keepTraces: true };
    for (const Password of ['second-secret', 'second-secret', 'third-secret']) {
      await secrets.replace(
        knex,
        await secrets.seal(knex, order.id, { Password }),
        keepTraces,
      );
    }
    await secrets.replace(
      knex,
      await secrets.seal(knex, order.id, { Password: 'fourth-secret' }),
    );
    const text = 'first-secret second-secret third-secret fourth-secret';
    const masked = '*** *** third-secret ***';
    const mask = await secrets.createMask(knex, order.id);
    expect(await mask.mask(text)).toBe(masked);

    const byRecord = { id: 'pp-first' };
    const byTag = { id: 'pp-new', orderId: order.id };
    const masks = await secrets.createMasks(knex, 'sandbox', [byRecord, byTag]);
    expect(await masks.get('pp-first')?.mask(text)).toBe(masked);
    expect(await masks.get('pp-new')?.mask(text)).toBe(masked);
    expect(await secrets.open(knex, order.id)).toEqual({
      Password: 'fourth-secret',
    });
  });

  it('finds the secrets of many provisioned products with three queries', async () => {
    const ids = ['pp-many-1', 'pp-many-2', 'pp-many-3'];
    for (const id of ids) {
      const order = await insert({
        provisionedProduct: { name: id, id },
        state: 'succeeded',
      });
      await secrets.replace(
        knex,
        await secrets.seal(knex, order.id, { Password: `secret-of-${id}` }),
      );
    }
    let queries = 0;
    const count = () => {
      queries += 1;
    };
    knex.on('query', count);
    const masks = await secrets.createMasks(
      knex,
      'sandbox',
      [...ids, 'pp-many-none'].map(id => ({ id })),
    );
    knex.off('query', count);
    expect(queries).toBe(3);
    expect([...masks.keys()].sort()).toEqual(ids);
    expect(await masks.get(ids[0])?.mask(`secret-of-${ids[0]}`)).toBe('***');
    expect(await masks.get(ids[0])?.reveals(`secret-of-${ids[1]}`)).toBe(false);
    expect(await secrets.createMasks(knex, 'other', [{ id: ids[0] }])).toEqual(
      new Map(),
    );
  });

  it('knows the records that orders caused', async () => {
    const order = await insert();
    const record = { id: 'rec-a', provisionedProductId: 'pp-recorded' };
    await store.addRecord(knex, order, record);
    await store.addRecord(knex, order, record);
    await store.addRecord(
      knex,
      { ...order, target: 'other' },
      { ...record, id: 'rec-b' },
    );
    expect(
      await store.listRecordIds(knex, {
        target: 'sandbox',
        provisionedProductId: 'pp-recorded',
      }),
    ).toEqual(['rec-a']);
  });
});
