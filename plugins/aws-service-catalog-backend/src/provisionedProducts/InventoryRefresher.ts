import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsOutput,
  AwsRecord,
  AwsTarget,
  AwsTargets,
  getProvisionedProductOutputs,
  isAwsCallError,
  listRecordHistory,
  searchProvisionedProductsPage,
} from '../aws';
import { InventoryStore } from './InventoryStore';

/** What is known already, and need not be asked again. */
export type KnownParts = {
  /** All outputs, or that they are what they were; absent: AWS is asked. */
  outputs?: readonly AwsOutput[] | 'unchanged';
  /** New records; absent: AWS is asked for all. */
  records?: readonly AwsRecord[];
};

/** Reads single provisioned products again, between two syncs. */
export class InventoryRefresher {
  constructor(
    private readonly options: {
      knex: Knex;
      targets: AwsTargets;
      store: InventoryStore;
      clock: ClockService;
    },
  ) {}

  /**
   * Reads one provisioned product from AWS, with outputs and records, and writes what changed. Makes one call, and one for each
   * of outputs and records that are not given. What is given is written even when AWS does not show the provisioned product, as
   * long as we know it.
   *
   * @returns whether AWS shows it; if not, nothing is asked or removed: the search may be behind, or the portal's access be lost
   * @throws AwsCallError
   */
  async refresh(
    targetName: string,
    id: string,
    given: KnownParts = {},
  ): Promise<boolean> {
    const { knex, targets, store, clock } = this.options;
    const target = targets.get(targetName);
    await target.verifyAccount();
    const readAt = clock.now().toISOString();
    const page = await searchProvisionedProductsPage(target, {
      terms: [`id:${id}`],
    });
    const shown = page.provisionedProducts.filter(each => each.id === id);
    const known =
      shown.length > 0
        ? {
            outputs: given.outputs ?? (await readOutputs(target, id)),
            records: given.records ?? (await listRecordHistory(target, id)),
          }
        : given;
    const { outputs, records } = known;
    const parts = {
      outputs: outputs === 'unchanged' ? undefined : outputs,
      records,
    };
    const address = { target: targetName, id };
    await knex.transaction(async tx => {
      await store.writePage(tx, targetName, shown, readAt);
      if (shown.length > 0) {
        await store.noteRefreshed(tx, address, readAt);
      }
      await store.writeParts(tx, address, parts, readAt);
    });
    return shown.length > 0;
  }
}

/** The outputs; undefined for one that never ran, which AWS refuses to answer for. */
async function readOutputs(
  target: AwsTarget,
  id: string,
): Promise<AwsOutput[] | undefined> {
  try {
    return await getProvisionedProductOutputs(target, id);
  } catch (error) {
    if (isAwsCallError(error, 'invalid', 'not-found')) {
      return undefined;
    }
    throw error;
  }
}
