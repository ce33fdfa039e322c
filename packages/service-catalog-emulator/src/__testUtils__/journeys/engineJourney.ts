import { BUCKET_INFO, Journey } from './Journey';

/** The life of a provisioned product that an engine makes, which notifies of every result. */
export async function engineJourney(journey: Journey): Promise<void> {
  const { portfolio } = await journey.createCatalog();
  const product = await journey.call(
    'CreateProduct',
    {
      Name: 'Site',
      Owner: 'Platform',
      ProductType: 'EXTERNAL',
      ProvisioningArtifactParameters: {
        Name: 'v1',
        Info: BUCKET_INFO,
        Type: 'EXTERNAL',
      },
      IdempotencyToken: journey.token(),
    },
    'ProductViewDetail',
    'ProductViewSummary',
    'ProductId',
  );
  const inPortfolio = { ProductId: product, PortfolioId: portfolio };
  await journey.call('AssociateProductWithPortfolio', inPortfolio);
  await journey.call('CreateConstraint', {
    ...inPortfolio,
    Type: 'LAUNCH',
    Parameters: '{"LocalRoleName":"launcher"}',
    IdempotencyToken: journey.token(),
  });
  /** Tells the operation's result for the one workflow that there is. */
  const notify = (operation: string, result: object) => {
    const [{ message }] = journey.emulator.engine.workflows();
    return journey.call(operation, {
      WorkflowToken: message.token,
      RecordId: message.recordId,
      ...result,
      IdempotencyToken: journey.token(),
    });
  };
  await journey.call('ProvisionProduct', {
    ProductId: product,
    ProvisioningArtifactName: 'v1',
    ProvisionedProductName: 'site',
    ProvisionToken: journey.token(),
  });
  await notify('NotifyProvisionProductEngineWorkflowResult', {
    Status: 'SUCCEEDED',
    ResourceIdentifier: { UniqueTag: { Key: 'site', Value: 'mine' } },
    Outputs: [{ OutputKey: 'url', OutputValue: 'https://example.com' }],
  });
  await journey.call('DescribeProvisionedProduct', { Name: 'site' });
  await journey.call('UpdateProvisionedProduct', {
    ProvisionedProductName: 'site',
    UpdateToken: journey.token(),
  });
  await notify('NotifyUpdateProvisionedProductEngineWorkflowResult', {
    Status: 'FAILED',
    FailureReason: 'No such region',
  });
  await journey.call('TerminateProvisionedProduct', {
    ProvisionedProductName: 'site',
    TerminateToken: journey.token(),
  });
  await notify('NotifyTerminateProvisionedProductEngineWorkflowResult', {
    Status: 'SUCCEEDED',
  });
}
