import { Badge } from '@backstage/ui';
import { RiAlarmWarningLine } from '@remixicon/react';
import type { OrderAlarm } from 'backstage-plugin-aws-service-catalog-common';
import { alarmLabels } from './states';
import styles from './StateBadge.module.css';

/** Why an order does not come forward by itself, in two words, with a colour and an icon that repeat it. */
export const AlarmBadge = ({ alarm }: { alarm: OrderAlarm }) => (
  <Badge
    size="small"
    className={`${styles.badge} ${styles.warning}`}
    icon={<RiAlarmWarningLine aria-hidden="true" />}
  >
    {alarmLabels[alarm.code]}
  </Badge>
);
