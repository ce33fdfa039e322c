import { portfolioById } from '../catalog/lookups';
import {
  shareStatus,
  shareTarget,
  startShareOperation,
} from '../catalog/shareRequests';
import { invalidParameters, invalidState, resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { boolean, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdatePortfolioShare = defineOperation({
  name: 'UpdatePortfolioShare',
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
    const { state, now } = context;
    const { id: portfolioId } = portfolioById(state, input.PortfolioId);
    const target = shareTarget(context, input);
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
    if (SharePrincipals && target.type === 'ACCOUNT') {
      throw invalidParameters(
        'SharePrincipals is only supported for shares with nodes of an organization.',
      );
    }
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
