import { NotAllowedError } from '@backstage/errors';
import { orderReadPermission } from 'backstage-plugin-aws-service-catalog-common';
import { Authorizer, UserCaller } from '../authorize';
import { policyAllows } from '../database/conditions';
import { OrderField } from './OrderQueries';
import { StoredOrder } from './StoredOrder';

/**
 * Makes sure that a requester may read an order once it is placed. Else it would be placed, and its requester told that there is
 * no such order.
 *
 * @throws NotAllowedError when the permission policy keeps it from the requester
 */
export async function assertReadable(
  authorizer: Authorizer,
  requester: UserCaller,
  order: Pick<StoredOrder, 'target' | 'owner' | 'product'> & {
    approvers: readonly string[];
  },
): Promise<void> {
  const { target, owner, product, approvers } = order;
  const policy = await authorizer.getPolicy<OrderField>(
    orderReadPermission,
    requester,
  );
  const isReadable = policyAllows(policy, {
    target,
    owner,
    productId: product.id,
    productName: product.name,
    requester: requester.userEntityRef,
    approver: approvers,
  });
  if (!isReadable) {
    throw new NotAllowedError(
      `You are not allowed to read orders of ${product.name}, and so not to place one.`,
    );
  }
}
