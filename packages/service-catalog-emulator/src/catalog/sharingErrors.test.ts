import {
  INVALID,
  NOT_FOUND,
  NOT_SUPPORTED,
  Refusal,
  testRefusals,
} from '../__testUtils__/refusals';

const CALLER_ACCOUNT = '123456789012';
const token = { IdempotencyToken: 't' };

testRefusals([
  // Sharing, copying, budgets
  [
    'CreatePortfolioShare',
    'nobody to share with',
    ({ portfolio }) => ({ PortfolioId: portfolio }),
    INVALID,
    'Exactly one of AccountId and OrganizationNode must be specified.',
  ],
  [
    'CreatePortfolioShare',
    'the account itself',
    ({ portfolio }) => ({ PortfolioId: portfolio, AccountId: CALLER_ACCOUNT }),
    INVALID,
    'cannot be shared with the account that owns it',
  ],
  [
    'CreatePortfolioShare',
    'principals for an account',
    ({ portfolio }) => ({
      PortfolioId: portfolio,
      AccountId: '210987654321',
      SharePrincipals: true,
    }),
    INVALID,
    'SharePrincipals is only supported for nodes of the types ORGANIZATION and ORGANIZATIONAL_UNIT.',
  ],
  ...(['CreatePortfolioShare', 'DeletePortfolioShare'] as const).map(
    (operation): Refusal => [
      operation,
      'an organization from an account without one',
      ({ portfolio }) => ({
        PortfolioId: portfolio,
        OrganizationNode: { Type: 'ORGANIZATION', Value: 'o-0123456789' },
      }),
      NOT_SUPPORTED,
      'is neither the management account of an organization nor',
    ],
  ),
  ...(
    ['EnableAWSOrganizationsAccess', 'DisableAWSOrganizationsAccess'] as const
  ).map(
    (operation): Refusal => [
      operation,
      'an account that manages no organization',
      () => ({}),
      NOT_SUPPORTED,
      'is not the management account of an organization.',
    ],
  ),
  [
    'GetAWSOrganizationsAccessStatus',
    'an account that administers no organization',
    () => ({}),
    NOT_SUPPORTED,
    'is neither the management account of an organization nor',
  ],
  ...(['UpdatePortfolioShare', 'DeletePortfolioShare'] as const).map(
    (operation): Refusal => [
      operation,
      'a share that is none',
      ({ portfolio }) => ({
        PortfolioId: portfolio,
        AccountId: '210987654321',
      }),
      NOT_FOUND,
      'is not shared with 210987654321.',
    ],
  ),
  [
    'CopyProduct',
    'an ARN of something else',
    () => ({
      SourceProductArn: 'arn:aws:catalog:us-east-1:123456789012:portfolio/x',
      ...token,
    }),
    INVALID,
    'Invalid SourceProductArn',
  ],
  [
    'CopyProduct',
    'a product of an account that does not share it',
    ({ product }) => ({
      SourceProductArn: `arn:aws:catalog:us-east-1:210987654321:product/${product}`,
      ...token,
    }),
    NOT_FOUND,
    'not found.',
  ],
  [
    'CopyProduct',
    'a version of another product',
    ({ product }) => ({
      SourceProductArn: `arn:aws:catalog:us-east-1:123456789012:product/${product}`,
      SourceProvisioningArtifactIdentifiers: [{ Id: 'pa-gone' }],
      ...token,
    }),
    NOT_FOUND,
    'Provisioning artifact pa-gone not found.',
  ],
  [
    'DisassociateBudgetFromResource',
    'no association',
    ({ product }) => ({ BudgetName: 'Monthly', ResourceId: product }),
    NOT_FOUND,
    'Budget Monthly is not associated with',
  ],
]);
