import { Knex } from 'knex';
import {
  HandOverRequest,
  HandOverResponse,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig, TargetConfig } from '../../config';
import { policyAllows, PolicyConditions } from '../../database/conditions';
import { OrderLinks } from '../OrderLinks';
import { ProvisionedProductField } from '../ProvisionedProductStore';
import { OwnerDirectory } from './OwnerDirectory';
import { Ownable, OwnershipStore } from './OwnershipStore';

/** So many are handed over in one transaction. */
const BATCH_SIZE = 200;
/** So many of those that were left are named. */
const MOST_SKIPPED = 100;

type Policy = PolicyConditions<ProvisionedProductField>;

/** Hands over everything that an owner has. */
export class BulkHandOver {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'targets'>;
      knex: Knex;
      clock: ClockService;
      store: OwnershipStore;
      directory: OwnerDirectory;
      orders: Pick<OrderLinks, 'findOpenOrders'>;
    },
  ) {}

  /**
   * Hands over what the new owner may have and the policy allows, except what an order is changing. Batches follow each other: a
   * failure leaves what was handed over before, and can be repeated.
   */
  async run(
    policy: Policy,
    { from, to }: HandOverRequest,
  ): Promise<HandOverResponse> {
    const { knex, store, directory, clock } = this.options;
    const result: HandOverResponse = { moved: 0, left: 0, skipped: [] };
    let after: TargetAddress | undefined;
    let batch: Ownable[];
    do {
      batch = await store.listOwned(knex, from, { after, limit: BATCH_SIZE });
      after = batch[batch.length - 1];
      const obstacles = await this.findObstacles(policy, batch, { from, to });
      const free = batch.filter(thing => !obstacles.has(thing));
      const members = await directory.listMembers(free, to);
      const entities = await directory.listEntitiesOf(free, to);
      const at = clock.now().toISOString();
      result.moved += await knex.transaction(async tx => {
        let moved = 0;
        for (const thing of free) {
          const isMoved = await store.handOver(tx, thing, from, {
            owner: to,
            members,
            entities,
            at,
          });
          moved += isMoved ? 1 : 0;
        }
        return moved;
      });
      result.left += obstacles.size;
      result.skipped.push(
        ...[...obstacles]
          .slice(0, MOST_SKIPPED - result.skipped.length)
          .map(([{ target, id, name }, reason]) => ({
            target,
            id,
            name,
            reason,
          })),
      );
    } while (batch.length === BATCH_SIZE);
    return result;
  }

  /** What stands against handing over each of some things; none: nothing does. */
  private async findObstacles(
    policy: Policy,
    things: readonly Ownable[],
    owners: HandOverRequest,
  ): Promise<ReadonlyMap<Ownable, string>> {
    const obstacles = new Map<Ownable, string>();
    for (const target of this.options.config.targets) {
      const inTarget = things.filter(thing => thing.target === target.name);
      const openOrders = await this.options.orders.findOpenOrders(
        target.name,
        inTarget.map(({ id }) => id),
      );
      for (const thing of inTarget) {
        const obstacle =
          findObstacle(policy, thing, target, owners) ??
          orderObstacle(openOrders.get(thing.id));
        if (obstacle) {
          obstacles.set(thing, obstacle);
        }
      }
    }
    return obstacles;
  }
}

function orderObstacle(orderId: string | undefined): string | undefined {
  return orderId && `Order ${orderId} is changing it.`;
}

function findObstacle(
  policy: Policy,
  { product, requester }: Ownable,
  target: TargetConfig,
  { from, to }: HandOverRequest,
): string | undefined {
  if (!target.owners.includes(to)) {
    return `Target ${target.name} does not serve ${to}.`;
  }
  const isAllowed = policyAllows(policy, {
    target: target.name,
    productId: product.id,
    productName: product.name,
    requester,
    owner: from,
  });
  return isAllowed ? undefined : 'You are not allowed to decide who owns it.';
}
