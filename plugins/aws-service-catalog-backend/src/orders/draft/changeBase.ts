import { ConflictError, NotAllowedError } from '@backstage/errors';
import { ProvisionedProduct } from 'backstage-plugin-aws-service-catalog-common';
import { UserCaller } from '../../authorize';
import { ProvisionedProductAction } from '../../provisionedProducts';
import { decideChange, PlacingFacts } from '../decidePlacing';
import { findOrRefuse, OrderDraft, refuse } from './OrderDraft';

/** What finding a provisioned product takes. */
export type ChangeFacts = Pick<PlacingFacts, 'config' | 'provisionedProducts'>;

/**
 * Finds what a request wants to change.
 *
 * @throws InvalidFieldsError when there is no such target or provisioned product
 * @throws NotAllowedError when the caller may not change it so
 * @throws ConflictError when it cannot be changed now
 */
export async function findForChange(
  caller: UserCaller,
  request: { target: string; provisionedProductId: string },
  action: ProvisionedProductAction,
  facts: ChangeFacts,
): Promise<ProvisionedProduct> {
  const { target: name, provisionedProductId: id } = request;
  if (!facts.config.targets.some(each => each.name === name)) {
    return refuse('target', `There is no target '${name}'.`);
  }
  const { product, decision } = await findOrRefuse('provisionedProductId', () =>
    decideChange(caller, action, { target: name, id }, facts),
  );
  if (!decision.allowed) {
    throw decision.because === 'permission'
      ? new NotAllowedError(decision.reason)
      : new ConflictError(decision.reason);
  }
  return product;
}

/** What every order has from the provisioned product that it changes. */
export function draftBase(
  found: ProvisionedProduct,
): Omit<
  OrderDraft,
  'kind' | 'version' | 'content' | 'effective' | 'secrets' | 'form'
> {
  return {
    target: found.target,
    accountId: found.accountId,
    region: found.region,
    owner: found.owner ?? '',
    entityRef: found.entityRef,
    product: found.product,
    provisionedProduct: { name: found.name, id: found.id, arn: found.arn },
  };
}

/** What an order without launch form sends of parameters and tags: nothing. */
export const noValues = {
  parameters: [],
  tags: [],
  sendsTags: false,
};
