import { receivedShares } from '../catalog/receivedShares';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const AcceptPortfolioShare = defineOperation({
  name: 'AcceptPortfolioShare',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      PortfolioShareType: members.portfolioShareType,
    },
    ['PortfolioId'],
  ),
  handle: ({ state }, input) => {
    for (const share of receivedShares(state, input)) {
      share.accepted = true;
      share.hiddenFrom = share.hiddenFrom.filter(
        accountId => accountId !== state.accountId,
      );
    }
    return {};
  },
});
