import { budgetsOf, requireOwnResource } from '../catalog/budgets';
import { page } from '../catalog/paging';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListBudgetsForResource = defineOperation({
  name: 'ListBudgetsForResource',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ResourceId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
    },
    ['ResourceId'],
  ),
  handle: ({ state }, input) => {
    requireOwnResource(state, input.ResourceId);
    const { items, nextPageToken } = page(
      budgetsOf(state, input.ResourceId),
      input,
      20,
    );
    return { Budgets: items, NextPageToken: nextPageToken };
  },
});
