import { ownConstraintsOn, portfolioById } from '../catalog/lookups';
import { resourceInUse, resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DisassociateProductFromPortfolio = defineOperation({
  name: 'DisassociateProductFromPortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      PortfolioId: members.id,
    },
    ['ProductId', 'PortfolioId'],
  ),
  handle: ({ state }, input) => {
    const productId = input.ProductId;
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    if (ownConstraintsOn(state, portfolioId, productId).length > 0) {
      throw resourceInUse(
        `Product ${productId} cannot be disassociated from portfolio ${portfolioId}: it still has constraints there.`,
      );
    }
    const remaining = state.productAssociations.filter(
      association =>
        association.productId !== productId ||
        association.portfolioId !== portfolioId,
    );
    if (remaining.length === state.productAssociations.length) {
      throw resourceNotFound(
        `Product ${productId} is not associated with portfolio ${portfolioId}.`,
      );
    }
    state.productAssociations = remaining;
    return {};
  },
});
