import { randomUUID } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  isFinalOrderState,
  OrderState,
  PORTAL_REQUESTER,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../config';
import { ProvisionedProductStore } from '../provisionedProducts';
import { advanceOrder } from './advanceOrder';
import { noValues } from './draft/changeBase';
import { OrderDraft } from './draft/OrderDraft';
import { OrderPlacer } from './OrderPlacer';
import { canHappen } from './orderMachine';
import { OrderRow } from './orderRows';
import { OrderStore } from './OrderStore';

/** The states of some orders, by id, as far as there are such orders. */
export async function listOrderStates(
  knex: Knex,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OrderState>> {
  if (ids.length === 0) {
    return new Map();
  }
  const rows = await knex<OrderRow>('orders')
    .select('id', 'state')
    .whereIn('id', [...ids]);
  return new Map(rows.map(({ id, state }) => [id, state as OrderState]));
}

/**
 * Orders that nobody asked for: the portal itself is their requester. They are judged by the same approval policies, and followed,
 * told and audited like every order.
 */
export class PortalOrders {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'targets'>;
      inventory: ProvisionedProductStore;
      placer: OrderPlacer;
      store: OrderStore;
      clock: ClockService;
      /** Lets this replica look at due orders at once. */
      wake: () => void;
    },
  ) {}

  /**
   * Orders the termination of something.
   *
   * @param reason - one sentence for the order's timeline
   * @param also - what has to be written with the order, or not at all
   * @throws NotFoundError when there is no such provisioned product, or its target is not configured
   * @throws ConflictError when another order for it is unfinished
   * @throws InvalidFieldsError when a policy asks for an approval that nobody can give
   */
  async placeTermination(
    address: TargetAddress,
    reason: string,
    also: (tx: Knex, orderId: string) => Promise<void>,
  ): Promise<void> {
    const { config, inventory, placer, wake } = this.options;
    const found = await inventory.find(address.target, address.id);
    const target = config.targets.find(({ name }) => name === address.target);
    if (!found?.owner || !target) {
      throw new NotFoundError(
        `There is no provisioned product ${address.id} of ours in target ${address.target}`,
      );
    }
    const draft: OrderDraft = {
      kind: 'terminate',
      target: target.name,
      accountId: target.accountId,
      region: target.region,
      owner: found.owner,
      entityRef: found.entityRef,
      product: found.product,
      version: found.version,
      provisionedProduct: { name: found.name, id: found.id, arn: found.arn },
      content: noValues,
      effective: {},
      secrets: {},
    };
    const id = randomUUID();
    try {
      await placer.placeForPortal(PORTAL_REQUESTER, id, draft, {
        reason,
        also: tx => also(tx, id),
      });
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        throw new ConflictError(
          `Another order for ${found.name} is not finished yet`,
        );
      }
      throw error;
    }
    wake();
  }

  /**
   * Withdraws an order of the portal's, in a transaction of the caller's. One that has ended is left as it is.
   *
   * @throws ConflictError when AWS has it, or may have it
   */
  async withdraw(
    tx: Knex,
    id: string,
    what: { actor: string; message: string },
  ): Promise<void> {
    const { store, clock } = this.options;
    const current = await store.find(tx, id);
    if (!current || isFinalOrderState(current.state)) {
      return;
    }
    if (!canHappen(current.state, 'cancelled')) {
      throw new ConflictError(
        `AWS has got its termination already: order ${id}.`,
      );
    }
    const { order, event } = advanceOrder(current, {
      type: 'cancelled',
      ...what,
      now: clock.now(),
    });
    if (!(await store.save(tx, order, event))) {
      throw new ConflictError(
        `Its termination went on at the same moment: order ${id}.`,
      );
    }
  }
}
