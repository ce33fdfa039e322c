import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { DecisionStore } from '../approvals/DecisionStore';
import { ChainedEvent } from '../eventChain';
import { StoredOrder } from '../StoredOrder';
import { findRules, writeNotification } from './notificationRules';
import { OrderAudience, orderRoles } from './OrderAudience';
import { OutboxChannel } from './OutboxDeliverer';

/**
 * Backstage notifications: for each user one of each order and role, updated instead of repeated.
 *
 * Without the notifications backend nobody can be told, and that is fine.
 */
export class NotificationChannel implements OutboxChannel {
  readonly name = 'notification';

  constructor(
    private readonly options: {
      notifications: NotificationService;
      audience: OrderAudience;
      knex: Knex;
      decisions: DecisionStore;
    },
  ) {}

  async deliver(event: ChainedEvent, order: StoredOrder): Promise<void> {
    const rules = findRules(event, order);
    if (rules.length === 0) {
      return;
    }
    const audience = await this.options.audience.find(
      order,
      rules.map(({ tell }) => tell),
    );
    const done = new Set([event.actor]);
    for (const role of orderRoles) {
      for (const rule of rules.filter(({ tell }) => tell === role)) {
        const settled = rule.asks ? await this.listDeciders(order) : [];
        const users = audience[role].filter(
          user => !done.has(user) && !settled.includes(user),
        );
        if (users.length > 0) {
          await this.send(users, writeNotification(rule, event, order));
        }
        users.forEach(user => done.add(user));
      }
    }
  }

  private async listDeciders(order: StoredOrder): Promise<string[]> {
    const { knex, decisions } = this.options;
    const made = await decisions.listFor(knex, [order]);
    return (made.get(order.id) ?? []).map(({ by }) => by);
  }

  private async send(
    users: string[],
    payload: ReturnType<typeof writeNotification>,
  ): Promise<void> {
    try {
      await this.options.notifications.send({
        recipients: { type: 'entity', entityRef: users },
        payload,
      });
    } catch (error) {
      // The service has no code for it: this is its text when no notifications backend is installed.
      if (!/status 404\b/.test(String(error))) {
        throw error;
      }
    }
  }
}
