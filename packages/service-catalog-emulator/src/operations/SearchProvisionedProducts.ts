import { countedPageOfMatches, sortBy } from '../catalog/paging';
import { invalidParameters } from '../errors';
import { accessLevel } from '../provisioning/accessLevel';
import { provisionedProductAttribute } from '../provisioning/records';
import { searchIndexOf } from '../provisioning/searchIndex';
import {
  compileSearchQuery,
  searchableTexts,
  SearchQuery,
} from '../provisioning/searchQuery';
import { AccountState } from '../state/AccountState';
import { ProvisionedProduct } from '../state/entities';
import { SortMember, SORT_MEMBERS } from '../state/ProvisionedProducts';
import * as members from '../validation/members';
import {
  enumeration,
  list,
  map,
  string,
  structure,
} from '../validation/shapes';
import { defineOperation } from './Operation';

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
    const sortField = SORT_MEMBERS.find(field => field === SortBy);
    if (SortBy !== undefined && sortField === undefined) {
      throw invalidParameters(
        `Invalid SortBy: ${SortBy}. Valid values are ${SORT_MEMBERS.join(
          ', ',
        )}.`,
      );
    }
    const visible = accessLevel(input.AccessLevelFilter, caller, 'Account');
    const query = compileSearchQuery(input.Filters?.SearchQuery ?? []);
    const { items, total, nextPageToken } = countedPageOfMatches(
      candidates(state, query, sortField, SortOrder),
      [...state.seen(), ...visible, ...query.tests],
      input,
      100,
    );
    return {
      ProvisionedProducts: items.map(provisionedProductAttribute),
      TotalResultsCount: total,
      NextPageToken: nextPageToken,
    };
  },
});

/** What the search has to look at, in the order asked for: what an index finds, or everything. */
function candidates(
  state: AccountState,
  { required }: SearchQuery,
  sortField: SortMember | undefined,
  order: 'ASCENDING' | 'DESCENDING' = 'ASCENDING',
): readonly ProvisionedProduct[] {
  const indexed = required
    .map(text => searchIndexOf(state, searchableTexts).find(text))
    .filter(found => found !== undefined)
    .sort((a, b) => a.size - b.size)[0];
  if (indexed) {
    const present = [...indexed].filter(product =>
      state.provisionedProducts.has(product),
    );
    return sortField === undefined
      ? present
      : sortBy(present, product => product[sortField], order);
  }
  if (sortField === undefined) {
    return [...state.provisionedProducts.values()];
  }
  const sorted = state.provisionedProducts.sorted(sortField);
  return order === 'ASCENDING' ? sorted : [...sorted].reverse();
}
