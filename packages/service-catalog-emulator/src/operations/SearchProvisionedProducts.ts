import { page, sortBy } from '../catalog/paging';
import { invalidParameters } from '../errors';
import { accessLevel } from '../provisioning/accessLevel';
import { provisionedProductAttribute } from '../provisioning/records';
import { compileSearchQuery } from '../provisioning/searchQuery';
import { ProvisionedProduct } from '../state/entities';
import * as members from '../validation/members';
import {
  enumeration,
  list,
  map,
  string,
  structure,
} from '../validation/shapes';
import { defineOperation } from './Operation';

const SORT_FIELDS: {
  [field: string]: (product: ProvisionedProduct) => string | number;
} = {
  arn: product => product.arn,
  id: product => product.id,
  name: product => product.name,
  lastRecordId: product => product.lastRecordId,
};

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
    const { SortBy } = input;
    if (SortBy !== undefined && !Object.hasOwn(SORT_FIELDS, SortBy)) {
      throw invalidParameters(
        `Invalid SortBy: ${SortBy}. Valid values are ${Object.keys(
          SORT_FIELDS,
        ).join(', ')}.`,
      );
    }
    const visible = accessLevel(input.AccessLevelFilter, caller, 'Account');
    const wanted = compileSearchQuery(input.Filters?.SearchQuery ?? []);
    const found = [...state.provisionedProducts.values()].filter(
      product => visible(product) && wanted(product),
    );
    const ordered =
      SortBy === undefined
        ? found
        : sortBy(found, SORT_FIELDS[SortBy], input.SortOrder);
    const { items, nextPageToken } = page(ordered, input, 100);
    return {
      ProvisionedProducts: items.map(provisionedProductAttribute),
      TotalResultsCount: found.length,
      NextPageToken: nextPageToken,
    };
  },
});
