import { Knex } from 'knex';
import { OrderState } from 'backstage-plugin-aws-service-catalog-common';
import { listOrderStates } from '../orders';
import { OrderLinks } from '../provisionedProducts';
import { LeaseSubject, LeaseSubjects } from './LeaseSubjects';
import { StoredLease } from './StoredLease';

/** What the world looks like around a lease. */
export type LeaseSurroundings = {
  /** What it is about; absent when that is not there, not ours, or in no target of this configuration. */
  subject?: LeaseSubject;
  /** What keeps it from being ended now. */
  obstacle?: string;
  /** The state of the order that terminates it. */
  termination?: OrderState;
};

const key = (target: string, id: string) => `${target} ${id}`;

/** Looks at what leases depend on: for many of them in as few queries as for one. */
export class LeaseSurvey {
  constructor(
    private readonly options: {
      knex: Knex;
      subjects: LeaseSubjects;
      orders: Pick<OrderLinks, 'findOpenOrders'>;
    },
  ) {}

  /** @returns what surrounds each of the leases, by lease id */
  async look(
    leases: readonly StoredLease[],
  ): Promise<ReadonlyMap<string, LeaseSurroundings>> {
    const { knex, subjects, orders } = this.options;
    const subjectOf = new Map<string, LeaseSubject>();
    const openOrderOf = new Map<string, string>();
    for (const target of new Set(leases.map(lease => lease.target))) {
      const ids = leases
        .filter(lease => lease.target === target)
        .map(lease => lease.provisionedProductId);
      for (const subject of await subjects.list(target, ids)) {
        subjectOf.set(key(target, subject.id), subject);
      }
      for (const [id, orderId] of await orders.findOpenOrders(target, ids)) {
        openOrderOf.set(key(target, id), orderId);
      }
    }
    const stateOf = await listOrderStates(
      knex,
      leases.flatMap(({ expiration }) => expiration?.orderId ?? []),
    );
    return new Map(
      leases.map(({ id, target, provisionedProductId, expiration }) => {
        const address = key(target, provisionedProductId);
        const subject = subjectOf.get(address);
        return [
          id,
          {
            subject,
            obstacle: findObstacle(subject, openOrderOf.get(address)),
            termination: stateOf.get(expiration?.orderId ?? ''),
          },
        ];
      }),
    );
  }
}

function findObstacle(
  subject: LeaseSubject | undefined,
  openOrderId: string | undefined,
): string | undefined {
  if (!subject) {
    return 'It is not seen, not ours, or its target is not configured';
  }
  if (subject.status === 'UNDER_CHANGE') {
    return 'AWS is changing it';
  }
  return openOrderId && `Order ${openOrderId} is changing it`;
}
