import { portfolioById, visibleProductById } from '../catalog/lookups';
import { holds, importedPortfolios } from '../catalog/sharing';
import { invalidParameters, resourceNotFound } from '../errors';
import { AccountState } from '../state/AccountState';
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
  handle: ({ state, newId, now }, input) => {
    const { id: productId } = visibleProductById(
      state,
      input.ProductId,
    ).product;
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const sourcePortfolioId = sourceFor(
      state,
      productId,
      input.SourcePortfolioId,
    );
    if (
      sourcePortfolioId !== undefined &&
      state.sharing.of(portfolioId).length > 0
    ) {
      throw invalidParameters(
        `Product ${productId} cannot be added to portfolio ${portfolioId}, which is shared: shared products cannot be shared again.`,
      );
    }
    const exists = state
      .associationsOf(productId)
      .some(association => association.portfolioId === portfolioId);
    // Associating twice is harmless on AWS.
    if (!exists) {
      state.productAssociations.push({
        productId,
        portfolioId,
        createdTime: now,
        pathId: newId('lpv3'),
        sourcePortfolioId,
      });
    }
    return {};
  },
});

/** The imported portfolio that a shared product is taken from: the one named, or the oldest. */
function sourceFor(
  state: AccountState,
  productId: string,
  named: string | undefined,
): string | undefined {
  if (state.products.has(productId)) {
    return undefined;
  }
  const source = [...importedPortfolios(state).values()].find(
    imported =>
      holds(imported, productId) &&
      (named === undefined || imported.portfolio.id === named),
  );
  if (!source) {
    throw resourceNotFound(
      `Product ${productId} not found in shared portfolio ${named}.`,
    );
  }
  return source.portfolio.id;
}
