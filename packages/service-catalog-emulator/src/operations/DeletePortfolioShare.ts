import { portfolioById } from '../catalog/lookups';
import { shareTarget, startShareOperation } from '../catalog/shareRequests';
import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DeletePortfolioShare = defineOperation({
  name: 'DeletePortfolioShare',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      AccountId: members.accountId,
      OrganizationNode: members.organizationNode,
    },
    ['PortfolioId'],
  ),
  handle: (context, input) => {
    const { state } = context;
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const target = shareTarget(context, input);
    const share = state.sharing.find(portfolioId, target);
    if (!share) {
      throw resourceNotFound(
        `Portfolio ${portfolioId} is not shared with ${target.principalId}.`,
      );
    }
    if (share.type === 'ACCOUNT') {
      state.sharing.remove(share);
      return {};
    }
    const { id } = startShareOperation(context, {
      kind: 'delete',
      portfolioId,
      target,
    });
    return { PortfolioShareToken: id };
  },
});
