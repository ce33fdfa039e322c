import { pageOfMatches } from '../catalog/paging';
import { accessLevel } from '../provisioning/accessLevel';
import { provisionedProductDetail } from '../provisioning/records';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ScanProvisionedProducts = defineOperation({
  name: 'ScanProvisionedProducts',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    AccessLevelFilter: members.accessLevelFilter,
    PageSize: members.pageSize,
    PageToken: members.pageToken,
  }),
  handle: ({ state, caller }, input) => {
    const visible = accessLevel(input.AccessLevelFilter, caller, 'User');
    const { items, nextPageToken } = pageOfMatches(
      state.provisionedProducts.values(),
      [...state.seen(), ...visible],
      input,
      20,
    );
    return {
      ProvisionedProducts: items.map(provisionedProductDetail),
      NextPageToken: nextPageToken,
    };
  },
});
