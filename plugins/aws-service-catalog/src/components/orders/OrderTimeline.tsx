import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text, VisuallyHidden } from '@backstage/ui';
import {
  RiAlarmWarningLine,
  RiArrowGoBackLine,
  RiCheckLine,
  RiCircleLine,
  RiCloseLine,
  RiLoader4Line,
  RiNotification3Line,
  RiProhibitedLine,
  RiThumbUpLine,
} from '@remixicon/react';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { ReactElement } from 'react';
import { RefsInText, RelativeTime } from '../common';
import { orderTimeline, TimelineStatus } from './timelineEntries';
import styles from './OrderTimeline.module.css';

const markers: Record<TimelineStatus, { icon: ReactElement; word: string }> = {
  done: { icon: <RiCheckLine />, word: 'Done' },
  agreed: { icon: <RiThumbUpLine />, word: 'Approval' },
  reminded: { icon: <RiNotification3Line />, word: 'Reminder' },
  returned: { icon: <RiArrowGoBackLine />, word: 'Back to approval' },
  alarm: { icon: <RiAlarmWarningLine />, word: 'Alarm' },
  current: { icon: <RiLoader4Line className={styles.spin} />, word: 'Now' },
  succeeded: { icon: <RiCheckLine />, word: 'Succeeded' },
  failed: { icon: <RiCloseLine />, word: 'Failed' },
  stopped: { icon: <RiProhibitedLine />, word: 'Ended' },
  ahead: { icon: <RiCircleLine />, word: 'Still to come' },
};

/** What happened to an order, what happens now and what is still to come. */
export function OrderTimeline({ order }: { order: OrderDetail }) {
  const refs = [
    order.owner,
    order.requester,
    order.entityRef,
    ...(order.approval?.approvers ?? []),
  ];
  return (
    <ol className={styles.timeline} aria-label="Timeline">
      {orderTimeline(order).map(entry => (
        <li
          key={entry.key}
          className={styles.entry}
          data-status={entry.status}
          aria-current={entry.status === 'current' ? 'step' : undefined}
        >
          <span className={styles.marker} aria-hidden="true">
            {markers[entry.status].icon}
          </span>
          <div className={styles.body}>
            <VisuallyHidden>{`${markers[entry.status].word}: `}</VisuallyHidden>
            <Text
              as="p"
              color={entry.status === 'ahead' ? 'secondary' : 'primary'}
              className={styles.text}
            >
              <RefsInText text={entry.text} refs={refs} />
            </Text>
            {entry.at && (
              <Text
                as="p"
                variant="body-small"
                color="secondary"
                className={styles.meta}
              >
                <RelativeTime at={entry.at} />
                {entry.actor && (
                  <>
                    {' · '}
                    <EntityRefLink entityRef={entry.actor} hideIcon />
                  </>
                )}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
