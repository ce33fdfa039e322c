import { aws_servicecatalog as servicecatalog, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Organization, ShareConfig } from '../config/organization';
import { OrganizationId, OrganizationNode, PortfolioShare } from '../sharing';

const ORGANIZATION = 'Organization';

/**
 * Shares a portfolio: with the organisation, its units and its accounts without their doing, with other accounts so that
 * they may accept it.
 *
 * @returns the shares within the organisation
 */
export function addShares(
  scope: Construct,
  options: {
    organization: Organization;
    portfolio: servicecatalog.IPortfolio;
    shares: readonly ShareConfig[];
  },
): Construct[] {
  const { organization, portfolio, shares } = options;
  return shares.flatMap((share): Construct[] => {
    if ('externalAccount' in share) {
      new servicecatalog.CfnPortfolioShare(
        scope,
        `external-${share.externalAccount}`,
        {
          portfolioId: portfolio.portfolioId,
          accountId: organization.accounts.external[share.externalAccount].id,
          shareTagOptions: share.tagOptions,
        },
      );
      return [];
    }
    const { id, node } = nodeOf(scope, organization, share);
    return [
      new PortfolioShare(scope, id, {
        portfolio,
        node,
        flags: {
          tagOptions: share.tagOptions,
          principals: 'principals' in share && share.principals,
        },
      }),
    ];
  });
}

/** The node of a share, and an id of the construct that names it. */
function nodeOf(
  scope: Construct,
  { accounts, organizationalUnits }: Organization,
  share: Exclude<ShareConfig, { externalAccount: string }>,
): { id: string; node: OrganizationNode } {
  if ('organizationalUnit' in share) {
    const value = organizationalUnits[share.organizationalUnit];
    return {
      id: `share-${value}`,
      node: { type: 'ORGANIZATIONAL_UNIT', value },
    };
  }
  if ('account' in share) {
    const value = accounts.projects[share.account].id;
    return { id: `share-${value}`, node: { type: 'ACCOUNT', value } };
  }
  const stack = Stack.of(scope);
  const organizationId =
    (stack.node.tryFindChild(ORGANIZATION) as OrganizationId | undefined) ??
    new OrganizationId(stack, ORGANIZATION);
  return {
    id: 'share-organization',
    node: { type: 'ORGANIZATION', value: organizationId.value },
  };
}
