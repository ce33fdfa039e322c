import { Knex } from 'knex';
import {
  isFinalOrderState,
  Output,
} from 'backstage-plugin-aws-service-catalog-common';
import { ChainedEvent } from './eventChain';
import {
  fromEventRow,
  fromOrderRow,
  OrderEventRow,
  OrderRecordRow,
  OrderRow,
  toEventRow,
  toOrderRow,
} from './orderRows';
import { addToOutbox, orderOutbox, OutboxRow } from './outbox/OutboxStore';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { StoredOrder } from './StoredOrder';

/** So many orders are read at once. */
const BATCH = 200;

/**
 * Orders and their timelines in the database. Every method takes the transaction it is part of.
 */
export class OrderStore {
  constructor(private readonly secrets: OrderSecretStore) {}

  /**
   * Adds an order with its first event and what tells of it.
   *
   * @throws a conflict error of the database (see `isDatabaseConflictError`) when the requester has used the request token
   * before, or another order for the same provisioned product is unfinished: two requests at the same moment both see a free
   * place, and the unique indexes let one in
   */
  async insert(
    tx: Knex,
    order: StoredOrder,
    event: ChainedEvent,
  ): Promise<void> {
    await tx<OrderRow>('orders').insert(toOrderRow(order));
    await this.addEvent(tx, event);
  }

  /**
   * Saves an order, with the event that changed it, if nobody saved it since it was read. Secrets are wiped with the save that
   * makes them needless.
   *
   * @returns the order as saved; undefined when another save came first, and nothing was written
   */
  async save(
    tx: Knex,
    order: StoredOrder,
    event?: ChainedEvent,
  ): Promise<StoredOrder | undefined> {
    const saved = { ...order, revision: order.revision + 1 };
    const { id, ...columns } = toOrderRow(saved);
    const count = await tx<OrderRow>('orders')
      .where({ id, revision: order.revision })
      .update(columns);
    if (count === 0) {
      return undefined;
    }
    if (event) {
      await this.addEvent(tx, event);
    }
    if (isFinalOrderState(order.state) || order.recordId !== undefined) {
      await this.secrets.wipe(tx, id);
    }
    return saved;
  }

  /** The order with an id, if there is one. */
  async find(tx: Knex, id: string): Promise<StoredOrder | undefined> {
    const row = await tx<OrderRow>('orders').where({ id }).first();
    return row && fromOrderRow(row);
  }

  /** The order that a requester placed with a request token, if there is one. */
  async findByRequestToken(
    tx: Knex,
    requester: string,
    requestToken: string,
  ): Promise<StoredOrder | undefined> {
    const row = await tx<OrderRow>('orders')
      .where({ requester, request_token: requestToken })
      .first();
    return row && fromOrderRow(row);
  }

  /** The unfinished order for a provisioned product in one of some targets, if there is one. */
  async findOpen(
    tx: Knex,
    targets: readonly string[],
    provisionedProductName: string,
  ): Promise<StoredOrder | undefined> {
    const row = await tx<OrderRow>('orders')
      .where({ provisioned_product_name: provisionedProductName })
      .whereIn('target', [...targets])
      .whereIn('state', [
        'awaiting-approval',
        'queued',
        'submitting',
        'running',
      ])
      .first();
    return row && fromOrderRow(row);
  }

  /** The last order that launched or updated a provisioned product. */
  async findLastSucceeded(
    tx: Knex,
    target: string,
    provisionedProductId: string,
  ): Promise<StoredOrder | undefined> {
    const row = await tx<OrderRow>('orders')
      .where({
        target,
        provisioned_product_id: provisionedProductId,
        state: 'succeeded',
      })
      .whereIn('kind', ['provision', 'update'])
      .orderBy('created_at', 'desc')
      .first();
    return row && fromOrderRow(row);
  }

  /** The orders of a target that are due, those that wait longest first. */
  async listDue(
    tx: Knex,
    options: { target: string; now: string; limit: number },
  ): Promise<StoredOrder[]> {
    const rows = await tx<OrderRow>('orders')
      .where({ target: options.target })
      // Those are the approvals' to look at: they need no AWS.
      .whereNot({ state: 'awaiting-approval' })
      // Neither do those.
      .whereNot({ kind: 'renew' })
      .where('due_at', '<=', options.now)
      .orderBy(['due_at', 'id'])
      .limit(options.limit);
    return rows.map(fromOrderRow);
  }

  /** Renewals that nothing stands before, those that wait longest first. */
  async listDueRenewals(
    tx: Knex,
    options: { now: string; limit: number },
  ): Promise<StoredOrder[]> {
    const rows = await tx<OrderRow>('orders')
      .where({ state: 'queued', kind: 'renew' })
      .where('due_at', '<=', options.now)
      .orderBy(['due_at', 'id'])
      .limit(options.limit);
    return rows.map(fromOrderRow);
  }

