import { visiblePortfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { constraintDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListConstraintsForPortfolio = defineOperation({
  name: 'ListConstraintsForPortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      ProductId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
    },
    ['PortfolioId'],
  ),
  handle: ({ state }, input) => {
    const {
      portfolio: { id },
      owner,
    } = visiblePortfolioById(state, input.PortfolioId);
    const { items, nextPageToken } = page(
      [...owner.constraints.values()].filter(
        ({ portfolioId, productId }) =>
          portfolioId === id && (input.ProductId ?? productId) === productId,
      ),
      input,
      20,
    );
    return {
      ConstraintDetails: items.map(constraintDetail),
      NextPageToken: nextPageToken,
    };
  },
});
