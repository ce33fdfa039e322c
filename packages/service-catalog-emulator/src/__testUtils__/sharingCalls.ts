import { OrganizationOptions } from '../state/Organization';

/** An organisation that the default account of tests manages. */
export const TEST_ORGANIZATION: OrganizationOptions = {
  managementAccountId: '123456789012',
  accounts: ['210987654321'],
};

const RECIPIENT = '210987654321';

/**
 * Calls every operation of sharing, copying and budgets, and leaves everything as it was.
 *
 * @param callAs - calls an operation with an access key and gives the string at a path in its answer
 * @param advance - moves the emulator's clock forward by seconds
 */
export async function callSharing(
  callAs: (
    accessKeyId: string,
    operation: string,
    input: object,
    ...path: (string | number)[]
  ) => Promise<string>,
  advance: (seconds: number) => void,
  { portfolio, product }: { portfolio: string; product: string },
): Promise<void> {
  const call = (operation: string, input: object, ...path: string[]) =>
    callAs('test', operation, input, ...path);
  const PortfolioId = portfolio;

  await call('EnableAWSOrganizationsAccess', {});
  await call('GetAWSOrganizationsAccessStatus', {});
  const node = {
    PortfolioId,
    OrganizationNode: { Type: 'ACCOUNT', Value: RECIPIENT },
  };
  const token = await call('CreatePortfolioShare', node, 'PortfolioShareToken');
  await call('DescribePortfolioShareStatus', { PortfolioShareToken: token });
  advance(5);
  await call('DescribePortfolioShareStatus', { PortfolioShareToken: token });
  await call('UpdatePortfolioShare', { ...node, ShareTagOptions: true });
  advance(5);
  await call('DescribePortfolioShares', {
    PortfolioId,
    Type: 'ORGANIZATION_MEMBER_ACCOUNT',
  });
  await call('ListOrganizationPortfolioAccess', {
    PortfolioId,
    OrganizationNodeType: 'ACCOUNT',
  });

  const account = { PortfolioId, AccountId: RECIPIENT };
  await call('CreatePortfolioShare', account);
  await call('ListPortfolioAccess', { PortfolioId });
  await callAs(RECIPIENT, 'AcceptPortfolioShare', { PortfolioId });
  await callAs(RECIPIENT, 'ListAcceptedPortfolioShares', {});
  await callAs(RECIPIENT, 'DescribePortfolio', { Id: portfolio });
  await callAs(RECIPIENT, 'DescribeProductAsAdmin', {
    Id: product,
    SourcePortfolioId: portfolio,
  });
  const copy = await callAs(
    RECIPIENT,
    'CopyProduct',
    {
      SourceProductArn: `arn:aws:catalog:us-east-1:123456789012:product/${product}`,
      IdempotencyToken: 'copy',
    },
    'CopyProductToken',
  );
  advance(5);
  await callAs(RECIPIENT, 'DescribeCopyProductStatus', {
    CopyProductToken: copy,
  });
  await callAs(RECIPIENT, 'RejectPortfolioShare', { PortfolioId });

  const budget = { BudgetName: 'Monthly', ResourceId: product };
  await call('AssociateBudgetWithResource', budget);
  await call('ListBudgetsForResource', { ResourceId: product });
  await call('DescribeProduct', { Id: product });
  await call('DisassociateBudgetFromResource', budget);

  await call('DeletePortfolioShare', account);
  await call('DeletePortfolioShare', node);
  advance(5);
  await call('DisableAWSOrganizationsAccess', {});
}
