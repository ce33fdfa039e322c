import { portfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { requireAdministrator } from '../catalog/shareRequests';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListPortfolioAccess = defineOperation({
  name: 'ListPortfolioAccess',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      OrganizationParentId: members.id,
      PageToken: members.pageToken,
      PageSize: members.pageSizeMax100,
    },
    ['PortfolioId'],
  ),
  handle: ({ state, world, caller }, input) => {
    const { id } = portfolioById(state, input.PortfolioId);
    const shares = state.sharing.of(id).filter(({ available }) => available);
    const parent = input.OrganizationParentId;
    let accountIds: string[];
    if (parent === undefined) {
      accountIds = shares
        .filter(({ type }) => type === 'ACCOUNT')
        .map(({ principalId }) => principalId);
    } else {
      // Accounts under the node that a share with it, or with one above it, reaches.
      accountIds = requireAdministrator(world, caller)
        .accountsUnder(parent)
        .filter(
          ({ id: accountId, nodes }) =>
            accountId !== state.accountId &&
            shares.some(
              ({ type, principalId }) =>
                type !== 'ACCOUNT' && nodes.has(principalId),
            ),
        )
        .map(account => account.id);
    }
    const { items, nextPageToken } = page(accountIds, input, 100);
    return { AccountIds: items, NextPageToken: nextPageToken };
  },
});
