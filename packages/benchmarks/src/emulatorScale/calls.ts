/** A call to measure. */
export interface MeasuredCall {
  title: string;
  operation: string;
  /** The input of the nth call. */
  input: (n: number) => object;
  /** Whether it returns a page, which may take longer. */
  returnsPage: boolean;
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
    {
      ...one('CreatePortfolio', {}),
      input: n => ({
        DisplayName: `New ${n}`,
        ProviderName: 'Platform',
        IdempotencyToken: `portfolio-${n}`,
      }),
    },
    {
      ...one('ProvisionProduct', {}),
      input: n => ({
        ...launch,
        ProvisionedProductName: `new-${n}`,
        ProvisioningParameters: [{ Key: 'Purpose', Value: 'more' }],
        ProvisionToken: `provision-${n}`,
      }),
    },
    {
      ...search('by name, after a launch', [], {
        SortBy: 'name',
        PageSize: 100,
      }),
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

function nth({ provisionedProducts }: Known, n: number): string {
  return `provisioned-${n % provisionedProducts}`;
}
