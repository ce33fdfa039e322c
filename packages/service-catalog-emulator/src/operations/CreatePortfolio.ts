import { portfolioDetail } from '../catalog/views';
import { Portfolio } from '../state/entities';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const CreatePortfolio = defineOperation({
  name: 'CreatePortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      DisplayName: members.portfolioDisplayName,
      Description: members.portfolioDescription,
      ProviderName: members.providerName,
      Tags: members.addTags,
      IdempotencyToken: members.idempotencyToken,
    },
    ['DisplayName', 'ProviderName', 'IdempotencyToken'],
  ),
  idempotencyToken: { member: 'IdempotencyToken' },
  handle: ({ state, newId, now }, input) => {
    const portfolio: Portfolio = {
      id: newId('port'),
      displayName: input.DisplayName,
      description: input.Description,
      providerName: input.ProviderName,
      createdTime: now,
      tags: input.Tags ?? [],
    };
    state.portfolios.set(portfolio.id, portfolio);
    return {
      PortfolioDetail: portfolioDetail(portfolio, state),
      Tags: portfolio.tags,
    };
  },
});
