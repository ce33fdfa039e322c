import {
  Order,
  OrderDetail,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { approverNames } from '../approvals/approvalWords';
import { formatInstant } from '../common/instant';
import { nameOf } from '../common/nameOf';
import { orderKindWords } from './orderKinds';

/** AWS's record status while CloudFormation undoes a change that failed. */
const ROLLING_BACK = 'IN_PROGRESS_IN_ERROR';

/** What is known about an order to say where it is. */
export type HeadlineOrder = Pick<
  Order,
  'kind' | 'state' | 'attempt' | 'record' | 'approval'
> &
  Partial<Pick<OrderDetail, 'events' | 'waiting'>> & {
    provisionedProduct: { name: string };
  };

/** Whom an order waits for, and until when; as much of it as is known. */
function waitingFor({ approval }: HeadlineOrder): string {
  return approval
    ? `waits for approval by ${approverNames(approval)} until ${formatInstant(
        approval.dueAt,
      )}`
    : 'waits for approval';
}

/** What keeps an order that may go from going; undefined: nothing. */
function waitFor(order: HeadlineOrder): string | undefined {
  const { noun } = orderKindWords[order.kind];
  const what = `The ${noun} of ${order.provisionedProduct.name} waits`;
  switch (order.waiting?.reason) {
    case undefined:
      return undefined;
    case 'aws':
      return `${what}, because AWS is at something else.`;
    default:
      return `${what} for its turn.`;
  }
}

/** Who rejected an order and why; when nobody did, time has. */
function rejectedBy({ approval }: HeadlineOrder): string {
  const rejection = approval?.decisions.find(
    ({ decision }) => decision === 'rejected',
  );
  if (rejection) {
    const { by, reason } = rejection;
    return `was rejected by ${nameOf(by)}${reason ? `: “${reason}”` : ''}`;
  }
  return approval?.onTimeout === 'reject'
    ? 'was rejected, because nobody decided in time'
    : 'was rejected';
}

/**
 * Where an order is, in one sentence. It says nothing that the order does not: no percentage and no guess at the time left.
 */
export function orderHeadline(order: HeadlineOrder): string {
  const { name } = order.provisionedProduct;
  const { doing, done, noun, succeeded } = orderKindWords[order.kind];
  const retried = order.attempt > 1;
  // AWS may have got it, and have had something else to do.
  const wasSent = order.events?.some(({ type }) => type === 'submitted');
  const untouched = retried || wasSent ? '' : ' Nothing was sent to AWS.';
  const sentences: Record<OrderState, () => string> = {
    'awaiting-approval': () =>
      `The ${noun} of ${name} ${waitingFor(
        order,
      )}. Nothing has been sent to AWS yet.`,
    queued: () =>
      waitFor(order) ??
      (retried
        ? `Attempt ${order.attempt} at the ${noun} of ${name} will be sent to AWS in a moment.`
        : `The ${noun} of ${name} will be sent to AWS in a moment.`),
    submitting: () => `Sending the ${noun} of ${name} to AWS.`,
    running: () =>
      order.record?.status === ROLLING_BACK
        ? `The ${noun} of ${name} failed; AWS is rolling it back.`
        : `AWS is ${doing} ${name}.`,
    succeeded: () => `${name} ${succeeded}.`,
    failed: () => `${name} could not be ${done}.`,
    rejected: () => `The ${noun} of ${name} ${rejectedBy(order)}.${untouched}`,
    expired: () =>
      `The ${noun} of ${name} expired, because nobody decided in time.${untouched}`,
    cancelled: () => `The ${noun} of ${name} was cancelled.${untouched}`,
  };
  return sentences[order.state]();
}
