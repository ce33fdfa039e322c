import { AuditorService } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { ChainedEvent } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { OutboxChannel } from './OutboxDeliverer';

function describeDetails({
  serviceAction,
  stackArn,
  termination,
  repair,
}: StoredOrder['content']): JsonObject {
  return {
    ...(serviceAction && { serviceActionId: serviceAction.id }),
    ...(stackArn !== undefined && { stackArn }),
    ...termination,
    ...repair,
  };
}

/** The audit log of what happened to orders, by whom. Values of parameters are not part of it. */
export class AuditChannel implements OutboxChannel {
  readonly name = 'audit';

  constructor(private readonly auditor: AuditorService) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const auditorEvent = await this.auditor.createEvent({
      eventId: 'order-event',
      severityLevel: 'medium',
      meta: {
        actionType: event.type,
        orderId: order.id,
        sequence: event.sequence,
        hash: event.hash,
        at: event.at,
        state: event.state,
        kind: order.kind,
        // Without a request the auditor takes this plugin for the actor.
        user: event.actor ?? null,
        requester: order.requester,
        owner: order.owner,
        target: order.target,
        accountId: order.accountId,
        productId: order.product.id,
        provisionedProductName: order.provisionedProduct.name,
        recordId: order.recordId ?? null,
        ...describeDetails(order.content),
        token: order.token ?? null,
      },
    });
    if (event.state === 'failed') {
      await auditorEvent.fail({ error: new Error(event.message) });
    } else {
      await auditorEvent.success();
    }
  }
}
