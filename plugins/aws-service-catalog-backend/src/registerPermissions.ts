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
  PermissionOrder,
} from 'backstage-plugin-aws-service-catalog-node';
import { ProductStore } from './products';
import { ProvisionedProductStore } from './provisionedProducts';

function permissionsOf(resourceType: string) {
  return awsServiceCatalogPermissions.filter(
    permission => permission.resourceType === resourceType,
  );
}

/** Looks up what is addressed as `<target>/<id>`. */
function byAddress<T>(find: (target: string, id: string) => Promise<T>) {
  return (resourceRefs: string[]) =>
    Promise.all(
      resourceRefs.map(resourceRef => {
        const [target, ...id] = resourceRef.split('/');
        return find(target, id.join('/'));
      }),
    );
}

/**
 * Tells the permission framework what the plugin's permissions, resources and rules are. Products and provisioned products are
 * referred to as `<target>/<id>`, orders by their id.
 */
export function registerPermissions(
  permissionsRegistry: PermissionsRegistryService,
  resources: {
    products: ProductStore;
    provisionedProducts: ProvisionedProductStore;
    findOrder: (id: string) => Promise<PermissionOrder | undefined>;
  },
): void {
  const { products, provisionedProducts, findOrder } = resources;
  permissionsRegistry.addResourceType({
    resourceRef: awsServiceCatalogProductPermissionResourceRef,
    permissions: permissionsOf(RESOURCE_TYPE_PRODUCT),
    rules: Object.values(awsServiceCatalogProductPermissionRules),
    getResources: byAddress(async (target, id) => {
      const found = await products.find(target, id);
      return found && { target, productId: found.id, productName: found.name };
    }),
  });
  permissionsRegistry.addResourceType({
    resourceRef: awsServiceCatalogOrderPermissionResourceRef,
    permissions: permissionsOf(RESOURCE_TYPE_ORDER),
    rules: Object.values(awsServiceCatalogOrderPermissionRules),
    getResources: ids => Promise.all(ids.map(findOrder)),
  });
  permissionsRegistry.addResourceType({
    resourceRef: awsServiceCatalogProvisionedProductPermissionResourceRef,
    permissions: permissionsOf(RESOURCE_TYPE_PROVISIONED_PRODUCT),
    rules: Object.values(awsServiceCatalogProvisionedProductPermissionRules),
    getResources: byAddress(async (target, id) => {
      const found = await provisionedProducts.find(target, id);
      return (
        found && {
          target,
          productId: found.product.id,
          productName: found.product.name,
          requester: found.requester,
          owner: found.owner,
        }
      );
    }),
  });
}
