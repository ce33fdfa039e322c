import { setTimeout as sleep } from 'node:timers/promises';
import {
  isFinalOrderState,
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { SeededRandom } from '../createRandom';
import { poll } from '../portalProcess';
import { ReplicaKeeper } from '../ReplicaKeeper';

type Verb = 'approve' | 'reject' | 'cancel' | 'retry';

type Answer = { status: number; body: ReturnType<typeof JSON.parse> };

/** Between two looks at an order. */
const PATIENCE_MS = 250;

/** Who decides about orders. */
export const APPROVER = 'platform-engineer';

/** Whether another try is due: the portal was not there, or AWS kept it from answering. */
const mayPass = ({ status }: Answer) => status === 429 || status >= 500;

/** Somebody who wants something of a portal whose replicas come and go, and who asks again when there was no answer. */
export class OrderClient {
  constructor(
    private readonly replicas: ReplicaKeeper,
    private readonly random: SeededRandom,
  ) {}

  /** Sends a GET to any replica until one answers. */
  async get(path: string, user?: string): Promise<Answer> {
    return this.send(path, async () => {
      const replica = await this.replicas.findAny(this.random);
      return replica.get(path, user);
    });
  }

  /** Sends a POST to any replica until one answers. What was asked for may have been done before. */
  async post(path: string, body: object, user?: string): Promise<Answer> {
    return this.send(path, async () => {
      const replica = await this.replicas.findAny(this.random);
      return replica.post(path, body, user);
    });
  }

  /**
   * Places an order.
   *
   * @param request - with a request token, so that repeating it does no harm
   */
  async place(
    request: { requestToken: string; [key: string]: unknown },
    user?: string,
  ): Promise<OrderDetail> {
    const { status, body } = await this.post('/orders', request, user);
    if (status !== 202) {
      throw new Error(
        `An order was refused: ${status} ${JSON.stringify(body)}`,
      );
    }
    return body;
  }

  async read(id: string, user?: string): Promise<OrderDetail> {
    const { status, body } = await this.get(`/orders/${id}`, user);
    if (status !== 200) {
      throw new Error(
        `Order ${id} was not shown: ${status} ${JSON.stringify(body)}`,
      );
    }
    const { state, events }: OrderDetail = body;
    const told = events[events.length - 1].state;
    if (told !== state) {
      throw new Error(`Order ${id} is ${state}, and its timeline says ${told}`);
    }
    return body;
  }

  /** Waits until an order is in one of some states. */
  async untilState(id: string, ...states: OrderState[]): Promise<OrderDetail> {
    return poll(
      `order ${id} to be ${states.join(' or ')}`,
      async () => {
        const order = await this.read(id);
        return states.includes(order.state) ? order : undefined;
      },
      PATIENCE_MS,
    );
  }

  /** Does something to an order until it cannot be done any more, by oneself or others. */
  async act(
    id: string,
    verb: Verb,
    body: object = {},
    user?: string,
  ): Promise<void> {
    for (;;) {
      const order = await this.read(id, user);
      if (!order.actions[verb].allowed) {
        return;
      }
      const { digest } = order;
      const answer = await this.post(
        `/orders/${id}/${verb}`,
        { digest, ...body },
        user,
      );
      // 409: it went on meanwhile, or the lost answer was a yes.
      if (answer.status >= 300 && answer.status !== 409) {
        throw new Error(
          `${verb}: ${answer.status} ${JSON.stringify(answer.body)}`,
        );
      }
    }
  }

  /**
   * Follows an order to its end; tries again what fails, and approves what waits for it.
   *
   * @param user - who tries it again
   * @throws Error when nothing happens to it any more
   */
  async finish(
    id: string,
    secrets?: Record<string, string>,
    user?: string,
  ): Promise<OrderDetail> {
    let last = await this.read(id, user);
    for (;;) {
      if (last.state === 'awaiting-approval') {
        await this.act(id, 'approve', {}, APPROVER);
      } else if (last.state === 'failed' && last.actions.retry.allowed) {
        await this.act(id, 'retry', { secrets }, user);
      } else if (isFinalOrderState(last.state)) {
        return last;
      }
      const { events } = last;
      const what = `order ${id} to go on after ${JSON.stringify(events)}`;
      last = await poll(
        what,
        async () => {
          const order = await this.read(id, user);
          return order.events.length > events.length ? order : undefined;
        },
        PATIENCE_MS,
      );
    }
  }

  private async send(
    what: string,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    return poll(`an answer to ${what}`, async () => {
      try {
        const answer = await ask();
        return mayPass(answer) ? undefined : answer;
      } catch (error) {
        // The replica died before it answered.
        if (/ECONN|socket hang up|aborted/.test(String(error))) {
          await sleep(20);
          return undefined;
        }
        throw error;
      }
    });
  }
}
