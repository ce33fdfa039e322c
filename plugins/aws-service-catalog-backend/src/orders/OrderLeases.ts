import { Knex } from 'knex';
import {
  LeasePreview,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { OrderDraft } from './draft/OrderDraft';
import { StoredOrder } from './StoredOrder';

/** What a renewal would do, if it were allowed to. */
export type RenewalQuote =
  | {
      lease: LeasePreview;
      /** What is frozen into the order. */
      renewal: NonNullable<StoredOrder['content']['renewal']>;
      /** Who has to agree; absent: nobody, as far as the lease is concerned. */
      approval?: NonNullable<StoredOrder['content']['approval']>;
    }
  | { refusal: { field: string; message: string } }
  /** It is not the request that is wrong. */
  | { conflict: string };

/** What a lease is judged on when something is launched. */
export type LeasedLaunch = Pick<
  OrderDraft,
  'target' | 'owner' | 'product' | 'effective'
> & { content: Pick<OrderDraft['content'], 'portfolioName' | 'tags'> };

/** What orders have to do with leases. Orders know nothing of leases themselves, so they are told by those who do. */
export interface OrderLeases {
  /** The lease that a launch, or an import, would begin now; undefined: none. */
  previewLaunch(launch: LeasedLaunch): LeasePreview | undefined;
  /** What a renewal would do now. */
  quoteRenewal(
    address: TargetAddress,
    until: string | undefined,
  ): Promise<RenewalQuote>;
  /** Notes, with the success of an order, that what it launched has a lease; one that has a lease keeps it. */
  begin(tx: Knex, order: StoredOrder): Promise<void>;
  /**
   * Renews a lease, with the success of the order that asks for it.
   *
   * @returns when it ends now, ISO 8601; or why it cannot be renewed any more
   */
  renew(
    tx: Knex,
    order: StoredOrder,
  ): Promise<{ endsAt: string } | { refusal: string }>;
  /** What an order means, or has meant, for a lease; undefined: nothing. */
  describeOrder(order: StoredOrder): Promise<LeasePreview | undefined>;
}
