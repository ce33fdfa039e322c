import { Knex } from 'knex';
import { PORTAL_REQUESTER } from 'backstage-plugin-aws-service-catalog-common';
import { LeaseRow } from '../../database/rows';
import {
  fromLeaseEventRow,
  fromLeaseRow,
  LeaseEventRow,
} from '../../leases/leaseRows';
import {
  LeaseEventType,
  StoredLease,
  StoredLeaseEvent,
} from '../../leases/StoredLease';
import { StoredOrder } from '../../orders/StoredOrder';
import { SentNotification } from '../portalProcess';

/** Everything that is left when the leases have ended. */
export type LeaseFacts = {
  leases: StoredLease[];
  /** Those of each lease in sequence. */
  events: StoredLeaseEvent[];
  /** Rows of the outbox. */
  untold: { lease_id: string; sequence: number }[];
  notified: SentNotification[];
  orders: Pick<
    StoredOrder,
    'id' | 'kind' | 'state' | 'requester' | 'provisionedProduct'
  >[];
};

/** Reads what the database knows of leases. */
export async function readLeaseFacts(
  knex: Knex,
): Promise<Pick<LeaseFacts, 'leases' | 'events' | 'untold'>> {
  return {
    leases: (await knex<LeaseRow>('leases').orderBy('id')).map(fromLeaseRow),
    events: (
      await knex<LeaseEventRow>('lease_events').orderBy([
        'lease_id',
        'sequence',
      ])
    ).map(fromLeaseEventRow),
    untold: await knex('lease_outbox').select('lease_id', 'sequence'),
  };
}

/** How far what a notification says may be from the moment in which it is sent: texts have minutes. */
const TOLERANCE_MS = 60_000;

/** What makes a warning that came before count for nothing. */
const resets: readonly LeaseEventType[] = [
  'began',
  'renewed',
  'held',
  'released',
];

const ends: readonly LeaseEventType[] = ['termination-ordered', 'flagged'];

/** A promise about one lease that was broken, in one sentence. */
type Check = (
  lease: StoredLease,
  events: readonly StoredLeaseEvent[],
  facts: LeaseFacts,
) => string[];

const scopeOf = ({ id }: StoredLease) => `lease:${id}:people`;

const isWarning = ({ title }: SentNotification) =>
  title.includes('is about to end');

/** The events after the last one that made warnings count for nothing. */
function sinceReset(events: readonly StoredLeaseEvent[]): StoredLeaseEvent[] {
  const last = events.findLastIndex(({ type }) => resets.includes(type));
  return events.slice(last + 1);
}

const comesToAnEnd: Check = ({ id, status, problem }) =>
  status === 'gone' || (status === 'expired' && problem?.code === 'flagged')
    ? []
    : [`Lease ${id} has not come to an end: it is ${status}`];

const endsWarned: Check = (lease, events, { notified }) =>
  events.flatMap((event, index) => {
    if (!ends.includes(event.type)) {
      return [];
    }
    const before = sinceReset(events.slice(0, index));
    const asked = before.find(({ type }) => type === 'warning');
    const warned = before.find(({ type }) => type === 'warned');
    const heard =
      asked &&
      warned &&
      notified.find(
        each =>
          isWarning(each) &&
          each.scope === scopeOf(lease) &&
          each.users.length > 0 &&
          each.at >= asked.at &&
          each.at <= warned.at,
      );
    if (!heard) {
      return `Lease ${lease.id} ended (${event.type}) without a warning`;
    }
    const { warnMs, graceMs } = lease.terms;
    const noticeMs = Date.parse(event.at) - Date.parse(heard.at);
    return noticeMs >= warnMs + graceMs - TOLERANCE_MS
      ? []
      : `Lease ${lease.id} ended ${noticeMs} ms after its warning`;
  });

