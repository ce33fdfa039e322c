import {
  shareRequest,
  shareStatus,
  startShareOperation,
} from '../catalog/shareRequests';
import { invalidState, resourceNotFound } from '../errors';
import { portfolioShare } from '../validation/members';
import { defineOperation } from './Operation';

export const UpdatePortfolioShare = defineOperation({
  name: 'UpdatePortfolioShare',
  input: portfolioShare,
  handle: (context, input) => {
    const { state, now } = context;
    const { portfolioId, target } = shareRequest(context, input);
    const share = state.sharing.find(portfolioId, target);
    if (!share) {
      throw resourceNotFound(
        `Portfolio ${portfolioId} is not shared with ${target.principalId}.`,
      );
    }
    if (!share.available) {
      throw invalidState(
        `The share of portfolio ${portfolioId} with ${target.principalId} is still being created.`,
      );
    }
    const { ShareTagOptions, SharePrincipals } = input;
    const operation = startShareOperation(context, {
      kind: 'update',
      portfolioId,
      target,
      changes: {
        ...(ShareTagOptions !== undefined && {
          shareTagOptions: ShareTagOptions,
        }),
        ...(SharePrincipals !== undefined && {
          sharePrincipals: SharePrincipals,
        }),
      },
    });
    return {
      PortfolioShareToken: operation.id,
      Status: shareStatus(operation, now),
    };
  },
});
