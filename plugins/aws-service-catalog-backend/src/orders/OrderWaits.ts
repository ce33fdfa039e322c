import { Knex } from 'knex';
import { OrderWait } from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';
import { OrderAccess } from './OrderAccess';
import { Ahead, OrderTurns } from './OrderTurns';
import { StoredOrder } from './StoredOrder';

const oneAtATime: Record<Ahead['reason'], string> = {
  product: 'One order for this product at a time goes to AWS',
  import: 'AWS imports one stack at a time in an account and Region',
};

/** Says what orders wait for that nobody has to do anything about. */
export class OrderWaits {
  constructor(
    private readonly options: {
      knex: Knex;
      turns: OrderTurns;
      access: OrderAccess;
    },
  ) {}

  /**
   * What an order waits for, without what is none of the caller's business: of the order that goes first more than that there is
   * one.
   *
   * @param order - one that the caller may read
   * @returns undefined when it waits for nothing, for somebody's decision, or for AWS's result
   */
  async find(
    caller: Caller,
    order: StoredOrder,
  ): Promise<OrderWait | undefined> {
    const { knex, turns, access } = this.options;
    // What is not due was set aside, and does not come forward when it is its turn.
    const ahead =
      order.state === 'queued' && order.dueAt !== undefined
        ? await turns.findAhead(knex, order)
        : undefined;
    if (!ahead) {
      return describeBusy(order);
    }
    const { reason, count, firstId } = ahead;
    const others =
      count === 1 ? 'another one goes first' : `${count} others go first`;
    return {
      reason,
      message: `${oneAtATime[reason]}, and ${others}.`,
      ahead: count,
      orderId: (await access.mayRead(caller, firstId)) ? firstId : undefined,
    };
  }
}

function describeBusy({
  state,
  progress: { busy, remnant },
}: StoredOrder): OrderWait | undefined {
  // AWS is at what the attempt before has left.
  const isTaken = remnant?.recordId !== undefined;
  if (!busy || !['queued', 'submitting'].includes(state) || isTaken) {
    return undefined;
  }
  const { since, until, message } = busy;
  return { reason: 'aws', message, since, until };
}
