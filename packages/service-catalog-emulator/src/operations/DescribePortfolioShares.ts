import { portfolioById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import * as members from '../validation/members';
import { enumeration, structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribePortfolioShares = defineOperation({
  name: 'DescribePortfolioShares',
  input: structure(
    {
      PortfolioId: members.id,
      Type: enumeration([
        'ACCOUNT',
        'ORGANIZATION',
        'ORGANIZATIONAL_UNIT',
        'ORGANIZATION_MEMBER_ACCOUNT',
      ]),
      PageToken: members.pageToken,
      PageSize: members.pageSizeMax100,
    },
    ['PortfolioId', 'Type'],
  ),
  handle: ({ state }, input) => {
    const { id } = portfolioById(state, input.PortfolioId);
    const { items, nextPageToken } = page(
      state.sharing
        .of(id)
        .filter(({ type, available }) => available && type === input.Type),
      input,
      100,
    );
    return {
      PortfolioShareDetails: items.map(share => ({
        PrincipalId: share.principalId,
        Type: share.type,
        // Shares with nodes are imported by themselves.
        Accepted: share.type !== 'ACCOUNT' || share.accepted,
        ShareTagOptions: share.shareTagOptions,
        SharePrincipals: share.sharePrincipals,
      })),
      NextPageToken: nextPageToken,
    };
  },
});
