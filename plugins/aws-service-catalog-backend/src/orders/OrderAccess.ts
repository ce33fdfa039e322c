import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { Knex } from 'knex';
import {
  ApprovalDecision,
  orderCancelPermission,
  orderDecidePermission,
  OrderDetail,
  orderReadPermission,
  provisionedProductReadPermission,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer, Caller, isWithinFloor, UserCaller } from '../authorize';
import { policyAllows } from '../database/conditions';
import { ProvisionedProductField } from '../provisionedProducts';
import { DecisionStore } from './approvals/DecisionStore';
import {
  decideOrderAction,
  OrderAction,
  OrderActionDecision,
  toAllowedAction,
} from './decideOrderAction';
import { decidePlacing, PlacingFacts } from './decidePlacing';
import { OrderField, OrderQueries } from './OrderQueries';
import { StoredOrder } from './StoredOrder';

const permissions = {
  approve: orderDecidePermission,
  reject: orderDecidePermission,
  cancel: orderCancelPermission,
  retry: orderCancelPermission,
  resume: orderCancelPermission,
};

/** Finds orders for callers, as far as they may see and act on them. */
export class OrderAccess {
  constructor(
    private readonly options: PlacingFacts & {
      knex: Knex;
      clock: ClockService;
      authorizer: Authorizer;
      queries: OrderQueries;
      decisions: DecisionStore;
    },
  ) {}

  /**
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async findVisible(caller: Caller, id: string): Promise<StoredOrder> {
    const order = await this.find(caller, id);
    if (!order) {
      throw new NotFoundError(`There is no order ${id}`);
    }
    return order;
  }

  /** Whether the caller may read an order. */
  async mayRead(caller: Caller, id: string): Promise<boolean> {
    return (await this.find(caller, id)) !== undefined;
  }

  /**
   * Orders that the caller may read, as the caller may see them: outputs and what remains belong to the provisioned product, so they take what
   * it takes to read that. Approvers, for example, decide what others run, and do not see what came of it.
   */
  async hideOutputs(
    caller: Caller,
    orders: readonly StoredOrder[],
  ): Promise<StoredOrder[]> {
    const shows = ({ progress }: StoredOrder) =>
      progress.outputs.length > 0 || progress.remains !== undefined;
    if (!orders.some(shows)) {
      return [...orders];
    }
    const policy =
      await this.options.authorizer.getPolicy<ProvisionedProductField>(
        provisionedProductReadPermission,
        caller,
      );
    return orders.map(order => {
      const { target, owner, requester, product, progress } = order;
      const fields = { target, owner, requester };
      return isWithinFloor(caller, fields) &&
        policyAllows(policy, {
          ...fields,
          productId: product.id,
          productName: product.name,
        })
        ? order
        : {
            ...order,
            progress: { ...progress, outputs: [], remains: undefined },
          };
    });
  }

  /** What a caller may do to an order that the caller may read. */
  async listActions(
    caller: Caller,
    order: StoredOrder,
    decisions: readonly ApprovalDecision[],
  ): Promise<OrderDetail['actions']> {
    // Several actions take the same permission: the policy is asked once for each.
    const mayDecide = await this.policyAllows(
      orderDecidePermission,
      caller,
      order,
    );
    const mayCancel = await this.policyAllows(
      orderCancelPermission,
      caller,
      order,
    );
    const decide = async (action: OrderAction) =>
      toAllowedAction(
        await this.decide(action, caller, order, {
          decisions,
          policyAllows:
            permissions[action] === orderDecidePermission
              ? mayDecide
              : mayCancel,
        }),
      );
    return {
      approve: await decide('approve'),
      reject: await decide('reject'),
      cancel: await decide('cancel'),
      retry: await decide('retry'),
      resume:
        order.progress.alarm?.code === 'set-aside'
          ? await decide('resume')
          : undefined,
    };
  }

  /**
   * Finds an order that the caller may act on now.
   *
   * @param digest - of the order that the caller has decided on
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async findForAction(
    caller: UserCaller,
    id: string,
    action: OrderAction,
    digest: string,
  ): Promise<StoredOrder> {
    const order = await this.findVisible(caller, id);
    const { knex, decisions } = this.options;
    const made = await decisions.listFor(knex, [order]);
    const decision = await this.decide(action, caller, order, {
      decisions: made.get(id) ?? [],
      policyAllows: await this.policyAllows(permissions[action], caller, order),
    });
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

  private async find(
    caller: Caller,
    id: string,
  ): Promise<StoredOrder | undefined> {
    const { authorizer, queries } = this.options;
    return queries.find(
      caller,
      await authorizer.getPolicy<OrderField>(orderReadPermission, caller),
      id,
    );
  }

  private async policyAllows(
    permission: ResourcePermission,
    caller: Caller,
    order: StoredOrder,
  ): Promise<boolean> {
    const { authorizer, queries } = this.options;
    const policy = await authorizer.getPolicy<OrderField>(permission, caller);
    return (await queries.find(caller, policy, order.id)) !== undefined;
  }

  private async decide(
    action: OrderAction,
    caller: Caller,
    order: StoredOrder,
    facts: {
      decisions: readonly ApprovalDecision[];
      policyAllows: boolean;
    },
  ): Promise<OrderActionDecision> {
    const decision = decideOrderAction(action, caller, order, {
      ...facts,
      now: this.options.clock.now(),
    });
    return action === 'retry' && decision.allowed
      ? decidePlacing(caller, order, this.options)
      : decision;
  }
}
