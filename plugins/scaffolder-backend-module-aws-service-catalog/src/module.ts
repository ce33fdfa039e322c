import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  awsServiceCatalogServiceRef,
  clockServiceRef,
} from 'backstage-plugin-aws-service-catalog-node';
import { createProvisionAction } from './actions/provision';
import { createTerminateAction } from './actions/terminate';
import { createUpdateAction } from './actions/update';

/**
 * Adds the actions of AWS Service Catalog to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleAwsServiceCatalog = createBackendModule({
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
      async init({ actions, ...options }) {
        actions.addActions(
          createProvisionAction(options),
          createUpdateAction(options),
          createTerminateAction(options),
        );
      },
    });
  },
});
