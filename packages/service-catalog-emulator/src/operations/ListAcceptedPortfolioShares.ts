import { page } from '../catalog/paging';
import { importedPortfolios } from '../catalog/sharing';
import { portfolioDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListAcceptedPortfolioShares = defineOperation({
  name: 'ListAcceptedPortfolioShares',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    PageToken: members.pageToken,
    PageSize: members.pageSizeMax100,
    PortfolioShareType: members.portfolioShareType,
  }),
  handle: ({ state }, input) => {
    const { PortfolioShareType = 'IMPORTED' } = input;
    const { items, nextPageToken } = page(
      [...importedPortfolios(state).values()].filter(({ types }) =>
        [...types].some(type => type === PortfolioShareType),
      ),
      input,
      100,
    );
    return {
      PortfolioDetails: items.map(({ portfolio, owner }) =>
        portfolioDetail(portfolio, owner),
      ),
      NextPageToken: nextPageToken,
    };
  },
});
