import { Knex } from 'knex';
import { FieldError } from 'backstage-plugin-aws-service-catalog-common';
import { PluginConfig, TargetConfig } from '../../config';
import { ProvisionedProductStore } from '../../provisionedProducts';
import { OrderStore } from '../OrderStore';

/** What is said about a name that somebody has. */
export function nameTaken(
  { accountId }: Pick<TargetConfig, 'accountId'>,
  name: string,
): FieldError {
  return {
    field: 'name',
    message: `There is already a provisioned product, or an order for one, named ${name} in account ${accountId}. Choose another name, such as ${name}-2, or have that one terminated first.`,
  };
}

/** Looks whether names are free. AWS would take a name that is not, and fail its record, or refuse it. */
export class NameChecker {
  constructor(
    private readonly options: {
      config: Pick<PluginConfig, 'targets'>;
      inventory: ProvisionedProductStore;
      store: OrderStore;
      knex: Knex;
    },
  ) {}

  /** Names are unique in an account and Region, which several targets may share. */
  async check(target: TargetConfig, name: string): Promise<FieldError[]> {
    const { config, knex, store, inventory } = this.options;
    const sameAccount = config.targets
      .filter(
        ({ accountId, region }) =>
          accountId === target.accountId && region === target.region,
      )
      .map(each => each.name);
    const isTaken =
      (await store.findOpen(knex, sameAccount, name)) !== undefined ||
      (await inventory.isNameTaken(sameAccount, name));
    return isTaken ? [nameTaken(target, name)] : [];
  }
}
