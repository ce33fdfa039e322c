import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  ListOutputsResponse,
  ListProvisionedProductsQuery,
  ListProvisionedProductsResponse,
  ListRecordsResponse,
  ProvisionedProduct,
  provisionedProductAbandonPermission,
  ProvisionedProductDetail,
  provisionedProductReadPermission,
  provisionedProductRepairPermission,
  provisionedProductRunActionPermission,
  provisionedProductTerminatePermission,
  provisionedProductUpdatePermission,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { Authorizer, Caller, isWithinFloor } from '../authorize';
import { PluginConfig } from '../config';
import { policyAllows } from '../database/conditions';
import { TargetsService } from '../targets';
import {
  ActionDecision,
  decideAction,
  hasServiceActions,
  ProvisionedProductAction,
  toAllowedAction,
} from './decideAction';
import { CostLinks } from './CostLinks';
import { findEntityFilter } from './entityFilter';
import { capabilitiesOf, consoleUrlOf, describeProblem } from './detail';
import { LeaseViews } from './LeaseViews';
import { OrderLinks } from './OrderLinks';
import { presentProvisionedProducts } from './presentProvisionedProducts';
import {
  ProvisionedProductField,
  ProvisionedProductStore,
  StoredProvisionedProduct,
} from './ProvisionedProductStore';
import { readInstant } from './readInstant';
import { StackReads } from './stacks';

const DEFAULT_LIMIT = 50;

const actionPermissions: Record<ProvisionedProductAction, ResourcePermission> =
  {
    update: provisionedProductUpdatePermission,
    terminate: provisionedProductTerminatePermission,
    abandon: provisionedProductAbandonPermission,
    'run-action': provisionedProductRunActionPermission,
    repair: provisionedProductRepairPermission,
    renew: provisionedProductUpdatePermission,
  };

/** What callers may see of the inventory. No method makes an AWS call. */
export class ProvisionedProductsService {
  constructor(
    private readonly options: {
      knex: Knex;
      config: PluginConfig;
      authorizer: Authorizer;
      catalog: CatalogService;
      store: ProvisionedProductStore;
      orders: OrderLinks;
      costs: CostLinks;
      leases: LeaseViews;
      targets: TargetsService;
      stacks: Pick<StackReads, 'findKnown'>;
    },
  ) {}

  /** The provisioned products that the caller may read, by name. */
  async list(
    caller: Caller,
    query: ListProvisionedProductsQuery,
  ): Promise<ListProvisionedProductsResponse> {
    const { authorizer, store, targets } = this.options;
    const { entityRef, leaseEndsBefore, ...filter } = query;
    const [policy, statuses, ofEntity] = await Promise.all([
      authorizer.getPolicy<ProvisionedProductField>(
        provisionedProductReadPermission,
        caller,
      ),
      targets.statuses(caller),
      findEntityFilter(this.options.catalog, caller, entityRef),
    ]);
    const owner = ofEntity?.owner ?? query.owner;
    if (query.owner !== undefined && owner !== query.owner) {
      return { items: [], totalItems: 0, targets: statuses };
    }
    const page = await store.list(caller, policy, {
      ...filter,
      ...ofEntity,
      owner,
      leaseEndsBefore: readInstant('leaseEndsBefore', leaseEndsBefore),
      limit: query.limit ?? DEFAULT_LIMIT,
    });
    return {
      items: await this.present(page.items),
      totalItems: page.total,
      nextCursor: page.nextCursor,
      targets: statuses,
    };
  }

