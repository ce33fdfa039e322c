/*
 * What a portal process runs: this plugin alone, with the scheduler, the database and the HTTP server of a real installation.
 * Started by portalProcess.ts, which says in its argument what with. Only what the plugin needs is loaded, so that many of them
 * can be killed in a short time.
 */
import { flushCompileCache } from 'node:module';
import { AddressInfo } from 'node:net';
import { createSpecializedBackend } from '@backstage/backend-app-api';
import { metricsServiceFactory } from '@backstage/backend-defaults/alpha';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { httpRouterServiceFactory } from '@backstage/backend-defaults/httpRouter';
import { lifecycleServiceFactory } from '@backstage/backend-defaults/lifecycle';
import { loggerServiceFactory } from '@backstage/backend-defaults/logger';
import { permissionsRegistryServiceFactory } from '@backstage/backend-defaults/permissionsRegistry';
import { rootHealthServiceFactory } from '@backstage/backend-defaults/rootHealth';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { rootLifecycleServiceFactory } from '@backstage/backend-defaults/rootLifecycle';
import { DefaultSchedulerService } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createServiceFactory,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ConfigReader } from '@backstage/config';
import { clockServiceRef } from 'backstage-plugin-aws-service-catalog-node';
import awsServiceCatalogPlugin from '../index';
import { stepBoundaryServiceRef } from '../orders';
import {
  PortalProcessArgument,
  PortalProcessMessage,
  PortalProcessOrder,
} from './portalProcess';
import { createStandIns } from './portalProcessServices';

const { config, clock, eagerTasks, killAt }: PortalProcessArgument = JSON.parse(
  process.argv[2],
);

const now = () =>
  new Date(clock.start + (Date.now() - clock.wallStart) * clock.speed);

/** Says something to whoever started it; done when it has left the process. */
function tell(message: PortalProcessMessage): Promise<void> {
  return new Promise(resolve => {
    process.send?.(message, () => resolve());
  });
}

// Whoever started it is gone, and may not have been able to end it.
process.on('disconnect', () => process.exit(1));

let deadly: PortalProcessOrder = { killAt };
process.on('message', (order: PortalProcessOrder) => {
  deadly = order;
  tell({ type: 'heard' });
});

/** Has every process run some tasks, several times in a second, whatever their schedule says. */
function beEager(
  scheduler: SchedulerService,
  taskIds: readonly string[],
): SchedulerService {
  return {
    triggerTask: id => scheduler.triggerTask(id),
    cancelTask: id => scheduler.cancelTask(id),
    getScheduledTasks: () => scheduler.getScheduledTasks(),
    createScheduledTaskRunner: schedule =>
      scheduler.createScheduledTaskRunner(schedule),
    scheduleTask: task =>
      scheduler.scheduleTask(
        taskIds.includes(task.id)
          ? { ...task, scope: 'local', frequency: { milliseconds: 200 } }
          : task,
      ),
  };
}

let url = '';
const backend = createSpecializedBackend({
  defaultServiceFactories: [
    databaseServiceFactory,
    httpRouterServiceFactory,
    lifecycleServiceFactory,
    loggerServiceFactory,
    metricsServiceFactory,
    permissionsRegistryServiceFactory,
    rootHealthServiceFactory,
    rootLifecycleServiceFactory,
    createServiceFactory({
      service: coreServices.scheduler,
      deps: {
        database: coreServices.database,
        logger: coreServices.logger,
        rootLifecycle: coreServices.rootLifecycle,
        httpRouter: coreServices.httpRouter,
        pluginMetadata: coreServices.pluginMetadata,
        metrics: metricsServiceRef,
      },
      factory: deps =>
        beEager(DefaultSchedulerService.create(deps), eagerTasks ?? []),
    }),
    createServiceFactory({
      service: coreServices.rootConfig,
      deps: {},
      factory: () => new ConfigReader(config),
    }),
    rootHttpRouterServiceFactory({
      configure({ server, applyDefaults }) {
        server.on('listening', () => {
          const { address, port } = server.address() as AddressInfo;
          url = `http://${address}:${port}`;
        });
        applyDefaults();
      },
    }),
    createServiceFactory({
      service: stepBoundaryServiceRef,
      deps: {},
      factory: () => ({
        reach: async boundary => {
          if (boundary === deadly.killAt) {
            process.kill(process.pid, 'SIGKILL');
          }
        },
      }),
    }),
    createServiceFactory({
      service: clockServiceRef,
      deps: {},
      factory: () => ({ now }),
    }),
    ...createStandIns({
      onTold: ({ orderId, sequence }) =>
        tell({ type: 'told', orderId, sequence }),
      onNotified: ({ recipients, payload: { title, scope } }) =>
        tell({
          type: 'notified',
          title,
          scope,
          users: 'entityRef' in recipients ? [recipients.entityRef].flat() : [],
          at: now().toISOString(),
        }),
    }),
  ],
});
backend.add(awsServiceCatalogPlugin);

backend.start().then(
  () => {
    tell({ type: 'started', url });
    // It would be done at the end, which a process that is killed does not have.
    flushCompileCache();
  },
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
