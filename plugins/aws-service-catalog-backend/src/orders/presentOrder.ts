import {
  Approval,
  ApprovalDecision,
  Order,
  OrderDetail,
  OrderEvent,
} from 'backstage-plugin-aws-service-catalog-common';
import { ChainedEvent } from './eventChain';
import { StoredOrder } from './StoredOrder';

function presentApproval(
  { content, progress }: StoredOrder,
  decisions: readonly ApprovalDecision[],
): Approval | undefined {
  if (!content.approval || !progress.approval) {
    return undefined;
  }
  const { timeoutMs: _, ...terms } = content.approval;
  const { dueAt } = progress.approval;
  return { ...terms, dueAt, decisions: [...decisions] };
}

/**
 * An order as the API shows it.
 *
 * @param decisions - on the order as it is now
 */
export function presentOrder(
  order: StoredOrder,
  decisions: readonly ApprovalDecision[] = [],
): Order {
  const { content, progress, recordId } = order;
  return {
    id: order.id,
    kind: order.kind,
    state: order.state,
    target: order.target,
    accountId: order.accountId,
    region: order.region,
    requester: order.requester,
    owner: order.owner,
    entityRef: order.entityRef,
    product: order.product,
    version: order.version,
    portfolio:
      content.portfolioName === undefined
        ? undefined
        : { name: content.portfolioName },
    provisionedProduct: order.provisionedProduct,
    parameters: content.parameters.flatMap(parameter =>
      'usePreviousValue' in parameter
        ? []
        : {
            key: parameter.key,
            value: parameter.secret ? undefined : parameter.value,
            secret: parameter.secret,
          },
    ),
    tags: content.tags,
    replacements: content.replacements,
    changes: content.changes,
    serviceAction: content.serviceAction,
    stackArn: content.stackArn,
    termination: content.termination,
    repair: content.repair,
    remains: order.state === 'failed' ? progress.remains : undefined,
    approval: presentApproval(order, decisions),
    estimate: content.estimate,
    alarm: progress.alarm,
    digest: order.digest,
    attempt: order.attempt,
    record:
      recordId === undefined
        ? undefined
        : { id: recordId, status: progress.recordStatus },
    failure: order.state === 'failed' ? progress.failure : undefined,
    outputs: progress.outputs,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
  };
}

function presentEvent(event: ChainedEvent): OrderEvent {
  const { sequence, at, type, state, actor, message } = event;
  return { sequence, at, type, state, actor, message };
}

/** An order with its timeline and what the caller may do, as the API shows it. */
export function presentOrderDetail(
  order: StoredOrder,
  events: readonly ChainedEvent[],
  rest: Pick<OrderDetail, 'actions' | 'quota' | 'lease' | 'waiting'>,
  decisions: readonly ApprovalDecision[],
): OrderDetail {
  return {
    ...presentOrder(order, decisions),
    events: events.map(presentEvent),
    ...rest,
  };
}
