import { portfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListPrincipalsForPortfolio = defineOperation({
  name: 'ListPrincipalsForPortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
    },
    ['PortfolioId'],
  ),
  handle: ({ state }, input) => {
    const { id } = portfolioById(state, input.PortfolioId);
    const { items, nextPageToken } = page(
      state.principalAssociations.filter(
        ({ portfolioId }) => portfolioId === id,
      ),
      input,
      20,
    );
    return {
      Principals: items.map(({ principalArn, principalType }) => ({
        PrincipalARN: principalArn,
        PrincipalType: principalType,
      })),
      NextPageToken: nextPageToken,
    };
  },
});
