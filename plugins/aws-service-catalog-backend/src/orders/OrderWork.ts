import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { advanceOrder } from './advanceOrder';
import { OrderEventType } from './orderMachine';
import { OrderStore } from './OrderStore';
import { OrderProgress, StoredOrder } from './StoredOrder';

/** Somebody else saved the order first: what this pass knows of it is out of date. */
export class ClaimLostError extends Error {
  readonly name = 'ClaimLostError';
}

/** What a step changes about an order. */
export type OrderChanges = Partial<Omit<StoredOrder, 'progress'>> & {
  progress?: Partial<OrderProgress>;
};

/** What an order's progress becomes when nothing keeps it from coming forward. */
export function unhindered({ alarm }: OrderProgress): Partial<OrderProgress> {
  return {
    failures: 0,
    defects: undefined,
    hindrance: undefined,
    alarm: alarm?.code === 'unreachable' ? undefined : alarm,
  };
}

/**
 * An order while one pass works on it. Every change is saved at once, by compare-and-swap.
 */
export class OrderWork {
  private current: StoredOrder;

  constructor(
    order: StoredOrder,
    private readonly options: {
      knex: Knex;
      store: OrderStore;
      clock: ClockService;
    },
  ) {
    this.current = order;
  }

  /** The order as last saved. */
  get order(): StoredOrder {
    return this.current;
  }

  /**
   * Saves changes that nobody needs to be told of.
   *
   * @throws ClaimLostError
   */
  async save(changes: OrderChanges): Promise<void> {
    const { knex, store } = this.options;
    const saved = await store.save(knex, {
      ...this.current,
      ...this.merge(changes),
    });
    this.keep(saved);
  }

  /**
   * Makes a move of the state machine and saves it with its event. Any but a delay shows that nothing hinders it any more.
   *
   * @param also - what has to be written with it, or not at all
   * @throws ClaimLostError
   */
  async advance(
    what: { type: OrderEventType; message: string },
    changes: OrderChanges,
    also?: (tx: Knex, order: StoredOrder) => Promise<void>,
  ): Promise<void> {
    const { knex, store, clock } = this.options;
    const progress =
      what.type === 'delayed'
        ? changes.progress
        : { ...unhindered(this.current.progress), ...changes.progress };
    const { order, event } = advanceOrder(
      this.current,
      { ...what, now: clock.now() },
      this.merge({ ...changes, progress }),
    );
    const saved = await knex.transaction(async tx => {
      const written = await store.save(tx, order, event);
      if (written) {
        await also?.(tx, written);
      }
      return written;
    });
    this.keep(saved);
  }

  private merge(changes: OrderChanges): Partial<StoredOrder> {
    return {
      ...changes,
      progress: { ...this.current.progress, ...changes.progress },
    };
  }

  private keep(saved: StoredOrder | undefined): void {
    if (!saved) {
      throw new ClaimLostError(
        `Order ${this.current.id} was saved by somebody else`,
      );
    }
    this.current = saved;
  }
}
