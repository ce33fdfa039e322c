import {
  AllowedAction,
  Lease,
  LeaseDetail,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { Caller } from '../authorize';

/**
 * What the inventory shows of leases. It knows nothing of leases itself, so it is told by those who do.
 */
export interface LeaseViews {
  /** The lease of each provisioned product that has one, by provisioned product id. */
  findLeases(
    target: string,
    provisionedProductIds: readonly string[],
  ): Promise<ReadonlyMap<string, Lease>>;
  /**
   * A lease with its history; undefined when there is none.
   *
   * @param renew - whether the caller may order a renewal now, as far as the provisioned product itself tells
   */
  describeLease(
    caller: Pick<Caller, 'isOperator' | 'principal'>,
    address: TargetAddress,
    renew: AllowedAction,
  ): Promise<LeaseDetail | undefined>;
}
