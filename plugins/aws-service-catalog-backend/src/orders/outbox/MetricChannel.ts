import { isFinalOrderState } from 'backstage-plugin-aws-service-catalog-common';
import { PortalMetrics } from '../../metrics';
import { ChainedEvent } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { OutboxChannel } from './OutboxDeliverer';

const decided = new Set(['approved', 'rejected', 'expired']);

/** Counts what became of orders, in whichever replica delivers the event; after a crash it may count one twice. */
export class MetricChannel implements OutboxChannel {
  readonly name = 'metric';

  constructor(private readonly metrics: PortalMetrics) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const { kind, product, content, progress } = order;
    const at = Date.parse(event.at);
    if (decided.has(event.type) && content.approval && progress.approval) {
      const { dueAt } = progress.approval;
      const since = Date.parse(dueAt) - content.approval.timeoutMs;
      this.metrics.noteApproval(event.type, Math.max(0, at - since));
    }
    if (isFinalOrderState(event.state)) {
      this.metrics.noteEnded({
        outcome: event.state,
        kind,
        product: product.name,
      });
    }
    if (event.state === 'succeeded') {
      const durationMs = at - Date.parse(order.createdAt);
      this.metrics.noteSuccess({ kind, product: product.name }, durationMs);
    }
  }
}
