import { visiblePortfolioById } from '../catalog/lookups';
import { importedPortfolio } from '../catalog/sharing';
import { page } from '../catalog/paging';
import { PrincipalAssociation } from '../state/entities';
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
    const { id } = visiblePortfolioById(state, input.PortfolioId).portfolio;
    const inPortfolio = ({ portfolioId }: PrincipalAssociation) =>
      portfolioId === id;
    const imported = importedPortfolio(state, id);
    const shared = imported?.sharePrincipals
      ? imported.owner.principalAssociations.filter(
          association =>
            inPortfolio(association) &&
            association.principalType === 'IAM_PATTERN',
        )
      : [];
    const { items, nextPageToken } = page(
      [...state.principalAssociations.filter(inPortfolio), ...shared],
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
