import type {
  OrderAlarm,
  OrderState,
  ProvisionedProductStatus,
} from 'backstage-plugin-aws-service-catalog-common';

/** How a state reads: what colour and icon it gets. */
export type Tone = 'neutral' | 'progress' | 'positive' | 'warning' | 'negative';

/** The words and the tone of a state or status. */
export type StateLook = { label: string; tone: Tone };

/** How our states of an order look, everywhere. */
export const orderStateLooks: Record<OrderState, StateLook> = {
  'awaiting-approval': { label: 'Waiting for approval', tone: 'warning' },
  queued: { label: 'Queued', tone: 'progress' },
  submitting: { label: 'Submitting', tone: 'progress' },
  running: { label: 'In progress', tone: 'progress' },
  succeeded: { label: 'Succeeded', tone: 'positive' },
  failed: { label: 'Failed', tone: 'negative' },
  rejected: { label: 'Rejected', tone: 'negative' },
  expired: { label: 'Expired', tone: 'neutral' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

/** What the reasons for an alarm are called, everywhere. */
export const alarmLabels: Record<OrderAlarm['code'], string> = {
  stuck: 'Stuck',
  'set-aside': 'Set aside',
  unreachable: 'Target unreachable',
};

/** How AWS's statuses of a provisioned product look, everywhere. */
export const provisionedProductStatusLooks: Record<
  ProvisionedProductStatus,
  StateLook
> = {
  AVAILABLE: { label: 'Available', tone: 'positive' },
  UNDER_CHANGE: { label: 'Under change', tone: 'progress' },
  PLAN_IN_PROGRESS: { label: 'Plan in progress', tone: 'progress' },
  TAINTED: { label: 'Tainted', tone: 'warning' },
  ERROR: { label: 'Error', tone: 'negative' },
};

const recordStatusLooks: Record<string, StateLook> = {
  CREATED: { label: 'Created', tone: 'progress' },
  IN_PROGRESS: { label: 'In progress', tone: 'progress' },
  IN_PROGRESS_IN_ERROR: { label: 'Rolling back', tone: 'warning' },
  SUCCEEDED: { label: 'Succeeded', tone: 'positive' },
  FAILED: { label: 'Failed', tone: 'negative' },
};

/**
 * How AWS's status of a record looks, everywhere.
 *
 * @param status - AWS `RecordStatus`; one that AWS may add later is shown as it is
 */
export function getRecordStatusLook(status: string): StateLook {
  return recordStatusLooks[status] ?? { label: status, tone: 'neutral' };
}
