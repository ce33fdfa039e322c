import { SignalsService } from '@backstage/plugin-signals-node';
import {
  LEASE_SIGNAL_CHANNEL,
  LeaseSignal,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { OrderAudience, OutboxChannel } from '../../orders';
import { LeaseSubjects } from '../LeaseSubjects';
import { isInForce, leaseStateAt } from '../presentLease';
import { LeaseEventType, StoredLease, StoredLeaseEvent } from '../StoredLease';

/** What changes nothing that a page shows of a lease, or comes with an order of which the page hears. */
const unseen: readonly LeaseEventType[] = [
  'began',
  'warning',
  'reminded',
  'gone',
];

/** Whether open pages hear of such an event: of a warning, for example, when it has not been delivered for a day. */
export function isSignalled(
  type: LeaseEventType,
  { problem }: Pick<StoredLease, 'problem'>,
): boolean {
  return (
    !unseen.includes(type) || (type === 'warning' && problem !== undefined)
  );
}

/** Signals to open pages: only that a lease changed, to requester, owner members and operators. */
export class LeaseSignalChannel
  implements OutboxChannel<StoredLeaseEvent, StoredLease>
{
  readonly name = 'signal';

  constructor(
    private readonly options: {
      signals: SignalsService;
      audience: OrderAudience;
      clock: ClockService;
      subjects: LeaseSubjects;
    },
  ) {}

  async deliver(_: StoredLeaseEvent, lease: StoredLease): Promise<void> {
    const { signals, audience, clock, subjects } = this.options;
    const { target, provisionedProductId } = lease;
    const subject = await subjects.find({ target, id: provisionedProductId });
    if (!subject) {
      return;
    }
    const { owner, requester } = subject;
    const found = await audience.find(
      { owner, requester, target, content: {} },
      ['requester', 'owner', 'operator'],
    );
    const users = [...new Set(Object.values(found).flat())];
    if (users.length === 0) {
      return;
    }
    const message: LeaseSignal = {
      target,
      provisionedProductId,
      ...(isInForce(lease) && { state: leaseStateAt(lease, clock.now()) }),
    };
    await signals.publish({
      recipients: { type: 'user', entityRef: users },
      channel: LEASE_SIGNAL_CHANNEL,
      message,
    });
  }
}
