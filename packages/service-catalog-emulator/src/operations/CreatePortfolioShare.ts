import { portfolioById } from '../catalog/lookups';
import {
  requireOrganizationsAccess,
  shareTarget,
  startShareOperation,
} from '../catalog/shareRequests';
import { invalidParameters } from '../errors';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreatePortfolioShare = defineOperation({
  name: 'CreatePortfolioShare',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      PortfolioId: members.id,
      AccountId: members.accountId,
      OrganizationNode: members.organizationNode,
      ShareTagOptions: boolean(),
      SharePrincipals: boolean(),
    },
    ['PortfolioId'],
  ),
  handle: (context, input) => {
    const { state, world } = context;
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const target = shareTarget(context, input);
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
    if (SharePrincipals && isForAccount) {
      throw invalidParameters(
        'SharePrincipals is only supported for shares with nodes of an organization.',
      );
    }
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
