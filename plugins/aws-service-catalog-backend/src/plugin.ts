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
import { createDoctor, createDoctorRouter, scheduleDoctor } from './doctor';
import { createHealthRouter, HealthService } from './health';
import {
  createLeaseBook,
  createLeases,
  createLeasesRouter,
  createLeaseWake,
  scheduleLeases,
} from './leases';
import { PortalMetrics, registerGauges } from './metrics';
import { openApiStrictnessServiceRef } from './openapi/strictnessService';
import {
  createOrderLinks,
  createOrders,
  createOrdersRouter,
  createSecretsRouter,
  createUpdatesRouter,
  createWake,
  findPermissionOrder,
  readPauses,
  scheduleOrders,
  schedulePlanSweeps,
  stepBoundaryServiceRef,
} from './orders';
import { createPoliciesRouter, PoliciesService } from './policy';
import { createProductsRouter } from './products';
import {
  createProvisionedProductsRouter,
  createOwnersRouter,
  createRefreshRouter,
  createPrincipalsRouter,
  createServiceActionsRouter,
  createStacksRouter,
} from './provisionedProducts';
import { registerPermissions } from './registerPermissions';
import { createRouter } from './router';
import { scheduleHints, scheduleSyncs } from './sync';
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
        const orderLinks = createOrderLinks(knex, config);
        const book = createLeaseBook({ ...deps, config, knex });
        const readSide = createReadSide({
          ...deps,
          config,
          knex,
          metrics,
          credentialsManager: DefaultAwsCredentialsManager.fromConfig(
            deps.rootConfig,
          ),
          orders: orderLinks,
          leases: book,
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
          links: orderLinks,
          config,
          knex,
          metrics,
          approvalProviders: extensions.approvalProviders,
          policyProvider: extensions.policyProvider,
          leases: book,
          wake: createWake(deps.scheduler, deps.logger, config),
        });
        const leases = createLeases({
          ...deps,
          ...readSide,
          config,
          knex,
          orderLinks,
          book,
          portalOrders: orders.portalOrders,
          wake: createLeaseWake(deps.scheduler, deps.logger),
        });
        const health = new HealthService({
          ...deps,
          statistics: orders.statistics,
          leases: leases.statistics,
          targets: readSide.targetsService,
        });
        registerGauges({
          ...deps,
          metrics: deps.meters,
          read: () => health.readGauges(),
        });
        const doctor = createDoctor({ ...deps, ...readSide, config, knex });
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
              createOwnersRouter({
                callerOf,
                owners: readSide.owners,
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
              createPrincipalsRouter({
                callerOf,
                principals: readSide.principals,
                auditor,
              }),
              createUpdatesRouter({
                callerOf,
                updateForms: orders.updateForms,
                plans: orders.plans,
                auditor,
              }),
              createStacksRouter({
                callerOf,
                stacks: readSide.stacksService,
                auditor,
              }),
              createLeasesRouter({ callerOf, leases: leases.service, auditor }),
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
              createDoctorRouter({
                callerOf,
                doctor: doctor.service,
                auditor,
              }),
              createPoliciesRouter({
                callerOf,
                policies: new PoliciesService({
                  config,
                  asksModule: extensions.policyProvider !== undefined,
                  readReport: doctor.readReport,
                }),
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
        await scheduleHints({ ...deps, ...readSide, config });
        await scheduleDoctor({ ...deps, config, doctor: doctor.doctor });
        await scheduleCosts({
          ...deps,
          config,
          keeper: readSide.costs.keeper,
        });
        await schedulePlanSweeps(deps.scheduler, orders.planSweeper);
        await scheduleOrders({ ...deps, ...orders, config });
        await scheduleLeases({ ...deps, ...leases, config });
      },
    });
  },
});
