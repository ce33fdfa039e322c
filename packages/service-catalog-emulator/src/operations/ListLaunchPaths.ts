import { requireLaunchPaths } from '../catalog/launchPaths';
import { constraintsOn, visibleProductById } from '../catalog/lookups';
import { page } from '../catalog/paging';
import { constraintSummary } from '../catalog/views';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const ListLaunchPaths = defineOperation({
  name: 'ListLaunchPaths',
  input: structure(
    {
      AcceptLanguage: members.acceptLanguage,
      ProductId: members.id,
      PageSize: members.pageSize,
      PageToken: members.pageToken,
    },
    ['ProductId'],
  ),
  handle: ({ state, caller }, input) => {
    const { product } = visibleProductById(state, input.ProductId);
    const { items, nextPageToken } = page(
      requireLaunchPaths(state, caller, product.id),
      input,
      20,
    );
    return {
      LaunchPathSummaries: items.map(path => ({
        Id: path.id,
        ConstraintSummaries: constraintsOn(
          state,
          path.portfolio.id,
          product.id,
        ).map(constraintSummary),
        Tags: path.portfolio.tags,
        Name: path.portfolio.displayName,
      })),
      NextPageToken: nextPageToken,
    };
  },
});
