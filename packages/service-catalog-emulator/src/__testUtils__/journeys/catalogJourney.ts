import { CALLER_ARN } from '../seeds';
import { BUCKET_INFO, Journey } from './Journey';

/** Ids of what {@link catalogJourney} makes. */
interface Made {
  portfolio: string;
  product: string;
  version: string;
  constraint: string;
  option: string;
}

/** A catalog from its first portfolio over the life of a provisioned product to the last deletion. */
export async function catalogJourney(journey: Journey): Promise<void> {
  const made = await make(journey);
  await look(journey, made);
  await use(journey, made);
  await remove(journey, made);
}

async function make(journey: Journey): Promise<Made> {
  const { portfolio, product } = await journey.createCatalog();
  const version = await journey.call(
    'CreateProvisioningArtifact',
    {
      ProductId: product,
      Parameters: { Name: 'v2', Description: 'Second', Info: BUCKET_INFO },
      IdempotencyToken: journey.token(),
    },
    'ProvisioningArtifactDetail',
    'Id',
  );
  const constraint = await journey.call(
    'CreateConstraint',
    {
      ProductId: product,
      PortfolioId: portfolio,
      Type: 'LAUNCH',
      Parameters: '{"LocalRoleName":"launcher"}',
      Description: 'Launches',
      IdempotencyToken: journey.token(),
    },
    'ConstraintDetail',
    'ConstraintId',
  );
  const option = await journey.call(
    'CreateTagOption',
    { Key: 'env', Value: 'dev' },
    'TagOptionDetail',
    'Id',
  );
  for (const ResourceId of [product, portfolio]) {
    await journey.call('AssociateTagOptionWithResource', {
      ResourceId,
      TagOptionId: option,
    });
  }
  return { portfolio, product, version, constraint, option };
}

async function look(
  journey: Journey,
  { portfolio, product, version, constraint, option }: Made,
): Promise<void> {
  const ProductId = product;
  const PortfolioId = portfolio;
  await journey.call('DescribePortfolio', { Id: portfolio });
  await journey.call('ListPortfolios', {});
  await journey.call('UpdatePortfolio', { Id: portfolio, RemoveTags: ['a'] });
  await journey.call('ListPortfoliosForProduct', { ProductId });
  await journey.call('ListPrincipalsForPortfolio', { PortfolioId });
  await journey.call('DescribeProductAsAdmin', { Id: product });
  await journey.call('SearchProductsAsAdmin', { PortfolioId });
  await journey.call('UpdateProduct', {
    Id: product,
    SupportEmail: 'a@example.com',
  });
  await journey.call('ListProvisioningArtifacts', { ProductId });
  await journey.call('UpdateProvisioningArtifact', {
    ProductId,
    ProvisioningArtifactId: version,
    Guidance: 'DEFAULT',
  });
  const artifact = {
    ProvisioningArtifactId: version,
    ProductId,
    Verbose: true,
  };
  await journey.call('DescribeProvisioningArtifact', artifact);
  // Younger than the operation: not every AWS CLI knows this member.
  await journey.call('DescribeProvisioningArtifact', {
    ...artifact,
    IncludeProvisioningArtifactParameters: true,
  });
  await journey.call('ListConstraintsForPortfolio', { PortfolioId });
  await journey.call('DescribeConstraint', { Id: constraint });
  await journey.call('UpdateConstraint', {
    Id: constraint,
    Description: 'Launch',
  });
  await journey.call('DescribeTagOption', { Id: option });
  await journey.call('ListTagOptions', { Filters: { Key: 'env' } });
  await journey.call('UpdateTagOption', { Id: option, Value: 'test' });
  await journey.call('ListResourcesForTagOption', { TagOptionId: option });

  const view = await journey.call(
    'SearchProducts',
    {},
    'ProductViewSummaries',
    0,
    'Id',
  );
  await journey.call('DescribeProductView', { Id: view });
  await journey.call('DescribeProduct', { Id: product });
  await journey.call('ListLaunchPaths', { ProductId });
  await journey.call('DescribeProvisioningParameters', {
    ProductId,
    ProvisioningArtifactId: version,
  });
}

async function use(
  journey: Journey,
  { product, version }: Made,
): Promise<void> {
  const record = await journey.launch(product);
  const stackArn = await journey.call(
    'DescribeRecord',
    { Id: record },
    'RecordOutputs',
    0,
    'OutputValue',
  );
  await journey.call('ListRecordHistory', {});
  await journey.call('SearchProvisionedProducts', {});
  await journey.call('ScanProvisionedProducts', {});
  await journey.call('DescribeProvisionedProduct', { Name: 'mine' });
  await journey.call('GetProvisionedProductOutputs', {
    ProvisionedProductName: 'mine',
  });
  // Fails, so that errors and status messages appear too.
  journey.emulator.faults.add({ kind: 'updateFailure', count: 1 });
  const failing = await journey.call(
    'UpdateProvisionedProduct',
    {
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'archive' }],
      UpdateToken: journey.token(),
    },
    'RecordDetail',
    'RecordId',
  );
  journey.wait(60);
  await journey.call('DescribeRecord', { Id: failing });
  await journey.call('DescribeProvisionedProduct', { Name: 'mine' });
  // Kept, so that the stack can be imported.
  await journey.call('TerminateProvisionedProduct', {
    ProvisionedProductName: 'mine',
    TerminateToken: journey.token(),
    RetainPhysicalResources: true,
  });
  journey.wait(20);
  await journey.call('ImportAsProvisionedProduct', {
    ProductId: product,
    ProvisioningArtifactId: version,
    ProvisionedProductName: 'imported',
    PhysicalId: stackArn,
    IdempotencyToken: journey.token(),
  });
  journey.wait(20);
}

async function remove(
  journey: Journey,
  { portfolio, product, version, constraint, option }: Made,
): Promise<void> {
  for (const ResourceId of [product, portfolio]) {
    await journey.call('DisassociateTagOptionFromResource', {
      ResourceId,
      TagOptionId: option,
    });
  }
  await journey.call('DeleteTagOption', { Id: option });
  await journey.call('DeleteConstraint', { Id: constraint });
  await journey.call('DisassociatePrincipalFromPortfolio', {
    PortfolioId: portfolio,
    PrincipalARN: CALLER_ARN,
  });
  await journey.call('DisassociateProductFromPortfolio', {
    ProductId: product,
    PortfolioId: portfolio,
  });
  await journey.call('DeleteProvisioningArtifact', {
    ProductId: product,
    ProvisioningArtifactId: version,
  });
  await journey.call('DeleteProduct', { Id: product });
  await journey.call('DeletePortfolio', { Id: portfolio });
}
