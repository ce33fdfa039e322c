import { Badge } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiIndeterminateCircleLine,
  RiLoader2Line,
} from '@remixicon/react';
import type { Tone } from './states';
import styles from './ToneBadge.module.css';

const icons: Record<Tone, typeof RiLoader2Line> = {
  neutral: RiIndeterminateCircleLine,
  progress: RiLoader2Line,
  positive: RiCheckboxCircleLine,
  warning: RiErrorWarningLine,
  negative: RiCloseCircleLine,
};

/** A few words, with an icon and a colour that repeat what the words say. */
export const ToneBadge = (props: {
  tone: Tone;
  label: string;
  /** Default: that of the tone. */
  Icon?: typeof RiLoader2Line;
  /** Default: small. */
  size?: 'small' | 'medium';
}) => {
  const { tone, label, Icon = icons[tone], size = 'small' } = props;
  return (
    <Badge
      size={size}
      className={`${styles.badge} ${styles[tone]}`}
      icon={<Icon aria-hidden="true" />}
    >
      {label}
    </Badge>
  );
};
