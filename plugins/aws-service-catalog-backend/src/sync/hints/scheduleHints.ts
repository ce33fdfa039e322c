import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { durationToMilliseconds } from '@backstage/types';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets } from '../../aws';
import { PluginConfig } from '../../config';
import { InventoryRefresher } from '../../provisionedProducts';
import { SyncHints } from './SyncHints';

/** Listens to CloudFormation's events, if a topic for them is configured, and reads what they are about. */
export async function scheduleHints(options: {
  config: PluginConfig;
  targets: AwsTargets;
  refresher: InventoryRefresher;
  events: EventsService;
  scheduler: SchedulerService;
  clock: ClockService;
  logger: LoggerService;
}): Promise<void> {
  const { config, events, scheduler } = options;
  const { hints: configured } = config.sync;
  if (!configured) {
    return;
  }
  const hints = new SyncHints({
    ...options,
    delayMs: durationToMilliseconds(configured.delay),
  });
  await events.subscribe({
    id: 'aws-service-catalog-sync-hints',
    topics: [configured.topic],
    onEvent: async ({ eventPayload }) => hints.note(eventPayload),
  });
  await scheduler.scheduleTask({
    id: 'read-hinted-provisioned-products',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 5 },
    fn: signal => hints.run(signal),
  });
}
