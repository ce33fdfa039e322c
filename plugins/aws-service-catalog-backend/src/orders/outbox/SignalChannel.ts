import { SignalsService } from '@backstage/plugin-signals-node';
import {
  OrderSignal,
  ORDER_SIGNAL_CHANNEL,
} from 'backstage-plugin-aws-service-catalog-common';
import { ChainedEvent } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { OrderAudience, orderRoles } from './OrderAudience';
import { OutboxChannel } from './OutboxDeliverer';

/** Signals to open pages: only that an order changed, to everybody whom it concerns. */
export class SignalChannel implements OutboxChannel {
  readonly name = 'signal';

  constructor(
    private readonly options: {
      signals: SignalsService;
      audience: OrderAudience;
    },
  ) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const { signals, audience } = this.options;
    const found = await audience.find(order, orderRoles);
    const users = [...new Set(Object.values(found).flat())];
    if (users.length === 0) {
      return;
    }
    const message: OrderSignal = { orderId: order.id, state: event.state };
    await signals.publish({
      recipients: { type: 'user', entityRef: users },
      channel: ORDER_SIGNAL_CHANNEL,
      message,
    });
  }
}
