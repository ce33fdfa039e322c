/*
 * This plugin alone, against an emulator or AWS, without sign-in: every request without credentials is made by the user
 * payments-dev of team-payments. Nothing is kept when it stops.
 *
 *   npm start -- --only emulator      (at the root)
 *   yarn start                        (here)
 *
 * It takes its targets from app-config.yaml at the root; EMULATOR_URL points them at another endpoint. Then, for example:
 *
 *   curl http://localhost:7007/api/aws-service-catalog/targets
 *   curl http://localhost:7007/api/aws-service-catalog/products
 *   curl 'http://localhost:7007/api/aws-service-catalog/products?entityRef=component:default/payments-api'
 *   curl http://localhost:7007/api/aws-service-catalog/products/payments/prod-…/launch-form
 *   curl http://localhost:7007/api/aws-service-catalog/orders -H 'Content-Type: application/json' -d '{
 *     "kind": "provision", "target": "payments", "productId": "prod-…", "name": "uploads",
 *     "parameters": { "BucketPurpose": "uploads", "Environment": "dev" }
 *   }'
 *   curl http://localhost:7007/api/aws-service-catalog/orders
 *   curl http://localhost:7007/api/aws-service-catalog/provisioned-products
 */
import { createBackend } from '@backstage/backend-defaults';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';

const user = 'user:default/payments-dev';
const team = 'group:default/team-payments';

const inMemory = DatabaseManager.fromConfig(
  new ConfigReader({
    backend: { database: { client: 'better-sqlite3', connection: ':memory:' } },
  }),
);

const backend = createBackend();

backend.add(mockServices.auth.factory());
backend.add(
  mockServices.httpAuth.factory({
    defaultCredentials: mockCredentials.user(user),
  }),
);
backend.add(
  createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () =>
      mockServices.userInfo({
        userEntityRef: user,
        ownershipEntityRefs: [user, team],
      }),
  }),
);
backend.add(
  mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
);
backend.add(
  createServiceFactory({
    service: coreServices.database,
    deps: {
      lifecycle: coreServices.lifecycle,
      logger: coreServices.logger,
      plugin: coreServices.pluginMetadata,
    },
    factory: ({ lifecycle, logger, plugin }) =>
      inMemory.forPlugin(plugin.getId(), { lifecycle, logger }),
  }),
);
backend.add(
  catalogServiceMock.factory({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'payments-api', namespace: 'default' },
        spec: { type: 'service', lifecycle: 'production', owner: team },
        relations: [{ type: 'ownedBy', targetRef: team }],
      },
    ],
  }),
);
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('../src'));

backend.start();
