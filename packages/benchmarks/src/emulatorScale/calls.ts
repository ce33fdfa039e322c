import { Service } from './EmulatorProcess';

/** A call to measure. */
export interface MeasuredCall {
  title: string;
  service?: Service;
  operation: string;
  /** The input of the nth call. */
  input: (n: number) => object;
  /** Whether it returns a page, which may take longer. */
  returnsPage: boolean;
  /** A call that is made before each of them and not measured: the input of its nth time. */
  before?: { operation: string; input: (n: number) => object };
  /** How far the clock moves forward before each of them, after that. */
  secondsBefore?: number;
}

/** Ids and names of things there are. */
export interface Known {
  portfolioId: string;
  productId: string;
  productViewId: string;
  artifactId: string;
  provisionedProductId: string;
  recordId: string;
  idempotencyToken: string;
  stackId: string;
  /** Physical id of a resource of the stack. */
  resourceId: string;
  /** How many provisioned products there are, called `provisioned-<n>`. */
  provisionedProducts: number;
}

/** The calls, reads before writes. */
export function measuredCalls(known: Known): MeasuredCall[] {
  const { portfolioId, productId, artifactId, recordId } = known;
  const one = (operation: string, input: object): MeasuredCall => ({
    title: operation,
    operation,
    input: () => input,
    returnsPage: false,
  });
  const page = (
    operation: string,
    input: object = {},
    title: string = operation,
  ): MeasuredCall => ({
    title,
    operation,
    input: () => input,
    returnsPage: true,
  });
  const search = (title: string, query: string[], rest: object = {}) =>
    page(
      'SearchProvisionedProducts',
      { Filters: { SearchQuery: query }, ...rest },
      `SearchProvisionedProducts, ${title}`,
    );
  const farToken = Buffer.from(
    `offset:${Math.floor(known.provisionedProducts * 0.9)}`,
  ).toString('base64');
  const launch = { ProductId: productId, ProvisioningArtifactId: artifactId };
  const provision = (prefix: string) => ({
    operation: 'ProvisionProduct',
    input: (n: number) => ({
      ...launch,
      ProvisionedProductName: `${prefix}-${n}`,
      ProvisioningParameters: [{ Key: 'Purpose', Value: 'more' }],
      ProvisionToken: `${prefix}-${n}`,
    }),
  });
  const costs = (
    title: string,
    GroupBy: object[],
    rest: object = {},
  ): MeasuredCall => ({
    ...page(
      'GetCostAndUsage',
      {
        TimePeriod: months(0, 1),
        Granularity: 'MONTHLY',
        Metrics: ['UnblendedCost'],
        GroupBy,
        ...rest,
      },
      `GetCostAndUsage, ${title}`,
    ),
    service: 'ce',
  });
  const tag = (Key: string) => ({ Type: 'TAG', Key });
  const dimension = (Key: string) => ({ Type: 'DIMENSION', Key });
  const perProduct = tag('aws:servicecatalog:provisionedProductArn');
  const perVersion = tag('aws:servicecatalog:provisioningArtifactIdentifier');
  return [
    one('DescribePortfolio', { Id: portfolioId }),
    one('DescribeProduct', { Id: productId }),
    one('DescribeProductView', { Id: known.productViewId }),
    one('DescribeProductAsAdmin', { Id: productId }),
    one('DescribeProvisioningArtifact', {
      ProductId: productId,
      ProvisioningArtifactId: artifactId,
    }),
    one('DescribeProvisioningParameters', launch),
    one('DescribeRecord', { Id: recordId }),
    one('DescribeProvisionedProduct', { Id: known.provisionedProductId }),
    {
      ...one('DescribeProvisionedProduct', {}),
      title: 'DescribeProvisionedProduct, by name',
      input: n => ({ Name: nth(known, n) }),
    },
    one('GetProvisionedProductOutputs', {
      ProvisionedProductId: known.provisionedProductId,
    }),
    page('ListLaunchPaths', { ProductId: productId }),
    page('ListPortfolios'),
    page('ListPortfoliosForProduct', { ProductId: productId }),
    page('ListPrincipalsForPortfolio', { PortfolioId: portfolioId }),
    page('ListConstraintsForPortfolio', { PortfolioId: portfolioId }),
    page('ListProvisioningArtifacts', { ProductId: productId }),
    page('ListTagOptions'),
    page('ListRecordHistory', {
      AccessLevelFilter: { Key: 'Account', Value: 'self' },
    }),
    page(
      'ListRecordHistory',
      {
        SearchFilter: {
          Key: 'provisionedproduct',
          Value: known.provisionedProductId,
        },
      },
      'ListRecordHistory, of one provisioned product',
    ),
    page('ScanProvisionedProducts'),
    page('SearchProducts'),
    page(
      'SearchProducts',
      {
        Filters: { FullTextSearch: ['team 7 offers'] },
        SortBy: 'Title',
        PageSize: 100,
      },
      'SearchProducts, full text, by title',
    ),
    page('SearchProductsAsAdmin', { SortBy: 'CreationDate' }),
    search('everything', []),
    search('everything by name', [], { SortBy: 'name', PageSize: 100 }),
    search('everything by name, page 900', [], {
      SortBy: 'name',
      PageSize: 100,
      PageToken: farToken,
    }),
    search('productId', [`productId:${productId}`]),
    search('status, descending', ['status:AVAILABLE'], {
      SortBy: 'id',
      SortOrder: 'DESCENDING',
    }),
    search('tag', ['tags:team-77']),
    search('idempotencyToken', [`idempotencyToken:${known.idempotencyToken}`]),
    search('bare term', [known.provisionedProductId]),
    search('no match of two terms', ['name:provisioned-1 status:ERROR']),
    search('prefix of any field', ['provisioned-777*']),
    cloudFormation('DescribeStacks', {}, true),
    cloudFormation('DescribeStacks, by name', { StackName: known.stackId }),
    cloudFormation('DescribeStackEvents', { StackName: known.stackId }, true),
    cloudFormation('DescribeStackResources', { StackName: known.stackId }),
    cloudFormation('DescribeStackResources, by physical id', {
      PhysicalResourceId: known.resourceId,
    }),
    costs('by provisioned product', [perProduct]),
    costs('by service', [dimension('SERVICE')]),
    costs('by account', [dimension('LINKED_ACCOUNT')]),
    costs('by version', [perVersion]),
    costs('by team, each day', [tag('team')], { Granularity: 'DAILY' }),
    costs('by a tag that nothing has', [tag('nothing')]),
    costs('by provisioned product and service', [
      perProduct,
      dimension('SERVICE'),
    ]),
    costs('by service and provisioned product', [
      dimension('SERVICE'),
      perProduct,
    ]),
    costs('by provisioned product, of a year', [perProduct], {
      TimePeriod: months(-12, 1),
    }),
    costs('by provisioned product, of one team', [perProduct], {
      Filter: { Tags: { Key: 'team', Values: ['team-77'] } },
    }),
    costs('by provisioned product, not in production', [perProduct], {
      Filter: { Not: { Tags: { Key: 'environment', Values: ['prod'] } } },
    }),
    {
      ...costs('by provisioned product, each after a launch', [perProduct]),
      before: provision('costly'),
    },
    {
      ...costs('by team, each after a launch and two minutes', [tag('team')]),
      before: provision('running'),
      secondsBefore: 120,
    },
    {
      ...one('CreatePortfolio', {}),
      input: n => ({
        DisplayName: `New ${n}`,
        ProviderName: 'Platform',
        IdempotencyToken: `portfolio-${n}`,
      }),
    },
    { ...one('ProvisionProduct', {}), ...provision('new') },
    {
      ...search('by name, each after a launch', [], {
        SortBy: 'name',
        PageSize: 100,
      }),
      before: provision('sorted'),
    },
    {
      ...search('status, each after a launch', ['status:AVAILABLE'], {
        SortBy: 'lastRecordId',
        PageSize: 100,
      }),
      before: provision('found'),
    },
    {
      ...one('UpdateProvisionedProduct', {}),
      input: n => ({
        ProvisionedProductName: nth(known, n),
        ProvisioningParameters: [{ Key: 'Purpose', Value: 'other' }],
        UpdateToken: `update-${n}`,
      }),
    },
    {
      ...one('TerminateProvisionedProduct', {}),
      input: n => ({
        ProvisionedProductName: nth(known, known.provisionedProducts - 1 - n),
        TerminateToken: `terminate-${n}`,
      }),
    },
  ];
}

/** A call of CloudFormation, titled by its operation and what else there is to say. */
function cloudFormation(
  title: string,
  input: object,
  returnsPage: boolean = false,
): MeasuredCall {
  return {
    title,
    service: 'cloudformation',
    operation: title.split(',')[0],
    input: () => input,
    returnsPage,
  };
}

/** From one month's beginning to another's, counted from this month. */
function months(from: number, to: number): { Start: string; End: string } {
  const now = new Date();
  const first = (offset: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset))
      .toISOString()
      .slice(0, 10);
  return { Start: first(from), End: first(to) };
}

function nth({ provisionedProducts }: Known, n: number): string {
  return `provisioned-${n % provisionedProducts}`;
}
