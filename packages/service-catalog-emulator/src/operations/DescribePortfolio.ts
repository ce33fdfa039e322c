import { budgetsOf } from '../catalog/budgets';
import { visiblePortfolioById } from '../catalog/lookups';
import { visibleTagOptionsOf } from '../catalog/tagOptions';
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
    const { portfolio, owner } = visiblePortfolioById(state, input.Id);
    return {
      PortfolioDetail: portfolioDetail(portfolio, owner),
      Tags: portfolio.tags,
      TagOptions: visibleTagOptionsOf(state, portfolio.id, portfolio.id).map(
        tagOptionDetail,
      ),
      Budgets: budgetsOf(state, portfolio.id),
    };
  },
});
