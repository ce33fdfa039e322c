import { portfolioById } from '../catalog/lookups';
import { tagOptionsOf } from '../catalog/tagOptions';
import { portfolioDetail, tagOptionDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribePortfolio = defineOperation({
  name: 'DescribePortfolio',
  input: structure({ AcceptLanguage: members.acceptLanguage, Id: members.id }, [
    'Id',
  ]),
  handle: ({ state }, input) => {
    const portfolio = portfolioById(state, input.Id);
    return {
      PortfolioDetail: portfolioDetail(portfolio, state),
      Tags: portfolio.tags,
      TagOptions: tagOptionsOf(state, portfolio.id).map(tagOptionDetail),
      Budgets: [],
    };
  },
});
