import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { Knex } from 'knex';
import {
  HoldLeaseRequest,
  LeaseDetail,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Caller, UserCaller } from '../authorize';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { PortalOrders } from '../orders';
import { ProvisionedProductsService } from '../provisionedProducts';
import { LeaseStore } from './LeaseStore';
import { isInForce } from './presentLease';
import { StoredLease, withoutWarning } from './StoredLease';
import { LeaseNote } from './writeLeases';

/** What callers may do with leases, apart from renewing them, which is an order. */
export class LeasesService {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      store: LeaseStore;
      provisionedProducts: ProvisionedProductsService;
      portalOrders: PortalOrders;
      /** Told when something is to be told. */
      onChanged: () => void;
    },
  ) {}

  /**
   * Keeps a lease from ending. A termination that the portal has ordered because the lease is over is withdrawn, as long as AWS
   * has not got it.
   *
   * @throws NotFoundError when there is no such provisioned product, or the caller may not read it
   * @throws NotAllowedError, ConflictError, InvalidFieldsError
   */
  async hold(
    caller: Caller,
    address: TargetAddress,
    request: HoldLeaseRequest,
  ): Promise<LeaseDetail> {
    assertUser(caller);
    const { knex, clock, portalOrders } = this.options;
    const lease = await this.findFor(caller, address, 'hold');
    const now = clock.now();
    const until = readUntil(request.until, now);
    const hold = {
      at: now.toISOString(),
      by: caller.userEntityRef,
      reason: request.reason,
      until,
    };
    await knex.transaction(async tx => {
      const orderId = lease.expiration?.orderId;
      if (orderId !== undefined) {
        await portalOrders.withdraw(tx, orderId, {
          actor: caller.userEntityRef,
          message: `It was withdrawn, because its lease is held: ${request.reason}`,
        });
      }
      await this.save(
        tx,
        { ...withoutWarning(lease), hold, dueAt: until },
        {
          type: 'held',
          actor: caller.userEntityRef,
          message: `It is held${until ? ` until ${until}` : ''}: ${
            request.reason
          }`,
        },
      );
    });
    this.options.onChanged();
    return this.read(caller, address);
  }

  /**
   * Lets a lease run again. Its people are warned before it ends, with the whole of their notice.
   *
   * @throws NotFoundError when there is no such provisioned product, or the caller may not read it
   * @throws NotAllowedError, ConflictError
   */
  async release(caller: Caller, address: TargetAddress): Promise<LeaseDetail> {
    assertUser(caller);
    const { knex, clock } = this.options;
    const { hold, ...lease } = await this.findFor(caller, address, 'release');
    await knex.transaction(tx =>
      this.save(
        tx,
        { ...withoutWarning(lease), dueAt: clock.now().toISOString() },
        {
          type: 'released',
          actor: caller.userEntityRef,
          message: 'It is not held any more.',
        },
      ),
    );
    this.options.onChanged();
    return this.read(caller, address);
  }

  private async read(
    caller: Caller,
    address: TargetAddress,
  ): Promise<LeaseDetail> {
    const { provisionedProducts } = this.options;
    const { lease } = await provisionedProducts.get(caller, address);
    if (!lease) {
      throw new ConflictError('It has no lease any more.');
    }
    return lease;
  }

  private async findFor(
    caller: UserCaller,
    address: TargetAddress,
    action: 'hold' | 'release',
  ): Promise<StoredLease> {
    const { store, knex, provisionedProducts } = this.options;
    const found = await provisionedProducts.get(caller, address);
    // Whether there is a lease is nothing that decides who may hold one.
    if (!caller.isOperator) {
      throw new NotAllowedError(
        `Only the people who run the portal can ${action} a lease.`,
      );
    }
    const decision = found.lease?.actions[action];
    const [lease] = await store.listOf(knex, address.target, [address.id]);
    if (!decision || !lease || !isInForce(lease)) {
      throw new NotFoundError(`${found.name} has no lease`);
    }
    if (!decision.allowed) {
      throw new ConflictError(decision.reason);
    }
    return lease;
  }

  private async save(
    tx: Knex,
    lease: StoredLease,
    note: LeaseNote,
  ): Promise<void> {
    const { store, clock } = this.options;
    if (!(await store.saveAnew(tx, lease, clock.now(), note))) {
      throw new ConflictError(
        'The lease went on at the same moment. Look at it again.',
      );
    }
  }
}

function readUntil(until: string | undefined, now: Date): string | undefined {
  if (until === undefined) {
    return undefined;
  }
  const untilMs = Date.parse(until);
  if (Number.isNaN(untilMs) || untilMs <= now.getTime()) {
    throw new InvalidFieldsError([
      {
        field: 'until',
        message:
          'This has to be an instant to come, such as 2026-12-31T00:00:00Z.',
      },
    ]);
  }
  return new Date(untilMs).toISOString();
}
