import {
  Order,
  OrderDetail,
  OrderEvent,
} from 'backstage-plugin-aws-service-catalog-common';
import { ChainedEvent } from './eventChain';
import { StoredOrder } from './StoredOrder';

/** An order as the API shows it. */
export function presentOrder(order: StoredOrder): Order {
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
  actions: OrderDetail['actions'],
): OrderDetail {
  return {
    ...presentOrder(order),
    events: events.map(presentEvent),
    actions,
  };
}
