import { AuditorService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Knex } from 'knex';
import { Authorizer } from '../../authorize';
import { PluginConfig } from '../../config';
import { MemberDirectory } from '../../MemberDirectory';
import { PortalMetrics } from '../../metrics';
import { DecisionStore } from '../approvals/DecisionStore';
import { AuditChannel } from './AuditChannel';
import { EventChannel } from './EventChannel';
import { MetricChannel } from './MetricChannel';
import { NotificationChannel } from './NotificationChannel';
import { OrderAudience } from './OrderAudience';
import { OutboxChannel } from './OutboxDeliverer';
import { SignalChannel } from './SignalChannel';

/** Everybody who is told of an order's events, each through a channel of their own. */
export function createChannels(options: {
  knex: Knex;
  auditor: AuditorService;
  config: Pick<PluginConfig, 'operators'>;
  authorizer: Pick<Authorizer, 'describeUser'>;
  decisions: DecisionStore;
  events: EventsService;
  members: MemberDirectory;
  metrics: PortalMetrics;
  notifications: NotificationService;
  signals: SignalsService;
}): OutboxChannel[] {
  const audience = new OrderAudience({
    ...options,
    operators: options.config.operators,
  });
  return [
    new NotificationChannel({ ...options, audience }),
    new SignalChannel({ ...options, audience }),
    new AuditChannel(options.auditor),
    new EventChannel(options.events),
    new MetricChannel(options.metrics),
  ];
}
