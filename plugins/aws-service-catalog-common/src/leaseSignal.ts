import type { LeaseState } from './schemas';

/**
 * The channel of Backstage's signals service on which the backend says that a lease changed. The message has no content beyond
 * {@link LeaseSignal}: whoever may read the provisioned product reads it again.
 *
 * @public
 */
export const LEASE_SIGNAL_CHANNEL = 'aws-service-catalog:leases';

/**
 * The message on {@link LEASE_SIGNAL_CHANNEL}.
 *
 * @public
 */
export type LeaseSignal = {
  target: string;
  provisionedProductId: string;
  /** How its lease stands now; absent: it has none any more. */
  state?: LeaseState;
};
