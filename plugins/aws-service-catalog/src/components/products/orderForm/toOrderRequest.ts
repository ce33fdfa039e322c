import type {
  LaunchForm,
  ProvisionOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { checkName } from './checkName';
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

/** Stands in for a name that is still to be typed: nothing that a preview tells depends on it. */
const UNNAMED = 'unnamed';

/**
 * The body of the request that asks what an order would do, for as long as it is being filled in. It has no secrets.
 *
 * @returns undefined while there is no owner, without whom nothing can be told
 */
export function toPreviewRequest(
  form: LaunchForm,
  draft: OrderDraft,
  entityRef: string | undefined,
): ProvisionOrderRequest | undefined {
  if (!draft.owner) {
    return undefined;
  }
  const secrets = new Set(
    form.parameters.filter(({ noEcho }) => noEcho).map(({ key }) => key),
  );
  const request = toOrderRequest(form, draft, entityRef);
  return {
    ...request,
    name: checkName(request.name) === undefined ? request.name : UNNAMED,
    parameters: Object.fromEntries(
      Object.entries(request.parameters).filter(([key]) => !secrets.has(key)),
    ),
  };
}
