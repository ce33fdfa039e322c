import { Knex } from 'knex';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Order, Tag } from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsOutput, AwsRecord } from '../aws';
import {
  InventoryRefresher,
  InventoryStore,
  KnownParts,
  ProvisionedProductStore,
  StackReads,
} from '../provisionedProducts';
import { kinds } from './kinds';
import { StoredOrder } from './StoredOrder';

/** How far the inventory has got. */
export type Refreshed = {
  /** Whether everything that the order's end has changed is there; if not, AWS has to be asked again. */
  isComplete: boolean;
  /** The provisioned product's, if it is known. */
  arn?: string;
};

/** Keeps our copy of the inventory up to date with what orders did, ahead of the next sync. */
export class InventoryUpdater {
  constructor(
    private readonly options: {
      knex: Knex;
      store: InventoryStore;
      refresher: InventoryRefresher;
      reader: ProvisionedProductStore;
      stacks: StackReads;
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
   * record, so this is one call. A failure is only logged: {@link InventoryUpdater.catchUp} brings what is missing.
   *
   * @param record - absent when AWS has none of what was asked for: what AWS shows by now tells whether anything has changed
   */
  async refresh(
    order: StoredOrder,
    record?: AwsRecord & { outputs?: readonly AwsOutput[] },
  ): Promise<Refreshed> {
    try {
      // What a service action says, for one, is not what the provisioned product puts out.
      const isOfProduct =
        record?.status === 'SUCCEEDED' && kinds[order.kind].hasOutputs;
      const refreshed = await this.read(order, {
        outputs: isOfProduct ? record.outputs : 'unchanged',
        records: record && [record],
      });
      if (record?.status === 'FAILED') {
        await this.readEvents(order);
      }
      return refreshed;
    } catch (error) {
      this.options.logger.warn(
        `The provisioned product of order ${order.id} in target ${order.target} could not be read when the order ended: ${error}`,
      );
      return { isComplete: false, arn: order.provisionedProduct.arn };
    }
  }

  /**
   * Reads the provisioned product of an order that has ended, as it is by now: another order may have changed it since. What
   * failed has left the outputs as they were.
   *
   * @throws AwsCallError
   */
  async catchUp(order: StoredOrder): Promise<Refreshed> {
    return this.read(
      order,
      order.state === 'succeeded' ? {} : { outputs: 'unchanged' },
    );
  }

  /**
   * What a failed termination has left of the stack. What CloudFormation does not say is not worth waiting for.
   *
   * @returns undefined when it is not known
   */
  async listRemains({
    target,
    provisionedProduct: { id = '' },
  }: StoredOrder): Promise<Order['remains']> {
    const { reader, stacks } = this.options;
    const product = await reader.find(target, id);
    const read = product && (await stacks.read(product, 'resources'));
    return read?.unavailable === undefined
      ? read?.content?.filter(({ status }) => status !== 'DELETE_COMPLETE')
      : undefined;
  }

  /** The tags of a provisioned product, as it was read last. */
  async listTags(target: string, id: string): Promise<Tag[]> {
    const product = await this.options.reader.find(target, id);
    return product?.tags ?? [];
  }

  /** The keys of a provisioned product's outputs that are known to be secret. */
  async listSecretOutputs(order: StoredOrder): Promise<ReadonlySet<string>> {
    const { target, provisionedProduct } = order;
    const outputs = await this.options.reader.listOutputs(
      target,
      provisionedProduct.id ?? '',
    );
    return new Set(
      outputs.filter(({ secret }) => secret).map(({ key }) => key),
    );
  }

  /** Reads what went wrong in the stack, for whoever looks at the provisioned product next. */
  private async readEvents({
    target,
    provisionedProduct: { id = '' },
  }: StoredOrder): Promise<void> {
    const { reader, stacks } = this.options;
    const found = await reader.find(target, id);
    if (found) {
      await stacks.read(found, 'events');
    }
  }

  private async read(
    order: StoredOrder,
    known: KnownParts,
  ): Promise<Refreshed> {
    const { refresher, reader } = this.options;
    const { id, arn } = order.provisionedProduct;
    if (id === undefined) {
      return { isComplete: true, arn };
    }
    const isComplete = await refresher.refresh(order.target, id, known);
    const row = await reader.find(order.target, id);
    return { isComplete, arn: row?.arn ?? arn };
  }
}
