import { AuditorService } from '@backstage/backend-plugin-api';
import { OutboxChannel } from '../../orders';
import { StoredLease, StoredLeaseEvent } from '../StoredLease';

/** The audit log of what happened to leases, by whom. */
export class LeaseAuditChannel
  implements OutboxChannel<StoredLeaseEvent, StoredLease>
{
  readonly name = 'audit';

  constructor(private readonly auditor: AuditorService) {}

  async deliver(event: StoredLeaseEvent, lease: StoredLease): Promise<void> {
    const auditorEvent = await this.auditor.createEvent({
      eventId: 'lease-event',
      severityLevel: 'medium',
      meta: {
        actionType: event.type,
        leaseId: lease.id,
        sequence: event.sequence,
        at: event.at,
        // Without a request the auditor takes this plugin for the actor.
        user: event.actor ?? null,
        target: lease.target,
        provisionedProductId: lease.provisionedProductId,
        policy: lease.policy,
        message: event.message,
      },
    });
    await auditorEvent.success();
  }
}
