import { NotificationService } from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  OrderAudience,
  OutboxChannel,
  StepBoundaryService,
} from '../../orders';
import { LeaseStore } from '../LeaseStore';
import { LeaseSubject, LeaseSubjects } from '../LeaseSubjects';
import { LeaseWatch } from '../LeaseWatch';
import { StoredLease, StoredLeaseEvent } from '../StoredLease';
import {
  LeaseNotice,
  leaseNotices,
  LeaseRole,
  warningNotice,
  writeNotice,
} from './leaseNotices';

/** How often a confirmation is tried that loses against other changes of the lease. */
const MAX_TRIES = 5;

/**
 * Notifications about leases. A warning counts once the notifications backend has taken it; without one nobody can be warned, and
 * nothing ends.
 */
export class LeaseNotificationChannel
  implements OutboxChannel<StoredLeaseEvent, StoredLease>
{
  readonly name = 'notification';

  constructor(
    private readonly options: {
      notifications: NotificationService;
      audience: OrderAudience;
      knex: Knex;
      clock: ClockService;
      store: LeaseStore;
      subjects: LeaseSubjects;
      watch: LeaseWatch;
      stepBoundary: StepBoundaryService;
      /** Told when something is to be told. */
      onChanged: () => void;
    },
  ) {}

  async deliver(event: StoredLeaseEvent, lease: StoredLease): Promise<void> {
    const { target, provisionedProductId: id } = lease;
    const subject = await this.options.subjects.find({ target, id });
    if (!subject) {
      return;
    }
    if (event.type === 'warning') {
      await this.warn(event, lease, subject);
      return;
    }
    for (const notice of leaseNotices) {
      if (notice.on === event.type && notice.holds?.(lease) !== false) {
        const users = await this.listUsers(subject, notice.tell);
        await this.send(users, notice, lease, subject);
      }
    }
  }

  /** The end that people are warned of is one notice away at the least, however late the warning is delivered. */
  private async warn(
    event: StoredLeaseEvent,
    lease: StoredLease,
    subject: LeaseSubject,
  ): Promise<void> {
    if (!isWanted(event, lease)) {
      return;
    }
    const now = this.options.clock.now();
    const earliest = new Date(now.getTime() + lease.terms.warnMs).toISOString();
    const endsAt = lease.endsAt > earliest ? lease.endsAt : earliest;
    const people = await this.listUsers(subject, 'people');
    // An owner without members cannot look after anything: whoever runs the portal has to.
    const users =
      people.length > 0 ? people : await this.listUsers(subject, 'operator');
    if (users.length === 0) {
      throw new Error(`There is nobody to warn about lease ${lease.id}`);
    }
    await this.send(users, warningNotice, { ...lease, endsAt }, subject);
    await this.options.stepBoundary.reach('lease-warning-sent');
    await this.confirm(event, endsAt, subject.owner, users.length);
  }

  private async confirm(
    event: StoredLeaseEvent,
    endsAt: string,
    owner: string,
    users: number,
  ): Promise<void> {
    const { knex, clock, store, watch, stepBoundary, onChanged } = this.options;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const lease = await store.find(knex, event.leaseId);
      if (!lease?.warning || !isWanted(event, lease)) {
        return;
      }
      const now = clock.now();
      const at = now.toISOString();
      const warning = {
        ...lease.warning,
        deliveredAt: at,
        deliveredSeenMs: await watch.readSeenMs(now),
        owner,
      };
      const warned = {
        ...lease,
        warning,
        endsAt,
        problem: undefined,
        dueAt: at,
      };
      const saved = await knex.transaction(tx =>
        store.save(tx, warned, now, {
          type: 'warned',
          message: `${users} ${
            users === 1 ? 'person was' : 'people were'
          } warned that its lease ends on ${endsAt}.`,
        }),
      );
      if (saved) {
        await stepBoundary.reach('lease-warning-confirmed');
        onChanged();
        return;
      }
    }
    throw new Error(`The warning of lease ${event.leaseId} was not noted`);
  }

  private async listUsers(
    { owner, requester, target }: LeaseSubject,
    role: LeaseRole,
  ): Promise<string[]> {
    const found = await this.options.audience.find(
      { owner, requester, target, content: {} },
      role === 'people' ? ['requester', 'owner'] : ['operator'],
    );
    return [...new Set(Object.values(found).flat())];
  }

  private async send(
    users: string[],
    notice: LeaseNotice,
    lease: StoredLease,
    subject: LeaseSubject,
  ): Promise<void> {
    if (users.length > 0) {
      await this.options.notifications.send({
        recipients: { type: 'entity', entityRef: users },
        payload: writeNotice(notice, lease, subject),
      });
    }
  }
}

/** Whether a warning is the one that the lease waits for: it may have been renewed, held or warned anew meanwhile. */
function isWanted(
  { sequence }: StoredLeaseEvent,
  { warning, status, hold }: StoredLease,
): boolean {
  return (
    status === 'running' &&
    !hold &&
    warning?.sequence === sequence &&
    warning.deliveredAt === undefined
  );
}
