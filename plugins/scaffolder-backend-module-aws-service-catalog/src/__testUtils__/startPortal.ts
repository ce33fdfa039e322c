import path from 'node:path';
import {
  BackendFeature,
  createBackendModule,
  coreServices,
} from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  awsServiceCatalogServiceRef,
  clockServiceRef,
} from 'backstage-plugin-aws-service-catalog-node';
import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import request from 'supertest';
import { createEmulator, EmulatorClock } from 'service-catalog-emulator';
import { createProvisionAction } from '../actions/provision';
import { createTerminateAction } from '../actions/terminate';
import { createUpdateAction } from '../actions/update';
import {
  OrderActionOptions,
  sleepOnTimer,
} from '../actions/OrderActionOptions';
import { startScaffolder } from './startScaffolder';

const ACCOUNT = '111111111111';
const CATALOG = path.join(__dirname, 'catalog');

/** A member of team-payments. */
export const DEVELOPER = 'user:default/payments-dev';
/** A member of team-search. */
export const STRANGER = 'user:default/search-dev';

const teams: Record<string, string> = {
  [DEVELOPER]: 'group:default/team-payments',
  [STRANGER]: 'group:default/team-search',
};

/** A component of team-payments. */
const paymentsApi: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments-api', namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-payments' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-payments' }],
};

/**
 * The module as it is, but while an action waits the emulator's clock moves on instead of the real one.
 */
const createHurriedModule = (
  clock: EmulatorClock,
  onInit: (options: OrderActionOptions) => void,
) =>
  createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'aws-service-catalog',
    register(env) {
      env.registerInit({
        deps: {
          actions: scaffolderActionsExtensionPoint,
          auth: coreServices.auth,
          awsServiceCatalog: awsServiceCatalogServiceRef,
          clock: clockServiceRef,
        },
        async init({ actions, ...deps }) {
          const options = {
            ...deps,
            sleep: async (milliseconds: number, signal?: AbortSignal) => {
              clock.advance(milliseconds / 1000);
              // The backend's own loop is real, and needs a moment.
              await sleepOnTimer(50, signal);
            },
          };
          onInit(options);
          actions.addActions(
            createProvisionAction(options),
            createUpdateAction(options),
            createTerminateAction(options),
          );
        },
      });
    },
  });

/**
 * Starts everything: the emulator with products like the demo's, the backend plugin and a scaffolder with the module.
 *
 * @param options - the backend plugin, and Software Templates for the catalog
 */
export async function startPortal(options: {
  backendPlugin: BackendFeature;
  templates: Entity[];
}) {
  const emulator = await createEmulator({
    clock: { mode: 'manual' },
    credentials: {
      AKIATEST: `arn:aws:iam::${ACCOUNT}:role/BackstagePortal`,
    },
    seeds: [
      {
        path: CATALOG,
        accountId: ACCOUNT,
        region: 'eu-central-1',
      },
    ],
  });
  let actionOptions: OrderActionOptions | undefined;
  const scaffolder = await startScaffolder({
    entities: [paymentsApi, ...options.templates],
    features: [
      options.backendPlugin,
      // The scheduler of test backends runs a task only once.
      schedulerServiceFactory,
      createHurriedModule(emulator.clock, actionDeps => {
        actionOptions = actionDeps;
      }),
      mockClock.factory({ now: () => new Date(emulator.clock.now()) }),
      mockServices.userInfo.mock({
        getUserInfo: async ({ principal }) => {
          const { userEntityRef } = principal as { userEntityRef: string };
          return {
            userEntityRef,
            ownershipEntityRefs: [userEntityRef, teams[userEntityRef]],
          };
        },
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          awsServiceCatalog: {
            parameters: [
              { name: 'TeamName', value: '${{ owner.name }}', editable: true },
            ],
            portal: 'test',
            approval: { default: { auto: true } },
            targets: [
              {
                name: 'sandbox',
                accountId: ACCOUNT,
                region: 'eu-central-1',
                endpoint: emulator.url,
                owners: Object.values(teams),
              },
            ],
            secrets: {
              keys: [
                { id: 'test', secret: Buffer.alloc(32, 1).toString('base64') },
              ],
            },
            reconcile: { interval: { milliseconds: 50 } },
          },
          aws: {
            accounts: [
              {
                accountId: ACCOUNT,
                accessKeyId: 'AKIATEST',
                secretAccessKey: 'not-checked',
              },
            ],
          },
        },
      }),
    ],
  });
  const listProducts = () =>
    request(scaffolder.server)
      .get('/api/aws-service-catalog/products')
      .set('authorization', mockCredentials.user.header(DEVELOPER));
  while ((await listProducts()).body.items.length < 3) {
    await sleepOnTimer(20);
  }
  return {
    ...scaffolder,
    emulator,
    /** What the module has made its actions of. */
    actionOptions: actionOptions!,
  };
}
