import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { after } from './backoff';
import { fromOrderRow, OrderRow } from './orderRows';
import { OrderStore } from './OrderStore';
import { ClaimLostError, OrderWork, unhindered } from './OrderWork';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { StoredOrder } from './StoredOrder';

const BATCH = 200;
/** An order that has been due for so long is worked on by no other replica either, whatever that one's configuration is. */
const OVERDUE_MS = 10 * 60_000;
/** How long the secrets of a stranded order are kept. */
const KEEP_SECRETS_MS = 7 * 24 * 60 * 60_000;

type StrandedOptions = {
  /** Those that are configured. */
  targets: readonly string[];
  dueBefore: string;
};

/** Orders in other targets that nobody has worked on although they are due, or that wait for an approval which leads nowhere. */
function selectStranded(
  tx: Knex,
  { targets, dueBefore }: StrandedOptions,
): Knex.QueryBuilder<OrderRow, OrderRow[]> {
  return tx<OrderRow>('orders')
    .select()
    .whereNotIn('target', [...targets])
    .whereNotNull('due_at')
    .andWhere(overdue =>
      overdue
        .where(working =>
          working
            .whereIn('state', ['queued', 'submitting', 'running'])
            .where('due_at', '<=', dueBefore),
        )
        // Those are due when their approvers are reminded, whatever becomes of their target.
        .orWhere(waiting =>
          waiting
            .where({ state: 'awaiting-approval' })
            .where('updated_at', '<=', dueBefore),
        ),
    )
    .orderBy(['due_at', 'id'])
    .limit(BATCH);
}

/**
 * Looks after unfinished orders whose target was taken out of the configuration, or renamed: nobody works on them. They say so,
 * and lose their secrets in the end. When the target is configured again, they go on.
 */
export class StrandedOrders {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      logger: LoggerService;
      store: OrderStore;
      secrets: OrderSecretStore;
      /** The names of the targets that are configured. */
      targetNames: readonly string[];
      /** Told when an order has changed, so that its events can be delivered. */
      onAdvanced: () => void;
    },
  ) {}

  /** @param signal - aborted at shutdown */
  async run(signal: AbortSignal): Promise<void> {
    const { knex, clock, targetNames: targets } = this.options;
    const dueBefore = after(clock.now(), -OVERDUE_MS);
    const untold = await selectStranded(knex, { targets, dueBefore }).andWhere(
      alarm => alarm.whereNull('alarm').orWhereNot({ alarm: 'unreachable' }),
    );
    for (const order of untold.map(fromOrderRow)) {
      if (signal.aborted) {
        return;
      }
      await this.tell(order);
    }
    await this.welcomeBack();
    const sealed = await selectStranded(knex, { targets, dueBefore })
      .where({ alarm: 'unreachable' })
      .whereIn(
        'id',
        knex('order_secrets').select('order_id').whereNotNull('sealed'),
      );
    for (const order of sealed.map(fromOrderRow)) {
      const { alarm } = order.progress;
      const since = Date.parse(alarm?.since ?? order.updatedAt);
      if (clock.now().getTime() - since >= KEEP_SECRETS_MS) {
        await this.options.secrets.wipe(knex, order.id);
      }
    }
  }

  /** Takes the alarm from orders that wait for approval and could go on again. That of others goes with their next step. */
  private async welcomeBack(): Promise<void> {
    const { knex, store, targetNames } = this.options;
    const rows = await knex<OrderRow>('orders')
      .select()
      .where({ state: 'awaiting-approval', alarm: 'unreachable' })
      .whereIn('target', [...targetNames])
      .limit(BATCH);
    for (const order of rows.map(fromOrderRow)) {
      const progress = { ...order.progress, ...unhindered(order.progress) };
      await store.save(knex, { ...order, progress });
    }
  }

  private async tell(order: StoredOrder): Promise<void> {
    const { clock, logger, onAdvanced } = this.options;
    const message = `Target '${order.target}' is not configured any more. The order goes on when it is configured again.`;
    const since = clock.now().toISOString();
    try {
      await new OrderWork(order, this.options).advance(
        { type: 'delayed', message },
        {
          dueAt: order.dueAt,
          progress: {
            hindrance: 'portal',
            alarm: { code: 'unreachable', message, since },
          },
        },
      );
    } catch (error) {
      if (error instanceof ClaimLostError) {
        return;
      }
      throw error;
    }
    logger.warn(`Order ${order.id} is delayed: ${message}`);
    onAdvanced();
  }
}
