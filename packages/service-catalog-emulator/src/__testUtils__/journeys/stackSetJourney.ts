import { Journey } from './Journey';

/** A provisioned product that is a stack set, with stacks in two accounts. */
export async function stackSetJourney(journey: Journey): Promise<void> {
  const { portfolio, product } = await journey.createCatalog();
  await journey.call('CreateConstraint', {
    ProductId: product,
    PortfolioId: portfolio,
    Type: 'STACKSET',
    Parameters: JSON.stringify({
      Version: '1.0',
      Properties: {
        AccountList: ['111111111111', '222222222222'],
        RegionList: ['us-east-1'],
        AdminRole: 'arn:aws:iam::123456789012:role/admin',
        ExecutionRole: 'execution',
      },
    }),
    IdempotencyToken: journey.token(),
  });
  await journey.call('DescribeProvisioningParameters', {
    ProductId: product,
    ProvisioningArtifactName: 'v1',
  });
  await journey.launch(product);
  const mine = await journey.call(
    'DescribeProvisionedProduct',
    { Name: 'mine' },
    'ProvisionedProductDetail',
    'Id',
  );
  await journey.call('ListStackInstancesForProvisionedProduct', {
    ProvisionedProductId: mine,
  });
}
