import { page } from '../catalog/paging';
import { serviceActionSummary } from '../serviceActions/serviceActions';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListServiceActions = defineOperation({
  name: 'ListServiceActions',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    PageSize: members.pageSize,
    PageToken: members.pageToken,
  }),
  handle: ({ state }, input) => {
    const { items, nextPageToken } = page(
      [...state.serviceActions.values()],
      input,
      20,
    );
    return {
      ServiceActionSummaries: items.map(serviceActionSummary),
      NextPageToken: nextPageToken,
    };
  },
});