  /** Freezes who may decide an order. */
  async addApprovers(
    tx: Knex,
    orderId: string,
    approvers: readonly string[],
  ): Promise<void> {
    if (approvers.length > 0) {
      await tx('order_approvers').insert(
        [...new Set(approvers)].map(approver => ({
          order_id: orderId,
          approver,
        })),
      );
    }
  }

  /** Orders that wait for approval and are due to be looked at: reminded, decided by another system, or over their time. */
  async listDueApprovals(
    tx: Knex,
    options: { now: string; limit: number },
  ): Promise<StoredOrder[]> {
    const rows = await tx<OrderRow>('orders')
      .where({ state: 'awaiting-approval' })
      .where('due_at', '<=', options.now)
      .orderBy(['due_at', 'id'])
      .limit(options.limit);
    return rows.map(fromOrderRow);
  }

  /** Notes that an order caused a record of AWS's. */
  async addRecord(
    tx: Knex,
    order: Pick<StoredOrder, 'id' | 'target'>,
    record: { id: string; provisionedProductId: string },
  ): Promise<void> {
    await tx<OrderRecordRow>('order_records')
      .insert({
        target: order.target,
        record_id: record.id,
        provisioned_product_id: record.provisionedProductId,
        order_id: order.id,
      })
      .onConflict(['target', 'record_id'])
      .ignore();
  }

  /** AWS's records of a provisioned product that orders are known to have caused. */
  async listRecordIds(
    tx: Knex,
    options: { target: string; provisionedProductId: string },
  ): Promise<string[]> {
    return tx<OrderRecordRow>('order_records')
      .where({
        target: options.target,
        provisioned_product_id: options.provisionedProductId,
      })
      .pluck('record_id');
  }

  /**
   * Takes the values of outputs that an order has found to be secret out of the earlier orders of its provisioned product.
   */
  async hideOutputs(tx: Knex, order: StoredOrder): Promise<void> {
    const secretKeys = order.progress.outputs
      .filter(({ secret }) => secret)
      .map(({ key }) => key);
    const { id } = order.provisionedProduct;
    if (secretKeys.length === 0 || id === undefined) {
      return;
    }
    let rows: OrderRow[] = [];
    do {
      rows = await tx<OrderRow>('orders')
        .where({ target: order.target, provisioned_product_id: id })
        .whereNot({ id: order.id })
        .where('id', '>', rows.at(-1)?.id ?? '')
        .orderBy('id')
        .limit(BATCH);
      for (const earlier of rows.map(fromOrderRow)) {
        await this.hideOutputsOf(tx, earlier, secretKeys);
      }
    } while (rows.length === BATCH);
  }

  private async hideOutputsOf(
    tx: Knex,
    order: StoredOrder,
    secretKeys: readonly string[],
  ): Promise<void> {
    const { outputs } = order.progress;
    const isShown = (output: Output) =>
      !output.secret && secretKeys.includes(output.key);
    if (outputs.some(isShown)) {
      const hidden = outputs.map(output =>
        isShown(output)
          ? { ...output, value: undefined, secret: true }
          : output,
      );
      await this.save(tx, {
        ...order,
        progress: { ...order.progress, outputs: hidden },
      });
    }
  }

  /** An order's timeline, oldest entry first. */
  async listEvents(tx: Knex, orderId: string): Promise<ChainedEvent[]> {
    const rows = await tx<OrderEventRow>('order_events')
      .where({ order_id: orderId })
      .orderBy('sequence');
    return rows.map(fromEventRow);
  }

  /** One entry of an order's timeline, if there is one. */
  async findEvent(
    tx: Knex,
    orderId: string,
    sequence: number,
  ): Promise<ChainedEvent | undefined> {
    const row = await tx<OrderEventRow>('order_events')
      .where({ order_id: orderId, sequence })
      .first();
    return row && fromEventRow(row);
  }

  /** What a row of the outbox is about; undefined when it is gone. */
  async findTold(
    tx: Knex,
    { subject, sequence }: OutboxRow,
  ): Promise<{ event: ChainedEvent; subject: StoredOrder } | undefined> {
    const order = await this.find(tx, subject);
    const event = await this.findEvent(tx, subject, sequence);
    return order && event && { event, subject: order };
  }

  private async addEvent(tx: Knex, event: ChainedEvent): Promise<void> {
    await tx<OrderEventRow>('order_events').insert(toEventRow(event));
    await addToOutbox(tx, orderOutbox, [{ ...event, subject: event.orderId }]);
  }
}
