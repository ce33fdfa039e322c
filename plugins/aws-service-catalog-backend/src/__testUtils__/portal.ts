import {
  coreServices,
  createServiceFactory,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import request from 'supertest';
import { RunningEmulator } from 'service-catalog-emulator';
import { clockServiceRef } from 'backstage-plugin-aws-service-catalog-node';
import { openApiStrictnessServiceRef } from '../openapi/strictnessService';
import awsServiceCatalogPlugin from '../index';

/** The groups of each test user. */
const groups: Record<string, string[]> = {
  'user:default/payments-dev': ['group:default/team-payments'],
  'user:default/payments-dev-2': ['group:default/team-payments'],
  'user:default/search-dev': ['group:default/team-search'],
  'user:default/both-dev': [
    'group:default/team-payments',
    'group:default/team-search',
  ],
  'user:default/ads-dev': ['group:default/team-ads'],
  'user:default/outsider': ['group:default/team-outside'],
  'user:default/platform-engineer': ['group:default/platform-engineering'],
};

/** Configuration of two targets on one emulator: `sandbox` serves payments and search, `production` payments only. */
export function portalConfig(endpoint: string): JsonObject {
  const team = (name: string) => `group:default/team-${name}`;
  return {
    awsServiceCatalog: {
      portal: 'test',
      approval: { default: { auto: true } },
      operators: ['group:default/platform-engineering'],
      targets: [
        {
          name: 'sandbox',
          accountId: '111111111111',
          region: 'eu-central-1',
          endpoint,
          owners: [team('payments'), team('search')],
        },
        {
          name: 'production',
          accountId: '222222222222',
          region: 'eu-central-1',
          endpoint,
          owners: [team('payments')],
        },
      ],
    },
    aws: {
      accounts: ['111111111111', '222222222222'].map(accountId => ({
        accountId,
        accessKeyId: accountId,
        secretAccessKey: 'not-a-secret',
      })),
    },
  };
}

/** The plugin over HTTP, on a real database and an emulator. */
export type TestPortal = {
  emulator: RunningEmulator;
  /** Sends a GET as a user, or a service such as `plugin:catalog`; without one, as a service that may read. */
  get(path: string, user?: string): request.Test;
  /** Sends a GET with no credentials at all. */
  getAnonymously(path: string): request.Test;
  /** Sends a POST as a user, or a service such as `plugin:catalog`; without one, as a service that may read. */
  post(path: string, body: object, user?: string): request.Test;
  /** Sends a POST with no credentials at all. */
  postAnonymously(path: string, body: object): request.Test;
  /** The tasks that the plugin asked to be run at once. */
  triggered: string[];
  /** Tasks that another replica is running: the scheduler refuses to start them. */
  runningElsewhere: Set<string>;
  /** Runs a scheduled task to its end. */
  runTask(id: string): Promise<void>;
  /** Runs all scheduled tasks whose ids begin alike to their ends, side by side. */
  runTasks(prefix: string): Promise<void>;
  /** Runs a target's sync to its end. */
  sync(target: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts the plugin; the first syncs have ended when it is ready.
 *
 * @param options.config - replaces {@link portalConfig}
 */
export async function startPortal(options: {
  knex: Knex;
  emulator: RunningEmulator;
  entities?: Entity[];
  config?: JsonObject;
  features?: Parameters<typeof startTestBackend>[0]['features'];
  /** By how much the plugin's clock is ahead of AWS's; default: 0. */
  clockAheadSeconds?: number;
}): Promise<TestPortal> {
  const { knex, emulator, entities = [] } = options;
  const scheduler = mockServices.scheduler();
  const triggered: string[] = [];
  const runningElsewhere = new Set<string>();
  const aheadMs = (options.clockAheadSeconds ?? 0) * 1000;
  const clock = { now: () => new Date(emulator.clock.now() + aheadMs) };
  const backend = await startTestBackend({
    features: [
      awsServiceCatalogPlugin,
      mockServices.rootConfig.factory({
        data: options.config ?? portalConfig(emulator.url),
      }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () =>
          mockServices.database({ knex, migrations: { skip: true } }),
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        // Tasks run when a test says so, and not when the plugin would like to.
        factory: (): SchedulerService => ({
          createScheduledTaskRunner: schedule =>
            scheduler.createScheduledTaskRunner(schedule),
          scheduleTask: task => scheduler.scheduleTask(task),
          getScheduledTasks: () => scheduler.getScheduledTasks(),
          cancelTask: id => scheduler.cancelTask(id),
          triggerTask: async id => {
            if (runningElsewhere.has(id)) {
              throw new ConflictError(`Task ${id} is currently running`);
            }
            triggered.push(id);
          },
        }),
      }),
      createServiceFactory({
        service: clockServiceRef,
        deps: {},
        factory: () => clock,
      }),
      createServiceFactory({
        service: openApiStrictnessServiceRef,
        deps: {},
        factory: () => ({ validateResponses: true, refuseUndocumented: true }),
      }),
      mockServices.userInfo.mock({
        async getUserInfo(credentials) {
          const { userEntityRef } = (
            credentials as ReturnType<typeof mockCredentials.user>
          ).principal;
          return {
            userEntityRef,
            ownershipEntityRefs: [
              userEntityRef,
              ...(groups[userEntityRef] ?? []),
            ],
          };
        },
      }).factory,
      catalogServiceMock.factory({ entities }),
      ...(options.features ?? []),
    ],
  });
  const { server } = backend;
  const sync = (target: string) => scheduler.triggerTask(`sync-${target}`);
  const runTasks = async (prefix: string) => {
    const tasks = await scheduler.getScheduledTasks();
    await Promise.all(
      tasks
        .filter(({ id }) => id.startsWith(prefix))
        .map(({ id }) => scheduler.triggerTask(id)),
    );
  };
  // Joins the syncs that the start began.
  await runTasks('sync-');
  const url = (path: string) => `/api/aws-service-catalog${path}`;
  const authorization = (caller = 'plugin:scaffolder') =>
    caller.includes(':')
      ? mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(caller),
          targetPluginId: 'aws-service-catalog',
        })
      : mockCredentials.user.header(`user:default/${caller}`);
  return {
    emulator,
    get: (path, user) =>
      request(server).get(url(path)).set('authorization', authorization(user)),
    post: (path, body, user) =>
      request(server)
        .post(url(path))
        .set('authorization', authorization(user))
        .send(body),
    postAnonymously: (path, body) =>
      request(server)
        .post(url(path))
        .set('authorization', mockCredentials.none.header())
        .send(body),
    triggered,
    runningElsewhere,
    runTask: id => scheduler.triggerTask(id),
    runTasks,
    getAnonymously: path =>
      request(server)
        .get(url(path))
        .set('authorization', mockCredentials.none.header()),
    sync,
    stop: () => backend.stop(),
  };
}
