import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import {
  awsServiceCatalogPermissions,
  RESOURCE_TYPE_ORDER,
  RESOURCE_TYPE_PRODUCT,
  RESOURCE_TYPE_PROVISIONED_PRODUCT,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  awsServiceCatalogOrderPermissionResourceRef,
  awsServiceCatalogOrderPermissionRules,
  awsServiceCatalogProductPermissionResourceRef,
  awsServiceCatalogProductPermissionRules,
  awsServiceCatalogProvisionedProductPermissionResourceRef,
  awsServiceCatalogProvisionedProductPermissionRules,
} from 'backstage-plugin-aws-service-catalog-node';

function permissionsOf(resourceType: string) {
  return awsServiceCatalogPermissions.filter(
    permission => permission.resourceType === resourceType,
  );
}

/** Tells the permission framework what the plugin's permissions, resources and rules are. */
export function registerPermissions(
  permissionsRegistry: PermissionsRegistryService,
): void {
  permissionsRegistry.addResourceType({
    resourceRef: awsServiceCatalogProductPermissionResourceRef,
    permissions: permissionsOf(RESOURCE_TYPE_PRODUCT),
    rules: Object.values(awsServiceCatalogProductPermissionRules),
  });
  permissionsRegistry.addResourceType({
    resourceRef: awsServiceCatalogOrderPermissionResourceRef,
    permissions: permissionsOf(RESOURCE_TYPE_ORDER),
    rules: Object.values(awsServiceCatalogOrderPermissionRules),
  });
  permissionsRegistry.addResourceType({
    resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
    permissions: permissionsOf(RESOURCE_TYPE_PROVISIONED_PRODUCT),
    rules: Object.values(awsServiceCatalogProvisionedProductPermissionRules),
  });
}
