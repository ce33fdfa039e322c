import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { readConfig } from '../../config';
import { QuotaKeeper } from '../../orders/quotas/QuotaKeeper';
import { QuotaStore } from '../../orders/quotas/QuotaStore';
import { TestEmulator } from '../emulator';

/** How much of its quota the portal believes that the owner of all orders uses. */
export async function countQuota(world: {
  config: JsonObject;
  emulator: TestEmulator;
  knex: Knex;
}): Promise<number | undefined> {
  const { config, emulator, knex } = world;
  const keeper = new QuotaKeeper({
    config: readConfig(mockServices.rootConfig({ data: config })),
    knex,
    store: new QuotaStore(),
    clock: { now: () => new Date(emulator.clock.now()) },
  });
  const use = await keeper.measure({
    kind: 'provision',
    target: 'sandbox',
    owner: 'group:default/team-payments',
    product: { id: 'prod-another', name: 'Another' },
    provisionedProduct: { name: 'another' },
  });
  return use?.used;
}
