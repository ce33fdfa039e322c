import {
  requireAdministrator,
  shareDetails,
  shareStatus,
} from '../catalog/shareRequests';
import { resourceNotFound } from '../errors';
import * as members from '../validation/members';
import { structure } from '../validation/shapes';
import { defineOperation } from './Operation';

export const DescribePortfolioShareStatus = defineOperation({
  name: 'DescribePortfolioShareStatus',
  input: structure({ PortfolioShareToken: members.id }, [
    'PortfolioShareToken',
  ]),
  handle: ({ state, world, caller, now }, input) => {
    const operation = state.sharing.operations.get(input.PortfolioShareToken);
    // Tokens of account shares are also given to accounts that administer no organisation.
    if (operation?.type !== 'ACCOUNT') {
      requireAdministrator(world, caller);
    }
    if (!operation) {
      throw resourceNotFound(
        `Portfolio share operation ${input.PortfolioShareToken} not found.`,
      );
    }
    return {
      PortfolioShareToken: operation.id,
      PortfolioId: operation.portfolioId,
      OrganizationNodeValue: operation.principalId,
      Status: shareStatus(operation, now),
      ShareDetails:
        now < operation.completesAt ? undefined : shareDetails(operation),
    };
  },
});
