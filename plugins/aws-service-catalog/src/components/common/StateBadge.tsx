import { Badge } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiIndeterminateCircleLine,
  RiLoader2Line,
} from '@remixicon/react';
import type {
  OrderState,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  getRecordStatusLook,
  orderStateLooks,
  provisionedProductStatusLooks,
  StateLook,
  Tone,
} from './states';
import styles from './StateBadge.module.css';

const icons: Record<Tone, typeof RiLoader2Line> = {
  neutral: RiIndeterminateCircleLine,
  progress: RiLoader2Line,
  positive: RiCheckboxCircleLine,
  warning: RiErrorWarningLine,
  negative: RiCloseCircleLine,
};

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
export const StateBadge = (props: StateBadgeProps) => {
  const { label, tone } = getLook(props);
  const Icon = icons[tone];
  return (
    <Badge
      size={props.size ?? 'small'}
      className={`${styles.badge} ${styles[tone]}`}
      icon={<Icon aria-hidden="true" />}
    >
      {label}
    </Badge>
  );
};
