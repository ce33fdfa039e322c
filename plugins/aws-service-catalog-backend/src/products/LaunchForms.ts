import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsTargets,
  describeProvisioningParameters,
  isAwsCallError,
} from '../aws';
import { LaunchFormRow } from '../database/rows';
import { LaunchFormContent, parseLaunchForm } from './parseLaunchForm';

/** Which launch form: the ids of product, version and launch path in a target. */
export type LaunchFormAddress = {
  target: string;
  productId: string;
  versionId: string;
  pathId: string;
};

/** A launch form and when AWS said so. */
export type ReadLaunchForm = LaunchFormContent & { fetchedAt: string };

/** Constraints and TagOptions change without a new version, so a form is not believed forever. */
const TTL_MS = 60 * 60_000;

/**
 * Launch forms, read from AWS when they are first wanted and kept in the database.
 */
export class LaunchForms {
  constructor(
    private readonly options: {
      knex: Knex;
      targets: AwsTargets;
      clock: ClockService;
    },
  ) {}

  /**
   * A launch form: from AWS when we have none, it is older than an hour, or `fresh` is asked for. When AWS does not answer, an
   * old one is still better than none, except for `fresh`.
   *
   * @throws AwsCallError, of kind `not-found` or `invalid` when version or path are not the product's (any more)
   */
  async read(
    address: LaunchFormAddress,
    options?: { fresh?: boolean },
  ): Promise<ReadLaunchForm> {
    const fresh = options?.fresh ?? false;
    const cached = fresh ? undefined : await this.findCached(address);
    const now = this.options.clock.now();
    if (cached && now.getTime() - Date.parse(cached.fetchedAt) < TTL_MS) {
      return cached;
    }
    try {
      return await this.fetch(address, now.toISOString());
    } catch (error) {
      if (cached && isAwsCallError(error, 'throttled', 'unavailable')) {
        return cached;
      }
      throw error;
    }
  }

  private async findCached(
    address: LaunchFormAddress,
  ): Promise<ReadLaunchForm | undefined> {
    const row = await this.options
      .knex<LaunchFormRow>('launch_forms')
      .select()
      .where(toKey(address))
      .first();
    return row && { ...JSON.parse(row.content), fetchedAt: row.fetched_at };
  }

  private async fetch(
    address: LaunchFormAddress,
    fetchedAt: string,
  ): Promise<ReadLaunchForm> {
    const { knex, targets } = this.options;
    const target = targets.get(address.target);
    await target.verifyAccount();
    const content = parseLaunchForm(
      await describeProvisioningParameters(target, address),
    );
    await knex<LaunchFormRow>('launch_forms')
      .insert({
        ...toKey(address),
        content: JSON.stringify(content),
        fetched_at: fetchedAt,
        tag_options: JSON.stringify(content.tagOptions),
      })
      .onConflict(['target', 'product_id', 'version_id', 'path_id'])
      .merge();
    return { ...content, fetchedAt };
  }
}

function toKey(address: LaunchFormAddress) {
  return {
    target: address.target,
    product_id: address.productId,
    version_id: address.versionId,
    path_id: address.pathId,
  };
}
