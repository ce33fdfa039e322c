import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Failure, failures } from './failures';
import { kinds } from './kinds';
import { assertIntact } from './noteDefect';
import { OrderChecker } from './OrderChecker';
import { OrderLeases } from './OrderLeases';
import { OrderStore } from './OrderStore';
import { OrderWork } from './OrderWork';
import { StoredOrder } from './StoredOrder';
import { workThrough } from './workThrough';

const BATCH = 200;

/** The renewal turned out to be impossible, and nothing of its success may be saved. */
class RefusedError extends Error {
  readonly name = 'RefusedError';
}

/**
 * Brings orders that renew leases to their ends. They need no AWS, so a target that is down or throttled holds no renewal up; and
 * any replica may do it, because the first save wins.
 */
export class RenewalRunner {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      logger: LoggerService;
      /** From 0 up to 1. */
      random: () => number;
      store: OrderStore;
      checker: OrderChecker;
      leases: OrderLeases;
      /** Told when an order has changed. */
      onAdvanced: () => void;
    },
  ) {}

  /**
   * Looks at all that are due.
   *
   * @param signal - aborted at shutdown
   */
  async run(signal: AbortSignal): Promise<void> {
    const { knex, clock, store, onAdvanced } = this.options;
    const due = await store.listDueRenewals(knex, {
      now: clock.now().toISOString(),
      limit: BATCH,
    });
    await workThrough(
      due,
      async order => {
        await this.renew(order);
        onAdvanced();
      },
      { ...this.options, what: 'Renewal', signal },
    );
  }

  private async renew(order: StoredOrder): Promise<void> {
    assertIntact(order);
    const { checker, leases } = this.options;
    const { objection } = await checker.check(order);
    if (objection) {
      await this.fail(order, objection);
      return;
    }
    try {
      await new OrderWork(order, this.options).advance(
        { type: 'succeeded', message: kinds.renew.succeeded },
        {},
        async (tx, saved) => {
          const result = await leases.renew(tx, saved);
          if ('refusal' in result) {
            throw new RefusedError(result.refusal);
          }
        },
      );
    } catch (error) {
      if (error instanceof RefusedError) {
        await this.fail(order, failures.notRenewable(error.message));
        return;
      }
      throw error;
    }
  }

  private async fail(order: StoredOrder, failure: Failure): Promise<void> {
    const { isSecretFree: _, ...told } = failure;
    await new OrderWork(order, this.options).advance(
      { type: 'failed', message: told.message },
      { progress: { failure: told } },
    );
  }
}
