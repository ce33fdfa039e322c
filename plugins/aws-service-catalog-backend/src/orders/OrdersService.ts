import { ConflictError } from '@backstage/errors';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import {
  ApproveOrderRequest,
  CancelOrderRequest,
  ListOrdersQuery,
  ListOrdersResponse,
  orderDecidePermission,
  OrderDetail,
  OrderPreview,
  orderReadPermission,
  OrderRequest,
  RejectOrderRequest,
  ResumeOrderRequest,
  RetryOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Authorizer, Caller, UserCaller } from '../authorize';
import { PluginConfig } from '../config';
import { advanceOrder } from './advanceOrder';
import { ApprovalsService } from './approvals/ApprovalsService';
import { DecisionStore } from './approvals/DecisionStore';
import { OrderAccess } from './OrderAccess';
import { OrderLeases } from './OrderLeases';
import { OrderPlacer } from './OrderPlacer';
import { OrderEventType } from './orderMachine';
import { OrderField, OrderQueries } from './OrderQueries';
import { OrderRetrier } from './OrderRetrier';
import { OrderStore } from './OrderStore';
import { OrderWaits } from './OrderWaits';
import { QuotaKeeper } from './quotas/QuotaKeeper';
import { StepBoundaryService } from './stepBoundaryService';
import { StoredOrder } from './StoredOrder';
import { presentOrder, presentOrderDetail } from './presentOrder';
import { presentPreview } from './presentPreview';

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
      waits: OrderWaits;
      access: OrderAccess;
      decisions: DecisionStore;
      approvals: ApprovalsService;
      placer: OrderPlacer;
      retrier: OrderRetrier;
      stepBoundary: StepBoundaryService;
      quotas: QuotaKeeper;
      leases: OrderLeases;
      /** Lets this replica look at due orders at once. */
      wake: () => void;
    },
  ) {}

  /** Orders that the caller may read, newest first. */
  async list(
    caller: Caller,
    query: ListOrdersQuery,
  ): Promise<ListOrdersResponse> {
    const { access, authorizer, queries, decisions, knex } = this.options;
    const getPolicy = (permission: ResourcePermission) =>
      authorizer.getPolicy<OrderField>(permission, caller);
    const page = await queries.list(
      caller,
      await getPolicy(orderReadPermission),
      {
        ...query,
        limit: query.limit ?? DEFAULT_LIMIT,
        decidable:
          query.scope === 'approvals'
            ? await getPolicy(orderDecidePermission)
            : undefined,
      },
    );
    const orders = await access.hideOutputs(caller, page.items);
    const made = await decisions.listFor(knex, orders);
    return {
      items: orders.map(order => presentOrder(order, made.get(order.id))),
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
    const { knex, store, access, decisions, quotas, leases, waits } =
      this.options;
    const [order] = await access.hideOutputs(caller, [
      await access.findVisible(caller, id),
    ]);
    const made = (await decisions.listFor(knex, [order])).get(id) ?? [];
    const events = await store.listEvents(knex, id);
    const isWaiting = ['awaiting-approval', 'queued'].includes(order.state);
    return presentOrderDetail(
      order,
      // Whoever reads that it succeeded must not read that it is running: one may have come since the order was read.
      events.filter(({ sequence }) => sequence <= order.chainEnd.sequence),
      {
        actions: await access.listActions(caller, order, made),
        quota: isWaiting ? await quotas.measure(order) : undefined,
        lease: await leases.describeOrder(order),
        waiting: await waits.find(caller, order),
      },
      made,
    );
  }

  /**
   * What an order would do.
   *
   * @throws NotAllowedError, ConflictError, AwsCallError
   */
  async preview(caller: Caller, request: OrderRequest): Promise<OrderPreview> {
    assertUser(caller);
    return presentPreview(
      request,
      await this.options.placer.preview(caller, request),
      this.options,
    );
  }

  /**
   * Places an order.
   *
   * @throws InvalidFieldsError, NotAllowedError, ConflictError, AwsCallError
   */
  async place(caller: Caller, request: OrderRequest): Promise<OrderDetail> {
    assertUser(caller);
    const id = await this.options.placer.place(caller, request);
    await this.options.stepBoundary.reach('placed');
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
    const order = await this.options.access.findForAction(
      caller,
      id,
      'cancel',
      request.digest,
    );
    const message = request.reason
      ? `It was withdrawn: ${request.reason}`
      : 'It was withdrawn.';
    await this.advance(caller, order, { type: 'cancelled', message });
    await this.options.stepBoundary.reach('cancelled');
    this.options.wake();
    return this.get(caller, id);
  }

  /**
   * Lets an order that was set aside go on where it was.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async resume(
    caller: Caller,
    id: string,
    request: ResumeOrderRequest,
  ): Promise<OrderDetail> {
    assertUser(caller);
    const order = await this.options.access.findForAction(
      caller,
      id,
      'resume',
      request.digest,
    );
    const what = {
      type: 'resumed',
      message: 'It was taken up again.',
    } as const;
    await this.advance(caller, order, what, {
      progress: {
        ...order.progress,
        failures: 0,
        defects: undefined,
        alarm: undefined,
        hindrance: undefined,
      },
    });
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
    const order = await this.options.access.findForAction(
      caller,
      id,
      'retry',
      request.digest,
    );
    await this.options.retrier.retry(caller, order, request.secrets ?? {});
    await this.options.stepBoundary.reach('retried');
    this.options.wake();
    return this.get(caller, id);
  }

  /**
   * Agrees to an order that waits for approval.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async approve(
    caller: Caller,
    id: string,
    request: ApproveOrderRequest,
  ): Promise<OrderDetail> {
    await this.options.approvals.approve(caller, id, request);
    await this.options.stepBoundary.reach('decided');
    this.options.wake();
    return this.get(caller, id);
  }

  /**
   * Refuses an order that waits for approval.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async reject(
    caller: Caller,
    id: string,
    request: RejectOrderRequest,
  ): Promise<OrderDetail> {
    await this.options.approvals.reject(caller, id, request);
    await this.options.stepBoundary.reach('decided');
    this.options.wake();
    return this.get(caller, id);
  }

  private async advance(
    caller: UserCaller,
    current: StoredOrder,
    what: { type: OrderEventType; message: string },
    changes?: Partial<StoredOrder>,
  ): Promise<void> {
    const { knex, store, clock } = this.options;
    const { order, event } = advanceOrder(
      current,
      { ...what, actor: caller.userEntityRef, now: clock.now() },
      changes,
    );
    const saved = await knex.transaction(tx => store.save(tx, order, event));
    if (!saved) {
      throw new ConflictError(
        'The order went on at the same moment. Look at it again.',
      );
    }
  }
}
