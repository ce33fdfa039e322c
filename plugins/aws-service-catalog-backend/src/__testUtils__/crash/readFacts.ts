import { Knex } from 'knex';
import {
  ProvisionedProductOwnerRow,
  ProvisionedProductRow,
} from '../../database/rows';
import { ChainedEvent } from '../../orders/eventChain';
import {
  fromEventRow,
  fromOrderRow,
  OrderEventRow,
  OrderRecordRow,
  OrderRow,
} from '../../orders/orderRows';
import { OutboxRow } from '../../orders/outbox/OutboxStore';
import { fromPlanRow, PlanRow, StoredPlan } from '../../orders/plans/PlanStore';
import { StoredOrder } from '../../orders/StoredOrder';
import { ToldEvent } from '../portalProcess';

type OrderOutboxRow = OutboxRow & { order_id: string };

type Tag = { Key: string; Value: string };

/** What the emulator of AWS has in an account. */
export type AwsAccountFacts = {
  accountId: string;
  provisionedProducts: {
    id: string;
    name: string;
    idempotencyToken: string;
    tags: Tag[];
  }[];
  records: {
    id: string;
    type: string;
    provisionedProductId: string;
    settled: boolean;
    outcome: { status: 'SUCCEEDED' | 'FAILED' };
    tags: Tag[];
  }[];
  plans: { id: string; name: string }[];
  /** Every token that was accepted: `<operation>/<token>`, and the record that it began. */
  tokens: { key: string; recordId?: string }[];
};

/** Everything that is left when the orders have ended. */
export type CrashFacts = {
  orders: StoredOrder[];
  events: ChainedEvent[];
  orderRecords: OrderRecordRow[];
  outbox: Pick<
    OrderOutboxRow,
    'order_id' | 'sequence' | 'set_aside_at' | 'set_aside_reason'
  >[];
  /** Orders of which a secret can still be decrypted. */
  withSecrets: string[];
  inventory: ProvisionedProductRow[];
  owners: ProvisionedProductOwnerRow[];
  plans: StoredPlan[];
  aws: AwsAccountFacts[];
  told: ToldEvent[];
  /** How much of its quota the portal believes that the owner of all orders uses. */
  quotaUsed?: number;
};

/** Reads the database and the emulator. */
export async function readFacts(
  knex: Knex,
  emulatorUrl: string,
): Promise<Omit<CrashFacts, 'told' | 'quotaUsed'>> {
  const response = await fetch(`${emulatorUrl}/_emulator/state`);
  const { accounts }: { accounts: AwsAccountFacts[] } = await response.json();
  return {
    orders: (await knex<OrderRow>('orders').orderBy('id')).map(fromOrderRow),
    events: (
      await knex<OrderEventRow>('order_events').orderBy([
        'order_id',
        'sequence',
      ])
    ).map(fromEventRow),
    orderRecords: await knex<OrderRecordRow>('order_records'),
    outbox: await knex<OrderOutboxRow>('order_outbox'),
    withSecrets: await knex('order_secrets')
      .whereNotNull('sealed')
      .distinct()
      .pluck('order_id'),
    inventory: await knex<ProvisionedProductRow>('provisioned_products'),
    owners: await knex<ProvisionedProductOwnerRow>(
      'provisioned_product_owners',
    ),
    plans: (await knex<PlanRow>('plans')).map(fromPlanRow),
    aws: accounts,
  };
}
