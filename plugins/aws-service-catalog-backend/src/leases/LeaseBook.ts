import { randomUUID } from 'node:crypto';
import { Knex } from 'knex';
import {
  AllowedAction,
  isFinalOrderState,
  Lease,
  LeaseDetail,
  LeasePreview,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Caller } from '../authorize';
import { PluginConfig } from '../config';
import {
  LeasedLaunch,
  OrderLeases,
  RenewalQuote,
  StoredOrder,
} from '../orders';
import { findLease, LeaseConfig, LeaseFacts } from '../policy';
import { LeaseViews } from '../provisionedProducts';
import { decideHold, decideRelease } from './decideHold';
import { LeaseStore } from './LeaseStore';
import { toTerms, warnsAt } from './leaseTerms';
import {
  isInForce,
  presentLease,
  presentLeaseEvent,
  previewLease,
} from './presentLease';
import { endOfRenewal, quoteRenewal } from './quoteRenewal';
import { StoredLease, withEnd } from './StoredLease';

function factsOf(launch: LeasedLaunch): LeaseFacts {
  const { target, owner, product, effective, content } = launch;
  return {
    target,
    owner,
    product,
    portfolioNames: [content.portfolioName ?? ''],
    parameters: effective,
    tags: content.tags,
  };
}

/** What others see of leases, and what orders do to them. */
export class LeaseBook implements OrderLeases, LeaseViews {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'leases'>;
      knex: Knex;
      clock: ClockService;
      store: LeaseStore;
    },
  ) {}

  /** A lease that begins now. */
  create(address: TargetAddress, policy: LeaseConfig): StoredLease {
    const now = this.options.clock.now();
    const startedAt = now.toISOString();
    const endsAt = new Date(now.getTime() + policy.lifetime).toISOString();
    const terms = toTerms(policy);
    return {
      id: randomUUID(),
      target: address.target,
      provisionedProductId: address.id,
      revision: 0,
      status: 'running',
      policy: policy.name,
      terms,
      startedAt,
      termEndsAt: endsAt,
      endsAt,
      renewals: 0,
      dueAt: warnsAt({ endsAt, terms }),
      lastSequence: 0,
      updatedAt: startedAt,
    };
  }

  async findLeases(
    target: string,
    provisionedProductIds: readonly string[],
  ): Promise<ReadonlyMap<string, Lease>> {
    const { store, knex, clock } = this.options;
    const now = clock.now();
    const leases = await store.listOf(knex, target, provisionedProductIds);
    return new Map(
      leases
        .filter(isInForce)
        .map(lease => [lease.provisionedProductId, presentLease(lease, now)]),
    );
  }

  async describeLease(
    caller: Pick<Caller, 'isOperator' | 'principal'>,
    address: TargetAddress,
    renew: AllowedAction,
  ): Promise<LeaseDetail | undefined> {
    const { store, knex, clock } = this.options;
    const lease = await this.find(knex, address);
    if (!lease) {
      return undefined;
    }
    const now = clock.now();
    const quote = quoteRenewal(lease, undefined, now);
    return {
      ...presentLease(lease, now),
      events: (await store.listEvents(knex, lease.id)).map(presentLeaseEvent),
      actions: {
        renew:
          renew.allowed && 'conflict' in quote
            ? { allowed: false, reason: quote.conflict }
            : renew,
        hold: decideHold(caller),
        release: decideRelease(caller, lease),
      },
    };
  }

  previewLaunch(launch: LeasedLaunch): LeasePreview | undefined {
    const policy = findLease(this.options.config.leases, factsOf(launch));
    const address = { target: launch.target, id: '' };
    return policy && previewLease(this.create(address, policy));
  }

  async quoteRenewal(
    address: TargetAddress,
    until: string | undefined,
  ): Promise<RenewalQuote> {
    const { knex, clock } = this.options;
    const lease = await this.find(knex, address);
    return lease
      ? quoteRenewal(lease, until, clock.now())
      : { conflict: 'It has no lease: it may live for ever.' };
  }

  async begin(tx: Knex, order: StoredOrder): Promise<void> {
    const { config, store } = this.options;
    const { id } = order.provisionedProduct;
    const policy = findLease(
      config.leases,
      factsOf({ ...order, effective: order.content.facts?.parameters ?? {} }),
    );
    if (policy && id !== undefined) {
      const lease = this.create({ target: order.target, id }, policy);
      await store.insert(tx, lease, describeBeginning(lease));
    }
  }

  async renew(
    tx: Knex,
    order: StoredOrder,
  ): Promise<{ endsAt: string } | { refusal: string }> {
    const { store, clock } = this.options;
    const { renewal } = order.content;
    const lease = await this.find(tx, {
      target: order.target,
      id: order.provisionedProduct.id ?? '',
    });
    if (!lease || lease.id !== renewal?.leaseId) {
      return { refusal: 'It has no lease any more.' };
    }
    const now = clock.now();
    const endsAt = endOfRenewal(lease, renewal.until, now);
    if (endsAt === undefined) {
      return { refusal: `Its lease ends on ${lease.endsAt} already.` };
    }
    const renewed = { ...withEnd(lease, endsAt), renewals: lease.renewals + 1 };
    const saved = await store.saveAnew(
      tx,
      { ...renewed, dueAt: warnsAt(renewed) },
      now,
      {
        type: 'renewed',
        actor: order.requester,
        message: `It was renewed (${renewed.renewals}) by order ${order.id}, and ends on ${endsAt}.`,
      },
    );
    if (!saved) {
      throw new Error(`The lease ${lease.id} was changed at the same moment`);
    }
    return { endsAt };
  }

  async describeOrder(order: StoredOrder): Promise<LeasePreview | undefined> {
    const { knex, config } = this.options;
    const { target, provisionedProduct, kind, state } = order;
    const id = provisionedProduct.id ?? '';
    const lease = await this.find(knex, { target, id });
    if (lease) {
      return previewLease(lease);
    }
    // Whether a stack has the tags that a lease wants is seen when it was imported.
    const isToCome = kind === 'provision' && !isFinalOrderState(state);
    return isToCome && config.leases.length > 0
      ? this.previewLaunch({
          ...order,
          effective: order.content.facts?.parameters ?? {},
        })
      : undefined;
  }

  private async find(
    tx: Knex,
    { target, id }: TargetAddress,
  ): Promise<StoredLease | undefined> {
    const [lease] = await this.options.store.listOf(tx, target, [id]);
    return lease && isInForce(lease) ? lease : undefined;
  }
}

/** What the history says of a lease that begins. */
export function describeBeginning({ policy, endsAt }: StoredLease) {
  return {
    type: 'began',
    message: `Its lease began, by policy '${policy}', and ends on ${endsAt}.`,
  } as const;
}
