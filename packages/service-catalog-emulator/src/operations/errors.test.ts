import {
  callRaw,
  startEmulator,
  TEMPLATE_BASE,
} from '../__testUtils__/harness';
import {
  describeWithReference,
  readServiceCatalogModel,
} from '../__testUtils__/reference';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../__testUtils__/seeds';
import { RunningEmulator } from '../createEmulator';

/** Ids of what {@link startCatalog} made, for use in the table below. */
interface Ids {
  portfolio: string;
  emptyPortfolio: string;
  product: string;
  unusedProduct: string;
  version: string;
  constraint: string;
  option: string;
  unusedOption: string;
  record: string;
}

const SEED = `
Resources:
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Storage, ProviderName: Platform }
  Empty:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Empty, ProviderName: Platform }
  Product:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Bucket
      Owner: Platform
      ProvisioningArtifactParameters:
        - { Name: v1, Info: { LoadTemplateFromURL: '${TEMPLATE_BASE}bucket.yaml' } }
  Unused:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Unused
      Owner: Platform
      ProvisioningArtifactParameters:
        - { Name: v1, Info: { LoadTemplateFromURL: '${TEMPLATE_BASE}bucket.yaml' } }
  InPortfolio:
    Type: AWS::ServiceCatalog::PortfolioProductAssociation
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Product }
  Access:
    Type: AWS::ServiceCatalog::PortfolioPrincipalAssociation
    Properties: { PortfolioId: !Ref Portfolio, PrincipalARN: '${CALLER_ARN}', PrincipalType: IAM }
  Launch:
    Type: AWS::ServiceCatalog::LaunchRoleConstraint
    DependsOn: InPortfolio
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Product, LocalRoleName: launcher }
  Option:
    Type: AWS::ServiceCatalog::TagOption
    Properties: { Key: env, Value: dev }
  OptionOnPortfolio:
    Type: AWS::ServiceCatalog::TagOptionAssociation
    Properties: { ResourceId: !Ref Portfolio, TagOptionId: !Ref Option }
  UnusedOption:
    Type: AWS::ServiceCatalog::TagOption
    Properties: { Key: env, Value: prod }
Outputs:
  Version: { Value: !GetAtt Product.ProvisioningArtifactIds }
`;

async function startCatalog(): Promise<{
  emulator: RunningEmulator;
  ids: Ids;
}> {
  const emulator = await startEmulator({
    templates: {
      'bucket.yaml': BUCKET_TEMPLATE,
      'broken.yaml': 'Resources: [',
    },
    seeds: [{ template: SEED }],
  });
  const { resources, outputs } = emulator.seeded.stacks[0];
  const { body } = await callRaw(emulator, 'ProvisionProduct', {
    ProductName: 'Bucket',
    ProvisioningArtifactName: 'v1',
    ProvisionedProductName: 'mine',
    ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'Wrong' }],
    ProvisionToken: 'token',
  });
  emulator.clock.advance(20);
  return {
    emulator,
    ids: {
      portfolio: resources.Portfolio,
      emptyPortfolio: resources.Empty,
      product: resources.Product,
      unusedProduct: resources.Unused,
      version: outputs.Version,
      constraint: resources.Launch,
      option: resources.Option,
      unusedOption: resources.UnusedOption,
      record: (body.RecordDetail as { RecordId: string }).RecordId,
    },
  };
}

const NOT_FOUND = 'ResourceNotFoundException';
const INVALID = 'InvalidParametersException';
const IN_USE = 'ResourceInUseException';
const DUPLICATE = 'DuplicateResourceException';
const NOT_SUPPORTED = 'OperationNotSupportedException';

const CALLER_ACCOUNT = '123456789012';

const token = { IdempotencyToken: 't' };
const version = (Info: object) => ({ Name: 'v', Info });

type Row = [
  operation: string,
  title: string,
  input: (ids: Ids) => object,
  error: string,
  message: string,
];

