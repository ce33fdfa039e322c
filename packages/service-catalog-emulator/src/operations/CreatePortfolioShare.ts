import {
  requireOrganizationsAccess,
  shareRequest,
  startShareOperation,
} from '../catalog/shareRequests';
import { invalidParameters } from '../errors';
import { portfolioShare } from '../validation/members';
import { defineOperation } from './Operation';

export const CreatePortfolioShare = defineOperation({
  name: 'CreatePortfolioShare',
  input: portfolioShare,
  handle: (context, input) => {
    const { state, world } = context;
    const { portfolioId, target } = shareRequest(context, input);
    const isForAccount = target.type === 'ACCOUNT';
    if (!isForAccount) {
      requireOrganizationsAccess(world);
    }
    const sharedProduct = state.productAssociations.find(
      association =>
        association.portfolioId === portfolioId &&
        association.sourcePortfolioId !== undefined,
    );
    if (sharedProduct) {
      throw invalidParameters(
        `Portfolio ${portfolioId} cannot be shared: product ${sharedProduct.productId} in it is shared itself.`,
      );
    }
    const { ShareTagOptions = false, SharePrincipals = false } = input;
    // Sharing twice changes nothing, whatever the flags say.
    if (!state.sharing.find(portfolioId, target)) {
      state.sharing.add({
        portfolioId,
        ...target,
        shareTagOptions: ShareTagOptions,
        sharePrincipals: SharePrincipals,
        available: isForAccount,
        accepted: false,
        hiddenFrom: [],
      });
    }
    return isForAccount
      ? {}
      : {
          PortfolioShareToken: startShareOperation(context, {
            kind: 'create',
            portfolioId,
            target,
          }).id,
        };
  },
});
