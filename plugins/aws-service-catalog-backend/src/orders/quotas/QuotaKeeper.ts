import { Knex } from 'knex';
import {
  FieldError,
  QuotaUse,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../../config';
import { InvalidFieldsError } from '../../InvalidFieldsError';
import { findQuota, QuotaConfig } from '../../policy';
import { Failure, failures } from '../failures';
import { kinds } from '../kinds';
import { lockName } from '../lockName';
import { StoredOrder } from '../StoredOrder';
import { HoldingsFilter, QuotaStore } from './QuotaStore';

/** What may take a place of a quota: only what makes something new does. */
export type Launch = Pick<
  StoredOrder,
  'kind' | 'target' | 'owner' | 'product' | 'provisionedProduct'
>;

/** Says that a quota is used up; undefined when a place is free. */
export function findQuotaProblem(
  use: QuotaUse | undefined,
  owner: string,
): FieldError | undefined {
  return use && use.used >= use.limit
    ? {
        field: 'quota',
        message: `Quota '${use.name}' is used up: ${owner} has ${use.used} of ${use.limit}, launches under way included. Have something terminated, withdraw an order that waits, or ask the people who run the portal for more.`,
      }
    : undefined;
}

/**
 * Keeps owners within their quotas. Everything an owner has counts for one quota at most, the first that fits it, as an order
 * does: so an order changes the use of no other quota than the one it has locked.
 */
export class QuotaKeeper {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'quotas' | 'targets'>;
      knex: Knex;
      store: QuotaStore;
      clock: ClockService;
    },
  ) {}

  /** The quota that a launch takes a place of, if there is one. */
  async find(launch: Launch): Promise<QuotaConfig | undefined> {
    const { config, knex } = this.options;
    if (kinds[launch.kind].changes || config.quotas.length === 0) {
      return undefined;
    }
    const quotaOf = await this.classify(knex, launch.owner, [launch]);
    return quotaOf(launch);
  }

  /** How much of its quota is used by others than the launch itself; undefined when none fits it. */
  async measure(launch: Launch): Promise<QuotaUse | undefined> {
    const quota = await this.find(launch);
    return quota && this.count(this.options.knex, quota, launch);
  }

  /**
   * Takes a place of a quota, if one is free, for what the transaction goes on to save. Nobody else can take one before the
   * transaction has ended. Has to be the first thing that the transaction does.
   *
   * @param quota - what {@link QuotaKeeper.find} has found
   * @throws InvalidFieldsError naming `quota` when it is used up
   */
  async reserve(
    tx: Knex,
    quota: QuotaConfig | undefined,
    launch: Launch,
  ): Promise<void> {
    if (!quota) {
      return;
    }
    const { clock } = this.options;
    const { owner } = launch;
    const at = clock.now().toISOString();
    // An entity ref holds no space.
    await lockName(tx, `${owner} ${quota.name}`, at);
    const use = await this.count(tx, quota, launch);
    const problem = findQuotaProblem(use, owner);
    if (problem) {
      throw new InvalidFieldsError([problem]);
    }
  }

  /**
   * Whether an order that is about to be launched has lost its place: somebody has made something by hand meanwhile, or the
   * limit was lowered. Then the orders that were placed first are let through.
   */
  async check(order: StoredOrder): Promise<Failure | undefined> {
    const quota = await this.find(order);
    const use =
      quota && (await this.count(this.options.knex, quota, order, order));
    return use && use.used >= use.limit
      ? failures.quotaExceeded(use, order.owner)
      : undefined;
  }

  private async count(
    tx: Knex,
    quota: QuotaConfig,
    { target, owner, provisionedProduct }: Launch,
    placedBefore?: HoldingsFilter['placedBefore'],
  ): Promise<QuotaUse> {
    const { config, store } = this.options;
    const holdings = await store.listHoldings(tx, {
      owner,
      targets: config.targets.map(({ name }) => name),
      except: { target, name: provisionedProduct.name },
      placedBefore,
    });
    const quotaOf = await this.classify(tx, owner, holdings);
    const counted = holdings.filter(holding => quotaOf(holding) === quota);
    const there = counted.filter(({ name }) => name === undefined);
    const coming = counted.filter(({ name }) => name !== undefined);
    return {
      name: quota.name,
      limit: quota.limit,
      used:
        there.reduce((sum, { count }) => sum + count, 0) +
        new Set(coming.map(each => `${each.target} ${each.name}`)).size,
    };
  }

  /** Which quota counts for each of some things of one owner. */
  private async classify(
    tx: Knex,
    owner: string,
    things: readonly Pick<Launch, 'target' | 'product'>[],
  ): Promise<
    (thing: Pick<Launch, 'target' | 'product'>) => QuotaConfig | undefined
  > {
    const { config, store } = this.options;
    const paths = await store.listPortfolios(
      tx,
      things.map(({ product }) => product.id),
    );
    return ({ target, product }) =>
      findQuota(config.quotas, {
        target,
        owner,
        product,
        portfolioNames: paths
          .filter(
            path => path.target === target && path.productId === product.id,
          )
          .map(({ portfolioName }) => portfolioName),
      });
  }
}
