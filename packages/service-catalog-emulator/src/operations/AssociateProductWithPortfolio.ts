import { portfolioById, productById } from '../catalog/lookups';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const AssociateProductWithPortfolio = defineOperation({
  name: 'AssociateProductWithPortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      PortfolioId: members.id,
      SourcePortfolioId: members.id,
    },
    ['ProductId', 'PortfolioId'],
  ),
  handle: ({ state, newId }, input) => {
    const { id: productId } = productById(state, input.ProductId);
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const exists = state.productAssociations.some(
      association =>
        association.productId === productId &&
        association.portfolioId === portfolioId,
    );
    // Associating twice is harmless on AWS.
    if (!exists) {
      state.productAssociations.push({
        productId,
        portfolioId,
        pathId: newId('lpv3'),
      });
    }
    return {};
  },
});
