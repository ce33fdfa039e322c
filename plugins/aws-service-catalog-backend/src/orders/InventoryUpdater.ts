import { Knex } from 'knex';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsOutput, AwsRecord } from '../aws';
import {
  InventoryRefresher,
  InventoryStore,
  ProvisionedProductStore,
} from '../provisionedProducts';
import { SecretMask } from './secrets/SecretMask';
import { StoredOrder } from './StoredOrder';

/** Keeps our copy of the inventory up to date with what orders did, ahead of the next sync. */
export class InventoryUpdater {
  constructor(
    private readonly options: {
      knex: Knex;
      store: InventoryStore;
      refresher: InventoryRefresher;
      reader: ProvisionedProductStore;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /** Notes, with the acceptance of a launch, who owns what it launches. */
  async assignOwner(
    tx: Knex,
    order: StoredOrder,
    provisionedProductId: string,
  ): Promise<void> {
    const { store, clock } = this.options;
    await store.assignOwner(tx, {
      target: order.target,
      provisionedProductId,
      owner: order.owner,
      source: 'order',
      entityRef: order.entityRef,
      requester: order.requester,
      orderId: order.id,
      at: clock.now().toISOString(),
    });
  }

  /** Takes out of the lists what a record of AWS says is terminated. */
  async noteTerminated(
    tx: Knex,
    order: StoredOrder,
    provisionedProductId: string,
  ): Promise<void> {
    const { store, clock } = this.options;
    await store.markTerminated(
      tx,
      { target: order.target, id: provisionedProductId },
      clock.now().toISOString(),
    );
  }

  /**
   * Reads the provisioned product again when AWS has ended a record of it, before anybody is told. Its outputs came with the
   * record, so this is one call. A failure is only logged: the next sync brings what is missing.
   *
   * @returns the provisioned product's ARN, if it is known
   */
  async refresh(
    order: StoredOrder,
    record: AwsRecord & { outputs?: readonly AwsOutput[] },
    mask: SecretMask,
  ): Promise<string | undefined> {
    const { refresher, reader, logger } = this.options;
    const { id, arn } = order.provisionedProduct;
    if (id === undefined) {
      return arn;
    }
    const errors = record.errors.map(({ code, message }) => ({
      code,
      message: mask.mask(message),
    }));
    try {
      await refresher.refresh(order.target, id, {
        // What failed leaves the outputs as they were.
        outputs: record.status === 'SUCCEEDED' ? record.outputs : undefined,
        records: [{ ...record, errors }],
        isSecret: value => mask.reveals(value),
      });
      const read = await reader.find(order.target, id);
      return read?.arn ?? arn;
    } catch (error) {
      logger.warn(
        `Provisioned product ${id} in target ${order.target} could not be read when order ${order.id} ended: ${error}`,
      );
      return arn;
    }
  }
}
