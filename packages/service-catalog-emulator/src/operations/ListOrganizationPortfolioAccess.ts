import { portfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { NODE_TYPE_OF, requireAdministrator } from '../catalog/shareRequests';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListOrganizationPortfolioAccess = defineOperation({
  name: 'ListOrganizationPortfolioAccess',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      OrganizationNodeType: members.organizationNodeType,
      PageToken: members.pageToken,
      PageSize: members.pageSize,
    },
    ['PortfolioId', 'OrganizationNodeType'],
  ),
  handle: ({ state, world, caller }, input) => {
    requireAdministrator(world, caller);
    const { id } = portfolioById(state, input.PortfolioId);
    const { OrganizationNodeType: nodeType } = input;
    const { items, nextPageToken } = page(
      state.sharing
        .of(id)
        .filter(
          ({ type, available }) => available && NODE_TYPE_OF[type] === nodeType,
        ),
      input,
      20,
    );
    return {
      OrganizationNodes: items.map(({ principalId }) => ({
        Type: nodeType,
        Value: principalId,
      })),
      NextPageToken: nextPageToken,
    };
  },
});