const ROWS: Row[] = [
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
    ([operation, member, what]): Row => [
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
  ).flatMap(([operation, id, name, both]): Row[] =>
    [{}, { [id]: 'x', [name]: 'y' }].map(input => [
      operation,
      `neither or both of ${both}: ${JSON.stringify(input)}`,
      () => input,
      INVALID,
      `Exactly one of ${both} must be specified.`,
    ]),
  ),
  // Still in use
  [
    'DeletePortfolio',
    'what is in it',
    ({ portfolio }) => ({ Id: portfolio }),
    IN_USE,
    'it still has constraints, principals, products',
  ],
  [
    'DeleteProduct',
    'its portfolio',
    ({ product }) => ({ Id: product }),
    IN_USE,
    'it is associated with port-',
  ],
  [
    'DisassociateProductFromPortfolio',
    'its constraints',
    ({ product, portfolio }) => ({
      ProductId: product,
      PortfolioId: portfolio,
    }),
    IN_USE,
    'it still has constraints there',
  ],
  [
    'DeleteProvisioningArtifact',
    'the last version',
    ({ product, version: id }) => ({
      ProductId: product,
      ProvisioningArtifactId: id,
    }),
    IN_USE,
    'it is the last one',
  ],
  [
    'DeleteTagOption',
    'its resources',
    ({ option }) => ({ Id: option }),
    IN_USE,
    'it is associated with resources',
  ],
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
  // Twice
  [
    'AssociateTagOptionWithResource',
    'the same again',
    ({ option, portfolio }) => ({
      TagOptionId: option,
      ResourceId: portfolio,
    }),
    DUPLICATE,
    'is already associated',
  ],
  [
    'CreateTagOption',
    'the same again',
    () => ({ Key: 'env', Value: 'dev' }),
    DUPLICATE,
    'already exists',
  ],
  [
    'UpdateTagOption',
    'the value of another one',
    ({ unusedOption }) => ({ Id: unusedOption, Value: 'dev' }),
    DUPLICATE,
    'already exists',
  ],
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
    (operation): Row => [
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
    (operation): Row => [
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
    (operation): Row => [
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
  // Wrong values
  [
    'AssociatePrincipalWithPortfolio',
    'an ARN that is none of a principal',
    ({ portfolio }) => ({
      PortfolioId: portfolio,
      PrincipalARN: 'arn:aws:s3:::bucket',
      PrincipalType: 'IAM',
    }),
    INVALID,
    'Invalid principal ARN for type IAM',
  ],
  [
    'AssociatePrincipalWithPortfolio',
    'a pattern with an account',
    ({ portfolio }) => ({
      PortfolioId: portfolio,
      PrincipalARN: 'arn:aws:iam::123456789012:role/*',
      PrincipalType: 'IAM_PATTERN',
    }),
    INVALID,
    'Invalid principal ARN for type IAM_PATTERN',
  ],
  [
    'CreateProduct',
    'another type',
    () => ({ Name: 'x', Owner: 'x', ProductType: 'MARKETPLACE', ...token }),
    INVALID,
    'Products of type MARKETPLACE are not supported',
  ],
  [
    'CreateProduct',
    'no version',
    () => ({
      Name: 'x',
      Owner: 'x',
      ProductType: 'CLOUD_FORMATION_TEMPLATE',
      ...token,
    }),
    INVALID,
    'ProvisioningArtifactParameters must be specified',
  ],
  [
    'CreateProvisioningArtifact',
    'a template that is none',
    ({ product }) => ({
      ProductId: product,
      Parameters: version({
        LoadTemplateFromURL: `${TEMPLATE_BASE}broken.yaml`,
      }),
      ...token,
    }),
    INVALID,
    'Invalid templateBody. Please make sure that your template is valid.',
  ],
  [
    'CreateProvisioningArtifact',
    'an import',
    ({ product }) => ({
      ProductId: product,
      Parameters: version({ ImportFromPhysicalId: 'arn:aws:x' }),
      ...token,
    }),
    INVALID,
    'Stack arn:aws:x does not exist',
  ],
  [
    'CreateProvisioningArtifact',
    'another type',
    ({ product }) => ({
      ProductId: product,
      Parameters: { Type: 'EXTERNAL' },
      ...token,
    }),
    INVALID,
    'cannot have a provisioning artifact of type EXTERNAL',
  ],
  [
    'UpdateProduct',
    'a source connection',
    ({ product }) => ({
      Id: product,
      SourceConnection: { ConnectionParameters: {} },
    }),
    INVALID,
    'SourceConnection is not supported',
  ],
  [
    'UpdateConstraint',
    'parameters of another type',
    ({ constraint }) => ({ Id: constraint, Parameters: '{"Rules":{}}' }),
    INVALID,
    'Invalid constraint parameters for LAUNCH',
  ],
  [
    'ListResourcesForTagOption',
    'another type of resource',
    ({ option }) => ({ TagOptionId: option, ResourceType: 'Thing' }),
    INVALID,
    'Invalid ResourceType: Thing',
  ],
  [
    'ListRecordHistory',
    'another filter',
    () => ({ SearchFilter: { Key: 'colour', Value: 'red' } }),
    INVALID,
    'Invalid SearchFilter key: colour',
  ],
  [
    'ScanProvisionedProducts',
    'an access level of somebody else',
    () => ({ AccessLevelFilter: { Key: 'User', Value: 'ann' } }),
    INVALID,
    'Invalid AccessLevelFilter value: ann',
  ],
  [
    'SearchProvisionedProducts',
    'a page token that is none',
    () => ({ PageToken: 'nonsense' }),
    INVALID,
    'Invalid page token.',
  ],
  [
    'SearchProvisionedProducts',
    'a field that cannot be sorted by',
    () => ({ SortBy: 'status' }),
    INVALID,
    'Invalid SortBy: status',
  ],
  [
    'GetProvisionedProductOutputs',
    'a product that never ran',
    () => ({ ProvisionedProductName: 'mine' }),
    INVALID,
    'it was never provisioned successfully',
  ],
  [
    'DescribeProvisioningParameters',
    'a version of another product',
    ({ version: id }) => ({
      ProductName: 'Unused',
      ProvisioningArtifactId: id,
    }),
    NOT_FOUND,
    'No launch paths found for resource',
  ],
];

it.each(ROWS)('%s refuses %s', async (operation, _, input, error, message) => {
  const { emulator, ids } = await startCatalog();
  const { status, body } = await callRaw(emulator, operation, input(ids));
  expect({ status, ...body }).toEqual({
    status: 400,
    __type: error,
    message: expect.stringContaining(message),
  });
});

describeWithReference(
  'aws-models',
  "the errors against AWS's model",
  location => {
    it('are those that AWS lists for the operation', () => {
      const { operations } = readServiceCatalogModel(location);
      const unlisted = ROWS.filter(
        ([operation, , , error]) =>
          !operations[operation].errors?.some(({ shape }) => shape === error),
      );
      expect(
        unlisted.map(([operation, , , error]) => [operation, error]),
      ).toEqual([]);
    });
  },
);

it('allows ten patterns on a portfolio', async () => {
  const { emulator, ids } = await startCatalog();
  const associate = (name: string) =>
    callRaw(emulator, 'AssociatePrincipalWithPortfolio', {
      PortfolioId: ids.portfolio,
      PrincipalARN: `arn:aws:iam:::role/${name}*`,
      PrincipalType: 'IAM_PATTERN',
    });
  for (let index = 0; index < 10; index++) {
    expect((await associate(`team-${index}`)).status).toBe(200);
  }
  // The same one again is no further one.
  expect((await associate('team-0')).status).toBe(200);
  expect((await associate('one-more')).body.__type).toBe(
    'LimitExceededException',
  );
});

it('keeps products and portfolios with a budget or a share, and allows one budget each', async () => {
  const { emulator, ids } = await startCatalog();
  const answer = async (operation: string, input: object) =>
    (await callRaw(emulator, operation, input)).body.__type;
  const budget = (ResourceId: string, BudgetName = 'Monthly') => ({
    ResourceId,
    BudgetName,
  });
  const { emptyPortfolio: Id, unusedProduct } = ids;
  await answer('AssociateBudgetWithResource', budget(unusedProduct));
  expect(
    await answer('AssociateBudgetWithResource', budget(unusedProduct)),
  ).toBe(DUPLICATE);
  expect(
    await answer('AssociateBudgetWithResource', budget(unusedProduct, 'Other')),
  ).toBe('LimitExceededException');
  expect(await answer('DeleteProduct', { Id: unusedProduct })).toBe(IN_USE);
  await answer('DisassociateBudgetFromResource', budget(unusedProduct));
  expect(await answer('DeleteProduct', { Id: unusedProduct })).toBeUndefined();

  const share = { PortfolioId: Id, AccountId: '210987654321' };
  await answer('CreatePortfolioShare', share);
  const refusal = await callRaw(emulator, 'DeletePortfolio', { Id });
  expect(refusal.body).toMatchObject({
    __type: IN_USE,
    message: expect.stringContaining('it still has shares'),
  });
  await answer('DeletePortfolioShare', share);
  expect(await answer('DeletePortfolio', { Id })).toBeUndefined();
});
