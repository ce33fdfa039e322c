import { portfolioById } from '../catalog/lookups';
import { changedTags } from '../catalog/tags';
import { portfolioDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const UpdatePortfolio = defineOperation({
  name: 'UpdatePortfolio',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      Id: members.id,
      DisplayName: members.portfolioDisplayName,
      Description: members.portfolioDescription,
      ProviderName: members.providerName,
      AddTags: members.addTags,
      RemoveTags: members.tagKeys,
    },
    ['Id'],
  ),
  handle: ({ state }, input) => {
    const portfolio = portfolioById(state, input.Id);
    portfolio.displayName = input.DisplayName ?? portfolio.displayName;
    portfolio.description = input.Description ?? portfolio.description;
    portfolio.providerName = input.ProviderName ?? portfolio.providerName;
    portfolio.tags = changedTags(portfolio.tags, input);
    return {
      PortfolioDetail: portfolioDetail(portfolio, state),
      Tags: portfolio.tags,
    };
  },
});
