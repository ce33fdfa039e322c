import type {
  LaunchForm,
  ProvisionOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import type { OrderDraft } from './useOrderDraft';

/**
 * The body of the request that places an order. Version and launch path are sent as the reader saw them, so that a newer version
 * published meanwhile is not launched instead.
 *
 * @param entityRef - the entity to order for, whose owner then is the owner of the result
 */
export function toOrderRequest(
  form: LaunchForm,
  draft: OrderDraft,
  entityRef: string | undefined,
): ProvisionOrderRequest {
  const tags = Object.entries(draft.tags).map(([key, value]) => ({
    key,
    value,
  }));
  return {
    kind: 'provision',
    target: form.target,
    productId: form.product.id,
    versionId: form.version.id,
    pathId: form.path.id,
    name: draft.name,
    parameters: draft.parameters.given,
    ...(tags.length > 0 && { tags }),
    ...(entityRef ? { entityRef } : { owner: draft.owner }),
  };
}
