import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { startEmulator } from './emulator';
import { group } from './entities';
import { orderPortalConfig, startOrderPortal } from './orderPortal';
import { policies, PolicyName } from './permissionPolicies';
import { plainBucket } from './replicas';

/** The team of most that runs. */
export const PAYMENTS = 'group:default/team-payments';
/** The other team. */
export const SEARCH = 'group:default/team-search';
const APPROVERS = 'group:default/team-outside';

/** The mock forgets that a plugin acts for the user, and the permission backend takes conditional questions from plugins only. */
const actingHttpAuth = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }) => {
    const httpAuth = mockServices.httpAuth({ pluginId: plugin.getId() });
    return {
      issueUserCookie: (...args) => httpAuth.issueUserCookie(...args),
      credentials: async (request, options) => {
        const credentials = await httpAuth.credentials(request, options);
        const { userEntityRef } = credentials.principal as {
          userEntityRef?: string;
        };
        return plugin.getId() === 'permission' && userEntityRef
          ? (mockCredentials.user(userEntityRef, {
              actor: { subject: 'plugin:aws-service-catalog' },
            }) as typeof credentials)
          : credentials;
      },
    };
  },
});

/**
 * Starts a portal among two teams, with the real permission framework and its backend, and one with permissions disabled on the
 * same database and emulator.
 *
 * @param getPolicy - asked at every decision
 */
export async function startPermissionPortals(
  knex: Knex,
  getPolicy: () => PolicyName,
) {
  const queue = { ...plainBucket, name: 'Queue' };
  const emulator = await startEmulator({
    sandbox: [
      {
        ...plainBucket,
        serviceActions: { Restart: { document: 'Restart' } },
      },
      queue,
    ],
    production: [plainBucket],
  });
  const policyModule = createBackendModule({
    pluginId: 'permission',
    moduleId: 'exchangeable-policy',
    register(env) {
      env.registerInit({
        deps: { policy: policyExtensionPoint },
        async init({ policy }) {
          policy.setPolicy({
            handle: async ({ permission }, user) =>
              policies[getPolicy()](
                permission,
                user?.info.ownershipEntityRefs ?? [],
              ),
          });
        },
      });
    },
  });
  const config = orderPortalConfig(emulator.url);
  const start = (enabled: boolean) =>
    startOrderPortal({
      knex,
      emulator,
      entities: [
        group(PAYMENTS, ['payments-dev', 'payments-dev-2']),
        group(SEARCH, ['search-dev']),
        group(APPROVERS, ['outsider']),
      ],
      config: {
        ...config,
        permission: { enabled },
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          approval: { default: { approvers: [APPROVERS] } },
          leases: [{ name: 'All', lifetime: 'P90D', onExpiry: 'flag' }],
        },
      },
      features: [permissionPlugin, policyModule, actingHttpAuth],
    });
  return {
    emulator,
    enabled: await start(true),
    disabled: await start(false),
  };
}