const keepsItsWord: Check = (lease, events, { notified }) => {
  const end = events.find(({ type }) => ends.includes(type));
  const told = notified.filter(
    each => isWarning(each) && each.scope === scopeOf(lease),
  );
  return told
    .map(({ title }) => /(\S+) (\S+) UTC$/.exec(title))
    .map(found => Date.parse(`${found?.[1]}T${found?.[2]}Z`))
    .filter(toldMs => !end || !(Date.parse(end.at) >= toldMs))
    .map(
      toldMs =>
        `Lease ${lease.id} ended at ${end?.at}, before ${new Date(
          toldMs,
        ).toISOString()}, as people were told`,
    );
};

const losesNoWarning: Check = ({ id }, events) =>
  events.flatMap(({ type, sequence }, index) => {
    if (type !== 'warning') {
      return [];
    }
    const next = events
      .slice(index + 1)
      .find(each => ['warning', 'warned', ...resets].includes(each.type));
    return next && next.type !== 'warning'
      ? []
      : `Warning ${sequence} of lease ${id} was lost`;
  });

const warnsOnce: Check = ({ id }, events) =>
  events.flatMap(({ type, sequence }, index) =>
    type === 'warned' &&
    sinceReset(events.slice(0, index)).some(each => each.type === 'warned')
      ? `Lease ${id} was noted as warned twice: ${sequence}`
      : [],
  );

const endsOnce: Check = ({ id, provisionedProductId }, events, { orders }) => {
  const noted = events.filter(({ type }) => ends.includes(type));
  const placed = orders.filter(
    ({ requester, kind, provisionedProduct }) =>
      requester === PORTAL_REQUESTER &&
      kind === 'terminate' &&
      provisionedProduct.id === provisionedProductId,
  );
  const expected = noted.filter(({ type }) => type === 'termination-ordered');
  return [
    ...(noted.length > 1 ? [`Lease ${id} ended ${noted.length} times`] : []),
    ...(placed.length === expected.length
      ? []
      : [
          `The portal ordered ${placed.length} terminations of lease ${id}, which knows ${expected.length}`,
        ]),
  ];
};

const isRenewedAsOrdered: Check = (
  { id, renewals, provisionedProductId },
  events,
  { orders },
) => {
  const ordered = orders.filter(
    ({ kind, state, provisionedProduct }) =>
      kind === 'renew' &&
      state === 'succeeded' &&
      provisionedProduct.id === provisionedProductId,
  ).length;
  const noted = events.filter(({ type }) => type === 'renewed').length;
  return renewals === ordered && noted === ordered
    ? []
    : [
        `Lease ${id} has ${renewals} renewals, and ${noted} in its history, of ${ordered}`,
      ];
};

const tellsWhole: Check = ({ id, lastSequence }, events, { untold }) => [
  ...(events.every(({ sequence }, index) => sequence === index + 1) &&
  events.length === lastSequence
    ? []
    : [`The history of lease ${id} has gaps`]),
  ...untold
    .filter(row => row.lease_id === id)
    .map(row => `Nobody was told of event ${row.sequence} of lease ${id}`),
];

/** Whoever hears again of the same sees it in the place of the first. */
const replacesWhatItRepeats = ({ notified }: LeaseFacts): string[] =>
  notified
    .filter(({ scope = '' }) => !/^(lease|order):[^:]+:[^:]+$/.test(scope))
    .map(({ title }) => `A notification replaces no other one: ${title}`);

const checks: readonly Check[] = [
  comesToAnEnd,
  endsWarned,
  keepsItsWord,
  losesNoWarning,
  warnsOnce,
  endsOnce,
  isRenewedAsOrdered,
  tellsWhole,
];

/**
 * Checks everything that the portal promises of leases, whatever crashes.
 *
 * @returns what was broken, one sentence each
 */
export function findLeaseViolations(facts: LeaseFacts): string[] {
  return [
    ...facts.leases.flatMap(lease => {
      const events = facts.events.filter(({ leaseId }) => leaseId === lease.id);
      return checks.flatMap(check => check(lease, events, facts));
    }),
    ...replacesWhatItRepeats(facts),
  ];
}
