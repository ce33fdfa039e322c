import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer } from '../../authorize';
import { PluginConfig } from '../../config';
import { MemberDirectory } from '../../MemberDirectory';
import { OrderLinks } from '../OrderLinks';
import { ProvisionedProductStore } from '../ProvisionedProductStore';
import { ProvisionedProductsService } from '../ProvisionedProductsService';
import { BulkHandOver } from './BulkHandOver';
import { OwnerDirectory } from './OwnerDirectory';
import { OwnershipStore } from './OwnershipStore';
import { OwnersService } from './OwnersService';

/** Puts together what operators do about owners. */
export function createOwners(options: {
  config: PluginConfig;
  knex: Knex;
  clock: ClockService;
  catalog: CatalogService;
  auth: AuthService;
  authorizer: Authorizer;
  provisionedProducts: ProvisionedProductsService;
  reader: ProvisionedProductStore;
  orders: OrderLinks;
}): OwnersService {
  const store = new OwnershipStore(options.config);
  const members = new MemberDirectory(options);
  const directory = new OwnerDirectory({ ...options, members });
  return new OwnersService({
    ...options,
    store,
    directory,
    bulk: new BulkHandOver({ ...options, store, directory }),
  });
}
