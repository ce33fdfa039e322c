import { receivedShares } from '../catalog/receivedShares';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const RejectPortfolioShare = defineOperation({
  name: 'RejectPortfolioShare',
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
      share.accepted = false;
      if (
        share.type !== 'ACCOUNT' &&
        !share.hiddenFrom.includes(state.accountId)
      ) {
        share.hiddenFrom.push(state.accountId);
      }
    }
    return {};
  },
});
