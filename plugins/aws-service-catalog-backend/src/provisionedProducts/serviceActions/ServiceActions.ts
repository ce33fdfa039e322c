import { Knex } from 'knex';
import {
  ProvisionedProduct,
  ServiceAction,
  ServiceActionParameter,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsCallError,
  AwsTargets,
  describeServiceActionParameters,
  isAwsCallError,
  listServiceActions,
} from '../../aws';
import { ServiceActionRow } from '../../database/rows';
import { hasServiceActions } from '../decideAction';
import { joinUnderWay } from '../joinUnderWay';
import { Mask, nothingSecret, OrderLinks } from '../OrderLinks';

/** Whose service actions. */
export type ActionSubject = Pick<
  ProvisionedProduct,
  'target' | 'id' | 'type' | 'product' | 'version' | 'orderId'
>;

/** Service actions and when AWS said so. */
export type ReadServiceActions = {
  items: ServiceAction[];
  /** Absent where AWS has none for what it is. */
  readAt?: string;
};

/** What a provisioned product consists of changes without a new version. */
const TTL_MS = 60 * 60_000;

/** For how long AWS is not asked again after it could not be read. */
const FAILED_MS = 60_000;

/** For how long a list is kept that nobody wants to see any more. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** A read that failed. */
type Failure = { error: AwsCallError; atMs: number };

/**
 * The service actions of provisioned products, read from AWS when they are first wanted and kept in the database: a call for the
 * list, and one for each action. However many people look, AWS is asked once at a time, and not again for a minute after it has
 * failed.
 */
export class ServiceActions {
  private readonly underWay = new Map<string, Promise<ReadServiceActions>>();
  private readonly failures = new Map<string, Failure>();

  constructor(
    private readonly options: {
      knex: Knex;
      targets: AwsTargets;
      clock: ClockService;
      orders: Pick<OrderLinks, 'createMasks'>;
    },
  ) {}

  /**
   * Those of the version that it runs: from AWS when we have none of that version, they are older than an hour, or `fresh` is asked
   * for, whatever the last read came to. When AWS does not answer, old ones are still better than none, except for `fresh`.
   *
   * @throws AwsCallError
   */
  async read(
    subject: ActionSubject,
    options?: { fresh?: boolean },
  ): Promise<ReadServiceActions> {
    if (!hasServiceActions(subject)) {
      return { items: [] };
    }
    const cached = options?.fresh ? undefined : await this.findCached(subject);
    const now = this.options.clock.now();
    if (cached && now.getTime() - Date.parse(cached.readAt) < TTL_MS) {
      return cached;
    }
    const key = `${subject.target}/${subject.id}/${subject.version.id}`;
    try {
      if (!options?.fresh) {
        this.assertNotFailed(key, now);
      }
      return await joinUnderWay(this.underWay, key, () =>
        this.fetch(subject, key, now),
      );
    } catch (error) {
      if (cached && isAwsCallError(error, 'throttled', 'unavailable')) {
        return cached;
      }
      throw error;
    }
  }

  private async findCached({ target, id, version }: ActionSubject) {
    const row = await this.options
      .knex<ServiceActionRow>('service_actions')
      .where({
        target,
        provisioned_product_id: id,
        version_id: version.id,
      })
      .first();
    const items: ServiceAction[] = row && JSON.parse(row.actions);
    return row && { items, readAt: row.fetched_at };
  }

  /** Fails as the last read did, unless that is long ago. */
  private assertNotFailed(key: string, now: Date): void {
    const failure = this.failures.get(key);
    if (failure && now.getTime() - failure.atMs < FAILED_MS) {
      throw failure.error;
    }
  }

  private noteFailure(key: string, error: AwsCallError, now: Date): void {
    const atMs = now.getTime();
    for (const [other, failure] of this.failures) {
      if (atMs - failure.atMs >= FAILED_MS) {
        this.failures.delete(other);
      }
    }
    this.failures.set(key, { error, atMs });
  }

  private async fetch(
    subject: ActionSubject,
    key: string,
    now: Date,
  ): Promise<ReadServiceActions> {
    try {
      const read = await this.fetchNow(subject, now);
      this.failures.delete(key);
      return read;
    } catch (error) {
      if (isAwsCallError(error)) {
        this.noteFailure(key, error, now);
      }
      throw error;
    }
  }

  private async fetchNow(
    subject: ActionSubject,
    now: Date,
  ): Promise<ReadServiceActions> {
    const { knex } = this.options;
    const items = await this.ask(subject);
    const readAt = now.toISOString();
    await knex<ServiceActionRow>('service_actions')
      .insert({
        target: subject.target,
        provisioned_product_id: subject.id,
        version_id: subject.version.id,
        actions: JSON.stringify(items),
        fetched_at: readAt,
      })
      .onConflict(['target', 'provisioned_product_id'])
      .merge();
    const forgotten = new Date(now.getTime() - KEPT_MS).toISOString();
    await knex<ServiceActionRow>('service_actions')
      .where('fetched_at', '<', forgotten)
      .delete();
    return { items, readAt };
  }

  private async ask(subject: ActionSubject): Promise<ServiceAction[]> {
    const { knex, targets, orders } = this.options;
    const { id, orderId, product, version } = subject;
    const target = targets.get(subject.target);
    await target.verifyAccount();
    const masks = await orders.createMasks(knex, subject.target, [
      { id, orderId },
    ]);
    const mask = masks.get(id) ?? nothingSecret;
    const actions = await listServiceActions(target, {
      productId: product.id,
      versionId: version.id,
    });
    const items: ServiceAction[] = [];
    for (const action of actions) {
      const parameters = await describeServiceActionParameters(target, {
        provisionedProductId: id,
        serviceActionId: action.id,
      });
      items.push({
        ...action,
        parameters: await Promise.all(
          parameters.map(each => withoutSecrets(each, mask)),
        ),
      });
    }
    return items;
  }
}

/** AWS fills in what the provisioned product consists of, which may be named after a secret: then it is left to AWS. */
async function withoutSecrets(
  parameter: ServiceActionParameter,
  mask: Mask,
): Promise<ServiceActionParameter> {
  for (const value of parameter.defaults) {
    if (await mask.reveals(value)) {
      return { ...parameter, defaults: [], hasSecretDefaults: true };
    }
  }
  return parameter;
}
