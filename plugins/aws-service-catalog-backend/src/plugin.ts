import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  awsServiceCatalogApprovalExtensionPoint,
  clockServiceRef,
} from 'backstage-plugin-aws-service-catalog-node';
import { ApprovalExtensions } from './approvalExtensions';
import { CallerOf } from './authorize';
import { readConfig } from './config';
import { createReadSide } from './createReadSide';
import { createCostsRouter, scheduleCosts } from './costs';
import { connect } from './database/migrate';
import { createHealthRouter, HealthService } from './health';
import { PortalMetrics, registerGauges } from './metrics';
import { openApiStrictnessServiceRef } from './openapi/strictnessService';
import {
  createOrderLinks,
  createOrders,
  createOrdersRouter,
  createSecretsRouter,
  createWake,
  findPermissionOrder,
  readPauses,
  scheduleOrders,
  stepBoundaryServiceRef,
} from './orders';
import { createProductsRouter } from './products';
import {
  createProvisionedProductsRouter,
  createRefreshRouter,
  createServiceActionsRouter,
  createStacksRouter,
} from './provisionedProducts';
import { registerPermissions } from './registerPermissions';
import { createRouter } from './router';
import { scheduleSyncs } from './sync';
import { createTargetsRouter } from './targets';

/**
 * The backend plugin: AWS Service Catalog self-service.
 *
 * @public
 */
export const awsServiceCatalogPlugin = createBackendPlugin({
  pluginId: 'aws-service-catalog',
  register(env) {
    const extensions = new ApprovalExtensions();
    env.registerExtensionPoint(
      awsServiceCatalogApprovalExtensionPoint,
      extensions,
    );
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: clockServiceRef,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        meters: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        stepBoundary: stepBoundaryServiceRef,
        strictness: openApiStrictnessServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auditor, httpAuth, httpRouter, strictness } = deps;
        const config = readConfig(deps.rootConfig);
        extensions.check(config);
        const knex = await connect(deps.database);
        const metrics = new PortalMetrics(deps.meters);
        const readSide = createReadSide({
          ...deps,
          config,
          knex,
          metrics,
          credentialsManager: DefaultAwsCredentialsManager.fromConfig(
            deps.rootConfig,
          ),
          orders: createOrderLinks(knex, config),
          readPauses: () => readPauses(knex),
        });
        const { authorizer, products, provisionedProducts } = readSide;
        registerPermissions(deps.permissionsRegistry, {
          products: readSide.productStore,
          provisionedProducts: readSide.provisionedProductStore,
          findOrder: id => findPermissionOrder(knex, id),
        });
        const orders = createOrders({
          ...deps,
          ...readSide,
          config,
          knex,
          metrics,
          approvalProviders: extensions.approvalProviders,
          policyProvider: extensions.policyProvider,
          wake: createWake(deps.scheduler, deps.logger, config),
        });
        const health = new HealthService({
          ...deps,
          statistics: orders.statistics,
          targets: readSide.targetsService,
        });
        registerGauges({
          ...deps,
          metrics: deps.meters,
          read: () => health.readGauges(),
        });
        await orders.secrets.assertKeysAreThere();
        const callerOf: CallerOf = async request =>
          authorizer.resolveCaller(
            await httpAuth.credentials(request, { allow: ['user', 'service'] }),
          );
        httpRouter.use(
          createRouter({
            strictness,
            logger: deps.logger,
            routers: [
              createProductsRouter({ callerOf, products, auditor }),
              createProvisionedProductsRouter({
                callerOf,
                provisionedProducts,
                auditor,
              }),
              createRefreshRouter({
                callerOf,
                refreshes: readSide.refreshes,
                auditor,
              }),
              createServiceActionsRouter({
                callerOf,
                provisionedProducts,
                serviceActions: readSide.serviceActions,
                auditor,
              }),
              createStacksRouter({
                callerOf,
                stacks: readSide.stacksService,
                auditor,
              }),
              createOrdersRouter({
                callerOf,
                orders: orders.orders,
                auditor,
              }),
              createSecretsRouter({
                callerOf,
                secrets: orders.secrets,
                auditor,
              }),
              createCostsRouter({
                callerOf,
                costs: readSide.costs.service,
                auditor,
              }),
              createTargetsRouter({
                callerOf,
                targets: readSide.targetsService,
                auditor,
              }),
              createHealthRouter({ health }),
            ],
          }),
        );
        httpRouter.addAuthPolicy({
          path: '/health',
          allow: 'unauthenticated',
        });
        await scheduleSyncs({ ...deps, ...readSide, config });
        await scheduleCosts({
          ...deps,
          config,
          keeper: readSide.costs.keeper,
        });
        await scheduleOrders({ ...deps, ...orders, config });
      },
    });
  },
});
