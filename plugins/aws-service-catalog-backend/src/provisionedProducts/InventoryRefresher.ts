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
export type RefreshOptions = {
  /** Whether an output's value is, or holds, a secret. */
  isSecret?: (value: string) => boolean;
  /** All outputs; absent: AWS is asked. */
  outputs?: readonly AwsOutput[];
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
   * of outputs and records that are not given.
   *
   * @returns whether AWS knows it; if not, nothing is changed: the search may be behind, or the portal's access be lost
   * @throws AwsCallError
   */
  async refresh(
    targetName: string,
    id: string,
    options: RefreshOptions = {},
  ): Promise<boolean> {
    const { knex, targets, store, clock } = this.options;
    const target = targets.get(targetName);
    await target.verifyAccount();
    const readAt = clock.now().toISOString();
    const page = await searchProvisionedProductsPage(target, {
      terms: [`id:${id}`],
    });
    const attribute = page.provisionedProducts.find(each => each.id === id);
    if (!attribute) {
      return false;
    }
    const outputs = options.outputs ?? (await readOutputs(target, id));
    const records = options.records ?? (await listRecordHistory(target, id));
    const address = { target: targetName, id };
    await knex.transaction(async tx => {
      await store.writePage(tx, targetName, [attribute], readAt);
      if (outputs) {
        await store.writeOutputs(tx, address, outputs, {
          readAt,
          isSecret: options.isSecret ?? (() => false),
        });
      }
      await store.writeRecords(tx, address, records);
    });
    return true;
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
