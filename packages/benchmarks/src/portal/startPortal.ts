import {
  coreServices,
  createServiceFactory,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import awsServiceCatalogPlugin from 'backstage-plugin-aws-service-catalog-backend';
import { Knex } from 'knex';

/** An account and Region. */
export interface Place {
  name: string;
  accountId: string;
  region: string;
}

type TestBackendOptions = Parameters<typeof startTestBackend>[0];

/** What a portal is started with. */
export interface PortalOptions {
  emulatorUrl: string;
  places: Place[];
  knex: Knex;
  /** What is set for every target besides its place. */
  targets?: { trustOwnerTags?: boolean; owners?: string[] };
  /** Configuration of the plugin besides what all have. */
  plugin?: JsonObject;
  /** What runs tasks; default: nobody, until the plugin itself asks for one. */
  scheduler?: SchedulerService;
  /** Entities of the catalog. */
  entities?: Entity[];
  /** What runs beside the plugin. */
  features?: TestBackendOptions['features'];
}

/** A portal that answers on a port. */
export interface Portal {
  /**
   * Makes a request.
   *
   * @param path - after `/api`
   * @param user - whose it is
   * @returns the body
   * @throws Error when it is refused
   */
  call(method: 'GET' | 'POST', path: string, user?: string): Promise<any>;
  stop(): Promise<void>;
}

/** The one who may do everything. */
export const OPERATOR = 'user:default/operator';

/** Credentials that the emulator knows an account by. */
export function credentialsOf(accountId: string) {
  return { accessKeyId: accountId, secretAccessKey: 'not-a-secret' };
}

function configOf({ emulatorUrl, places, targets, plugin }: PortalOptions) {
  return {
    awsServiceCatalog: {
      portal: 'benchmark',
      approval: { default: { auto: true } },
      operators: [OPERATOR],
      targets: places.map(place => ({
        ...place,
        ...targets,
        endpoint: emulatorUrl,
      })),
      // Only when it is told to.
      sync: { frequency: { hours: 24 } },
      ...plugin,
    },
    aws: {
      accounts: [...new Set(places.map(({ accountId }) => accountId))].map(
        accountId => ({ accountId, ...credentialsOf(accountId) }),
      ),
    },
  };
}

/** Starts a backend with the plugin, which begins its first sync. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { knex, scheduler, entities = [], features = [] } = options;
  const backend = await startTestBackend({
    features: [
      awsServiceCatalogPlugin,
      mockServices.rootConfig.factory({ data: configOf(options) }),
      createServiceFactory({
        service: coreServices.database,
        deps: {},
        factory: () => mockServices.database({ knex }),
      }),
      scheduler
        ? createServiceFactory({
            service: coreServices.scheduler,
            deps: {},
            factory: () => scheduler,
          })
        : mockServices.scheduler.factory({ skipTaskRunOnStartup: true }),
      catalogServiceMock.factory({ entities }),
      ...features,
    ],
  });
  const address = backend.server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The portal listens to no port');
  }
  return {
    stop: () => backend.stop(),
    async call(method, path, user = OPERATOR) {
      const response = await fetch(
        `http://127.0.0.1:${address.port}/api${path}`,
        {
          method,
          headers: { authorization: mockCredentials.user.header(user) },
        },
      );
      const body = await response.json();
      if (!response.ok) {
        throw new Error(`${path}: ${JSON.stringify(body)}`);
      }
      return body;
    },
  };
}
