import { RiAlarmWarningLine } from '@remixicon/react';
import type { OrderAlarm } from 'backstage-plugin-aws-service-catalog-common';
import { alarmLabels } from './states';
import { ToneBadge } from './ToneBadge';

/** Why an order does not come forward by itself, in two words. */
export const AlarmBadge = ({ alarm }: { alarm: OrderAlarm }) => (
  <ToneBadge
    tone="warning"
    label={alarmLabels[alarm.code]}
    Icon={RiAlarmWarningLine}
  />
);
