import { page } from '../catalog/paging';
import { invalidParameters } from '../errors';
import { accessLevel } from '../provisioning/accessLevel';
import { provisionedProductAttribute } from '../provisioning/records';
import { compileSearchQuery } from '../provisioning/searchQuery';
import * as members from '../validation/members';
import {
  enumeration,
  list,
  map,
  string,
  structure,
} from '../validation/shapes';
import { defineOperation } from './Operation';

const SORT_FIELDS = ['arn', 'id', 'name', 'lastRecordId'] as const;

export const SearchProvisionedProducts = defineOperation({
  name: 'SearchProvisionedProducts',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    AccessLevelFilter: members.accessLevelFilter,
    Filters: map(enumeration(['SearchQuery']), list(string())),
    SortBy: string(),
    SortOrder: members.sortOrder,
    PageSize: members.pageSizeMax100,
    PageToken: members.pageToken,
  }),
  handle: ({ state, caller }, input) => {
    const { SortBy, SortOrder } = input;
    const sortField = SORT_FIELDS.find(field => field === SortBy);
    if (SortBy !== undefined && sortField === undefined) {
      throw invalidParameters(
        `Invalid SortBy: ${SortBy}. Valid values are ${SORT_FIELDS.join(
          ', ',
        )}.`,
      );
    }
    const visible = accessLevel(input.AccessLevelFilter, caller, 'Account');
    const wanted = compileSearchQuery(input.Filters?.SearchQuery ?? []);
    const all =
      sortField === undefined
        ? [...state.provisionedProducts.values()]
        : state.sortedProvisionedProducts(sortField);
    const found = all.filter(
      product => state.isSeen(product) && visible(product) && wanted(product),
    );
    if (sortField !== undefined && SortOrder === 'DESCENDING') {
      found.reverse();
    }
    const { items, nextPageToken } = page(found, input, 100);
    return {
      ProvisionedProducts: items.map(provisionedProductAttribute),
      TotalResultsCount: found.length,
      NextPageToken: nextPageToken,
    };
  },
});