  /**
   * One provisioned product and what the caller may do to it.
   *
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async get(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ProvisionedProductDetail> {
    const stored = await this.findReadable(caller, address);
    const [product] = await this.present([stored]);
    const decide = async (action: ProvisionedProductAction) =>
      toAllowedAction(
        await this.decide(caller, stored, action, product.openOrderId),
      );
    return {
      ...product,
      drift: stored.drift,
      lease:
        product.lease &&
        (await this.options.leases.describeLease(
          caller,
          address,
          await decide('renew'),
        )),
      problem: await this.explain(stored),
      capabilities: capabilitiesOf(stored),
      consoleUrl: consoleUrlOf(product.region, stored.id),
      actions: {
        update: await decide('update'),
        terminate: await decide('terminate'),
        abandon: caller.isOperator ? await decide('abandon') : undefined,
        runAction: hasServiceActions(stored)
          ? await decide('run-action')
          : undefined,
        repair: caller.isOperator ? await decide('repair') : undefined,
      },
    };
  }

  /**
   * One provisioned product, and whether the caller may order a change of it now.
   *
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async getForChange(
    caller: Caller,
    address: TargetAddress,
    action: ProvisionedProductAction,
  ): Promise<{ product: ProvisionedProduct; decision: ActionDecision }> {
    const stored = await this.findReadable(caller, address);
    const [product] = await this.present([stored]);
    const decision = await this.decide(
      caller,
      stored,
      action,
      product.openOrderId,
    );
    return { product, decision };
  }

  /**
   * The outputs, as of the last change through the portal.
   *
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async listOutputs(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListOutputsResponse> {
    const { outputsReadAt } = await this.findReadable(caller, address);
    return {
      items: await this.options.store.listOutputs(address.target, address.id),
      readAt: outputsReadAt,
    };
  }

  /**
   * AWS's records of changes, newest first.
   *
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async listRecords(
    caller: Caller,
    address: TargetAddress,
  ): Promise<ListRecordsResponse> {
    const { target, id } = address;
    const { orders, store } = this.options;
    await this.findReadable(caller, address);
    const records = await store.listRecords(target, id);
    const orderIds = await orders.findOrdersOfRecords(
      target,
      records.map(record => record.id),
    );
    return {
      items: records.map(record => ({
        ...record,
        orderId: orderIds.get(record.id),
      })),
    };
  }

  /** What is wrong with it, as far as our database knows. */
  private async explain(
    stored: StoredProvisionedProduct,
  ): Promise<ProvisionedProductDetail['problem']> {
    const { store, stacks } = this.options;
    if (!['TAINTED', 'ERROR'].includes(stored.status)) {
      return undefined;
    }
    const events = await stacks.findKnown(stored, 'events');
    return describeProblem(stored, {
      records: await store.listRecords(stored.target, stored.id),
      events: events.content?.items ?? [],
    });
  }

  private async decide(
    caller: Caller,
    product: StoredProvisionedProduct,
    action: ProvisionedProductAction,
    openOrderId: string | undefined,
  ): Promise<ActionDecision> {
    return decideAction(action, caller, product, {
      policyAllows: await this.isAllowed(
        caller,
        actionPermissions[action],
        product,
      ),
      openOrderId,
    });
  }

  /** Whether the permission policy allows something about a provisioned product that the caller may read. */
  async isAllowed(
    caller: Caller,
    permission: ResourcePermission,
    stored: StoredProvisionedProduct,
  ): Promise<boolean> {
    const policy =
      await this.options.authorizer.getPolicy<ProvisionedProductField>(
        permission,
        caller,
      );
    return policyAllows(policy, {
      target: stored.target,
      productId: stored.product.id,
      productName: stored.product.name,
      requester: stored.requester,
      owner: stored.owner,
    });
  }

  /**
   * One provisioned product as our copy has it.
   *
   * @throws NotFoundError when there is none, or the caller may not read it
   */
  async findReadable(
    caller: Caller,
    { target, id }: TargetAddress,
  ): Promise<StoredProvisionedProduct> {
    const found = await this.options.store.find(target, id);
    if (
      !found ||
      !isWithinFloor(caller, found) ||
      !(await this.isAllowed(caller, provisionedProductReadPermission, found))
    ) {
      throw new NotFoundError(
        `There is no provisioned product ${id} in target ${target}`,
      );
    }
    return found;
  }

  private present(
    items: StoredProvisionedProduct[],
  ): Promise<ProvisionedProduct[]> {
    return presentProvisionedProducts(items, this.options);
  }
}
