import { LoggerService } from '@backstage/backend-plugin-api';
import { noteDefect } from './noteDefect';
import { ClaimLostError } from './OrderWork';
import { ReconcileContext } from './ReconcileContext';
import { StoredOrder } from './StoredOrder';

/**
 * Works on orders one after another. One that another replica was faster at is left to it, and one with a defect does not hold up
 * the others.
 *
 * @param options.what - names the work on an order, for the log
 * @param options.signal - aborted at shutdown
 */
export async function workThrough(
  orders: StoredOrder[],
  work: (order: StoredOrder) => Promise<void>,
  options: Pick<ReconcileContext, 'knex' | 'store' | 'clock' | 'random'> & {
    what: string;
    signal: AbortSignal;
    logger: LoggerService;
    /** Told when an order was set aside. */
    onAdvanced: () => void;
  },
): Promise<void> {
  const { what, signal, logger, onAdvanced } = options;
  for (const order of orders) {
    if (signal.aborted) {
      return;
    }
    try {
      await work(order);
    } catch (error) {
      if (error instanceof ClaimLostError) {
        continue;
      }
      logger.error(`${what} ${order.id} failed: ${error}`);
      if (await noteDefect(order.id, error, options)) {
        logger.error(`Order ${order.id} is set aside`);
        onAdvanced();
      }
    }
  }
}
