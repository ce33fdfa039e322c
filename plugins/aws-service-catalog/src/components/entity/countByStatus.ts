import type {
  ProvisionedProduct,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import { resourceStatuses } from '../resources/resourceFilters';

/** How many there are of each status, what needs attention first; a status that nothing has is left out. */
export function countByStatus(
  resources: Array<Pick<ProvisionedProduct, 'status'>>,
): Array<{ status: ProvisionedProductStatus; count: number }> {
  return resourceStatuses
    .map(status => ({
      status,
      count: resources.filter(resource => resource.status === status).length,
    }))
    .filter(({ count }) => count > 0);
}
