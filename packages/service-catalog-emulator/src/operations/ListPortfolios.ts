import { page } from '../catalog/paging';
import { portfolioDetail } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListPortfolios = defineOperation({
  name: 'ListPortfolios',
  input: structure({
    AcceptLanguage: members.acceptLanguage,
    PageToken: members.pageToken,
    PageSize: members.pageSizeMax100,
  }),
  handle: ({ state }, input) => {
    const { items, nextPageToken } = page(
      [...state.portfolios.values()],
      input,
      100,
    );
    return {
      PortfolioDetails: items.map(portfolio =>
        portfolioDetail(portfolio, state),
      ),
      NextPageToken: nextPageToken,
    };
  },
});
