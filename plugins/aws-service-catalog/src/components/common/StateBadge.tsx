import type {
  OrderState,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  getRecordStatusLook,
  orderStateLooks,
  provisionedProductStatusLooks,
  StateLook,
} from './states';
import { ToneBadge } from './ToneBadge';

/** Exactly one of: our state of an order, AWS's status of a provisioned product, AWS's status of a record. */
export type StateBadgeProps = {
  size?: 'small' | 'medium';
} & (
  | { state: OrderState }
  | { status: ProvisionedProductStatus }
  | { recordStatus: string }
);

function getLook(props: StateBadgeProps): StateLook {
  if ('state' in props) {
    return orderStateLooks[props.state];
  }
  if ('status' in props) {
    return provisionedProductStatusLooks[props.status];
  }
  return getRecordStatusLook(props.recordStatus);
}

/** A state in words, with an icon and a colour that repeat what the words say. */
export const StateBadge = (props: StateBadgeProps) => (
  <ToneBadge {...getLook(props)} size={props.size} />
);
