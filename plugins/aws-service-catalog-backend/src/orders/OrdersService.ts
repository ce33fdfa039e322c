import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import {
  CancelOrderRequest,
  ListOrdersQuery,
  ListOrdersResponse,
  orderCancelPermission,
  OrderDetail,
  OrderPreview,
  orderReadPermission,
  OrderRequest,
  RetryOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Authorizer, Caller, UserCaller } from '../authorize';
import { PluginConfig } from '../config';
import { PolicyConditions } from '../database/conditions';
import { advanceOrder } from './advanceOrder';
import {
  decideOrderAction,
  OrderAction,
  OrderActionDecision,
  toAllowedAction,
} from './decideOrderAction';
import { OrderPlacer } from './OrderPlacer';
import { OrderField, OrderQueries } from './OrderQueries';
import { OrderRetrier } from './OrderRetrier';
import { OrderStore } from './OrderStore';
import { presentOrder, presentOrderDetail } from './presentOrder';
import { StoredOrder } from './StoredOrder';

const DEFAULT_LIMIT = 50;

/** What callers may do with orders. */
export class OrdersService {
  constructor(
    private readonly options: {
      config: PluginConfig;
      knex: Knex;
      clock: ClockService;
      authorizer: Authorizer;
      store: OrderStore;
      queries: OrderQueries;
      placer: OrderPlacer;
      retrier: OrderRetrier;
      /** Lets this replica look at due orders at once. */
      wake: () => void;
    },
  ) {}

  /** Orders that the caller may read, newest first. */
  async list(
    caller: Caller,
    query: ListOrdersQuery,
  ): Promise<ListOrdersResponse> {
    const page = await this.options.queries.list(
      caller,
      await this.policy(caller, orderReadPermission),
      { ...query, limit: query.limit ?? DEFAULT_LIMIT },
    );
    return {
      items: page.items.map(presentOrder),
      totalItems: page.total,
      nextCursor: page.nextCursor,
    };
  }

  /**
   * One order with its timeline, and what the caller may do to it.
   *
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async get(caller: Caller, id: string): Promise<OrderDetail> {
    const { knex, store } = this.options;
    const order = await this.findVisible(caller, id);
    const decide = async (action: OrderAction) =>
      toAllowedAction(await this.decide(action, caller, order));
    return presentOrderDetail(order, await store.listEvents(knex, id), {
      cancel: await decide('cancel'),
      retry: await decide('retry'),
    });
  }

  /**
   * What an order would do.
   *
   * @throws NotAllowedError, ConflictError, AwsCallError
   */
  async preview(caller: Caller, request: OrderRequest): Promise<OrderPreview> {
    assertUser(caller);
    const { draft, problems } = await this.options.placer.preview(
      caller,
      request,
    );
    const { targets, tags } = this.options.config;
    const { accountId = '', region = '' } =
      targets.find(({ name }) => name === request.target) ?? {};
    return {
      acceptable: problems.length === 0,
      problems,
      target: { name: request.target, accountId, region },
      owner: draft?.owner,
      // The order that it names does not exist.
      tags: (draft?.content.tags ?? []).filter(
        ({ key }) => key !== tags.keys.order,
      ),
      launchRole: draft?.content.launchRole,
    };
  }

  /**
   * Places an order.
   *
   * @throws InvalidFieldsError, NotAllowedError, ConflictError, AwsCallError
   */
  async place(caller: Caller, request: OrderRequest): Promise<OrderDetail> {
    assertUser(caller);
    const id = await this.options.placer.place(caller, request);
    this.options.wake();
    return this.get(caller, id);
  }

  /**
   * Withdraws an order that has not been submitted to AWS.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async cancel(
    caller: Caller,
    id: string,
    request: CancelOrderRequest,
  ): Promise<OrderDetail> {
    assertUser(caller);
    const { knex, store, clock } = this.options;
    const current = await this.findForAction(
      caller,
      id,
      'cancel',
      request.digest,
    );
    const { order, event } = advanceOrder(current, {
      type: 'cancelled',
      message: request.reason
        ? `It was withdrawn: ${request.reason}`
        : 'It was withdrawn.',
      actor: caller.userEntityRef,
      now: clock.now(),
    });
    const saved = await knex.transaction(tx => store.save(tx, order, event));
    if (!saved) {
      throw new ConflictError(
        'The order went on at the same moment. Look at it again.',
      );
    }
    this.options.wake();
    return this.get(caller, id);
  }

  /**
   * Begins a new attempt at a failed order.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError, InvalidFieldsError
   */
  async retry(
    caller: Caller,
    id: string,
    request: RetryOrderRequest,
  ): Promise<OrderDetail> {
    assertUser(caller);
    const order = await this.findForAction(caller, id, 'retry', request.digest);
    await this.options.retrier.retry(caller, order, request.secrets ?? {});
    this.options.wake();
    return this.get(caller, id);
  }

  private policy(
    caller: Caller,
    permission: ResourcePermission,
  ): Promise<PolicyConditions<OrderField>> {
    return this.options.authorizer.getPolicy<OrderField>(permission, caller);
  }

  private async findVisible(caller: Caller, id: string): Promise<StoredOrder> {
    const order = await this.options.queries.find(
      caller,
      await this.policy(caller, orderReadPermission),
      id,
    );
    if (!order) {
      throw new NotFoundError(`There is no order ${id}`);
    }
    return order;
  }

  private async decide(
    action: OrderAction,
    caller: Caller,
    order: StoredOrder,
  ): Promise<OrderActionDecision> {
    const { queries, retrier } = this.options;
    const policy = await this.policy(caller, orderCancelPermission);
    const allows = (await queries.find(caller, policy, order.id)) !== undefined;
    return action === 'retry'
      ? retrier.decide(caller, order, allows)
      : decideOrderAction(action, caller, order, allows);
  }

  private async findForAction(
    caller: UserCaller,
    id: string,
    action: OrderAction,
    digest: string,
  ): Promise<StoredOrder> {
    const order = await this.findVisible(caller, id);
    const decision = await this.decide(action, caller, order);
    if (!decision.allowed) {
      throw decision.because === 'permission'
        ? new NotAllowedError(decision.reason)
        : new ConflictError(decision.reason);
    }
    if (order.digest !== digest) {
      throw new ConflictError(
        'The order is not what you decided on any more. Look at it again.',
      );
    }
    return order;
  }
}
