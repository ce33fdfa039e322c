import {
  INVALID,
  NOT_FOUND,
  Refusal,
  testRefusals,
} from '../__testUtils__/refusals';
import { CALLER_ARN } from '../__testUtils__/seeds';

const token = { IdempotencyToken: 't' };

testRefusals([
  // Nothing of that id
  ...(
    [
      ['DescribePortfolio', 'Id', 'Portfolio'],
      ['UpdatePortfolio', 'Id', 'Portfolio'],
      ['DeletePortfolio', 'Id', 'Portfolio'],
      ['ListPrincipalsForPortfolio', 'PortfolioId', 'Portfolio'],
      ['ListConstraintsForPortfolio', 'PortfolioId', 'Portfolio'],
      ['SearchProductsAsAdmin', 'PortfolioId', 'Portfolio'],
      ['DescribeProduct', 'Id', 'Product'],
      ['DescribeProductAsAdmin', 'Id', 'Product'],
      ['DescribeProductAsAdmin', 'Name', 'Product'],
      ['DescribeProductView', 'Id', 'Product view'],
      ['UpdateProduct', 'Id', 'Product'],
      ['DeleteProduct', 'Id', 'Product'],
      ['ListProvisioningArtifacts', 'ProductId', 'Product'],
      ['ListPortfoliosForProduct', 'ProductId', 'Product'],
      ['ListLaunchPaths', 'ProductId', 'Product'],
      [
        'DescribeProvisioningArtifact',
        'ProvisioningArtifactId',
        'Provisioning artifact',
      ],
      ['DescribeConstraint', 'Id', 'Constraint'],
      ['UpdateConstraint', 'Id', 'Constraint'],
      ['DeleteConstraint', 'Id', 'Constraint'],
      ['DescribeTagOption', 'Id', 'TagOption'],
      ['UpdateTagOption', 'Id', 'TagOption'],
      ['DeleteTagOption', 'Id', 'TagOption'],
      ['ListResourcesForTagOption', 'TagOptionId', 'TagOption'],
      ['CreatePortfolioShare', 'PortfolioId', 'Portfolio'],
      ['UpdatePortfolioShare', 'PortfolioId', 'Portfolio'],
      ['DeletePortfolioShare', 'PortfolioId', 'Portfolio'],
      ['ListPortfolioAccess', 'PortfolioId', 'Portfolio'],
      ['AcceptPortfolioShare', 'PortfolioId', 'Portfolio'],
      ['RejectPortfolioShare', 'PortfolioId', 'Portfolio'],
      ['DescribeCopyProductStatus', 'CopyProductToken', 'Copy operation'],
      ['ListBudgetsForResource', 'ResourceId', 'Resource'],
      ['DescribeRecord', 'Id', 'Record'],
      ['DescribeProvisionedProduct', 'Id', 'Provisioned product'],
    ] as const
  ).map(
    ([operation, member, what]): Refusal => [
      operation,
      `nothing called so (${member})`,
      () => ({ [member]: 'gone' }),
      NOT_FOUND,
      `${what} gone not found.`,
    ],
  ),
  // One of two members, and not both
  ...(
    [
      ['DescribeProduct', 'Id', 'Name', 'Id and Name'],
      ['DescribeProductAsAdmin', 'Id', 'Name', 'Id and Name'],
      ['DescribeProvisionedProduct', 'Id', 'Name', 'Id and Name'],
      [
        'GetProvisionedProductOutputs',
        'ProvisionedProductId',
        'ProvisionedProductName',
        'ProvisionedProductId and ProvisionedProductName',
      ],
      [
        'DescribeProvisioningParameters',
        'ProductId',
        'ProductName',
        'ProductId and ProductName',
      ],
      [
        'DescribeProvisioningArtifact',
        'ProvisioningArtifactId',
        'ProvisioningArtifactName',
        'ProvisioningArtifactId and ProvisioningArtifactName',
      ],
    ] as const
  ).flatMap(([operation, id, name, both]): Refusal[] =>
    [{}, { [id]: 'x', [name]: 'y' }].map(input => [
      operation,
      `neither or both of ${both}: ${JSON.stringify(input)}`,
      () => input,
      INVALID,
      `Exactly one of ${both} must be specified.`,
    ]),
  ),
  // Not associated
  [
    'DisassociateProductFromPortfolio',
    'no association',
    ({ unusedProduct, portfolio }) => ({
      ProductId: unusedProduct,
      PortfolioId: portfolio,
    }),
    NOT_FOUND,
    'is not associated with portfolio',
  ],
  [
    'DisassociatePrincipalFromPortfolio',
    'no association',
    ({ emptyPortfolio }) => ({
      PortfolioId: emptyPortfolio,
      PrincipalARN: CALLER_ARN,
    }),
    NOT_FOUND,
    'is not associated with portfolio',
  ],
  [
    'DisassociateTagOptionFromResource',
    'no association',
    ({ option, product }) => ({ TagOptionId: option, ResourceId: product }),
    NOT_FOUND,
    'is not associated with',
  ],
  [
    'CreateConstraint',
    'a product of another portfolio',
    ({ product, emptyPortfolio }) => ({
      ProductId: product,
      PortfolioId: emptyPortfolio,
      Type: 'LAUNCH',
      Parameters: '{"LocalRoleName":"x"}',
      ...token,
    }),
    NOT_FOUND,
    'is not associated with portfolio',
  ],
  [
    'AssociateTagOptionWithResource',
    'no such resource',
    ({ option }) => ({ TagOptionId: option, ResourceId: 'gone' }),
    NOT_FOUND,
    'Resource gone not found.',
  ],
]);
