import { visiblePortfolioById } from '../catalog/lookups';
import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DisassociatePrincipalFromPortfolio = defineOperation({
  name: 'DisassociatePrincipalFromPortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      PrincipalARN: members.principalArn,
      PrincipalType: members.principalType,
    },
    ['PortfolioId', 'PrincipalARN'],
  ),
  handle: ({ state }, input) => {
    const { id: portfolioId } = visiblePortfolioById(
      state,
      input.PortfolioId,
    ).portfolio;
    const remaining = state.principalAssociations.filter(
      association =>
        association.portfolioId !== portfolioId ||
        association.principalArn !== input.PrincipalARN ||
        (input.PrincipalType ?? association.principalType) !==
          association.principalType,
    );
    if (remaining.length === state.principalAssociations.length) {
      throw resourceNotFound(
        `Principal ${input.PrincipalARN} is not associated with portfolio ${portfolioId}.`,
      );
    }
    state.principalAssociations = remaining;
    return {};
  },
});
