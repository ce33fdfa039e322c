import { Journey, RECIPIENT } from './Journey';

/** Shares, copies and budgets, by every operation there is for them; nothing of it remains. */
export async function sharingJourney(journey: Journey): Promise<void> {
  const { portfolio, product } = await journey.createCatalog();
  const PortfolioId = portfolio;

  await journey.call('EnableAWSOrganizationsAccess', {});
  await journey.call('GetAWSOrganizationsAccessStatus', {});
  const node = {
    PortfolioId,
    OrganizationNode: { Type: 'ACCOUNT', Value: RECIPIENT },
  };
  const token = await journey.call(
    'CreatePortfolioShare',
    node,
    'PortfolioShareToken',
  );
  await journey.call('DescribePortfolioShareStatus', {
    PortfolioShareToken: token,
  });
  journey.wait(5);
  await journey.call('DescribePortfolioShareStatus', {
    PortfolioShareToken: token,
  });
  await journey.call('UpdatePortfolioShare', {
    ...node,
    ShareTagOptions: true,
  });
  journey.wait(5);
  await journey.call('DescribePortfolioShares', {
    PortfolioId,
    Type: 'ORGANIZATION_MEMBER_ACCOUNT',
  });
  await journey.call('ListOrganizationPortfolioAccess', {
    PortfolioId,
    OrganizationNodeType: 'ACCOUNT',
  });

  const account = { PortfolioId, AccountId: RECIPIENT };
  await journey.call('CreatePortfolioShare', account);
  await journey.call('ListPortfolioAccess', { PortfolioId });
  await receive(journey, portfolio, product);

  const budget = { BudgetName: 'Monthly', ResourceId: product };
  await journey.call('AssociateBudgetWithResource', budget);
  await journey.call('ListBudgetsForResource', { ResourceId: product });
  await journey.call('DescribeProduct', { Id: product });
  await journey.call('DisassociateBudgetFromResource', budget);

  await journey.call('DeletePortfolioShare', account);
  await journey.call('DeletePortfolioShare', node);
  journey.wait(5);
  await journey.call('DisableAWSOrganizationsAccess', {});
}

/** What the account does that a portfolio is shared with. */
async function receive(
  journey: Journey,
  portfolio: string,
  product: string,
): Promise<void> {
  await journey.callAs(RECIPIENT, 'AcceptPortfolioShare', {
    PortfolioId: portfolio,
  });
  await journey.callAs(RECIPIENT, 'ListAcceptedPortfolioShares', {});
  await journey.callAs(RECIPIENT, 'DescribePortfolio', { Id: portfolio });
  await journey.callAs(RECIPIENT, 'DescribeProductAsAdmin', {
    Id: product,
    SourcePortfolioId: portfolio,
  });
  const copy = await journey.callAs(
    RECIPIENT,
    'CopyProduct',
    {
      SourceProductArn: `arn:aws:catalog:us-east-1:123456789012:product/${product}`,
      IdempotencyToken: journey.token(),
    },
    'CopyProductToken',
  );
  journey.wait(5);
  await journey.callAs(RECIPIENT, 'DescribeCopyProductStatus', {
    CopyProductToken: copy,
  });
  await journey.callAs(RECIPIENT, 'RejectPortfolioShare', {
    PortfolioId: portfolio,
  });
}
