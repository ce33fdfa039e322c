import { AuditorService, AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, RELATION_HAS_MEMBER } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  OrderKind,
  OrderSignal,
  OrderState,
  ORDER_SIGNAL_CHANNEL,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  ORDER_EVENT_TOPIC,
  OrderEventPayload,
} from 'backstage-plugin-aws-service-catalog-node';
import { ChainedEvent } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { OutboxChannel } from './OutboxDeliverer';

const verbs: Record<OrderKind, string> = {
  provision: 'Launch',
  update: 'Update',
  terminate: 'Termination',
};

/** What a requester wants to hear of without looking: how it ended, and who stopped it. */
const worthTelling: Partial<
  Record<OrderState, { outcome: string; severity: 'normal' | 'high' }>
> = {
  succeeded: { outcome: 'succeeded', severity: 'normal' },
  failed: { outcome: 'failed', severity: 'high' },
  rejected: { outcome: 'was rejected', severity: 'high' },
  expired: { outcome: 'expired', severity: 'normal' },
};

/**
 * Backstage notifications: one for each order and role, updated instead of repeated.
 *
 * Without the notifications backend nobody can be told, and that is fine.
 */
export class NotificationChannel implements OutboxChannel {
  readonly name = 'notification';

  constructor(private readonly notifications: NotificationService) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const telling = worthTelling[event.state];
    // Who ended it knows.
    if (!telling || event.actor === order.requester) {
      return;
    }
    try {
      await this.notifications.send({
        recipients: { type: 'entity', entityRef: order.requester },
        payload: {
          title: `${verbs[order.kind]} of ${order.provisionedProduct.name} ${
            telling.outcome
          }`,
          description: event.message,
          link: `/aws-service-catalog/orders/${order.id}`,
          severity: telling.severity,
          topic: 'aws-service-catalog',
          scope: `order:${order.id}:requester`,
        },
      });
    } catch (error) {
      // The service has no code for it: this is its text when no notifications backend is installed.
      if (!/status 404\b/.test(String(error))) {
        throw error;
      }
    }
  }
}

/**
 * Signals to open pages: only that an order changed, to its requester and the members of its owner. Members of child groups
 * are not among them: the owner is the group itself.
 */
export class SignalChannel implements OutboxChannel {
  readonly name = 'signal';

  constructor(
    private readonly options: {
      signals: SignalsService;
      catalog: CatalogService;
      auth: AuthService;
    },
  ) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const message: OrderSignal = { orderId: order.id, state: event.state };
    await this.options.signals.publish({
      recipients: { type: 'user', entityRef: await this.listUsers(order) },
      channel: ORDER_SIGNAL_CHANNEL,
      message,
    });
  }

  private async listUsers(order: StoredOrder): Promise<string[]> {
    if (parseEntityRef(order.owner).kind === 'user') {
      return [...new Set([order.requester, order.owner])];
    }
    const { catalog, auth } = this.options;
    const group = await catalog.getEntityByRef(order.owner, {
      credentials: await auth.getOwnServiceCredentials(),
    });
    const members = (group?.relations ?? [])
      .filter(({ type }) => type === RELATION_HAS_MEMBER)
      .map(({ targetRef }) => targetRef);
    return [...new Set([order.requester, ...members])];
  }
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
