import { EventsService } from '@backstage/plugin-events-node';
import {
  ORDER_EVENT_TOPIC,
  OrderEventPayload,
} from 'backstage-plugin-aws-service-catalog-node';
import { ChainedEvent } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { OutboxChannel } from './OutboxDeliverer';

/** Events for other backend plugins. Parameters, outputs and messages, which quote AWS, are not part of them. */
export class EventChannel implements OutboxChannel {
  readonly name = 'event';

  constructor(private readonly events: EventsService) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const { id, name } = order.provisionedProduct;
    const eventPayload: OrderEventPayload = {
      // Here and not in the metadata, which the event bus of the events backend leaves out.
      eventId: `${order.id}:${event.sequence}`,
      orderId: order.id,
      sequence: event.sequence,
      type: event.type,
      state: event.state,
      at: event.at,
      kind: order.kind,
      target: order.target,
      owner: order.owner,
      requester: order.requester,
      product: { id: order.product.id, name: order.product.name },
      provisionedProduct: { id, name },
    };
    await this.events.publish({ topic: ORDER_EVENT_TOPIC, eventPayload });
  }
}
