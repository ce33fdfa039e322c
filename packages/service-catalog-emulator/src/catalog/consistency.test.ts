import {
  callRaw,
  startEmulator,
  TEMPLATE_BASE,
} from '../__testUtils__/harness';
import {
  BUCKET_TEMPLATE,
  CALLER_ARN,
  seedTemplate,
} from '../__testUtils__/seeds';

describe('eventual consistency', () => {
  it('shows what is new some seconds later, and what was seeded at once', async () => {
    const emulator = await startEmulator({
      consistencySeconds: 5,
      stackSeconds: 1,
      templates: { 'bucket.yaml': BUCKET_TEMPLATE },
      seeds: [
        {
          template: seedTemplate({
            Storage: { products: { Bucket: 'bucket.yaml' } },
          }),
        },
      ],
    });
    const call = async (operation: string, input: object) =>
      (await callRaw(emulator, operation, input)).body;
    const { Bucket: ProductId } = emulator.seeded.stacks[0].resources;
    const { PortfolioDetail } = await call('CreatePortfolio', {
      DisplayName: 'Late',
      ProviderName: 'x',
      IdempotencyToken: 't',
    });
    const { Id: PortfolioId } = PortfolioDetail as { Id: string };
    await call('AssociateProductWithPortfolio', { ProductId, PortfolioId });
    await call('AssociatePrincipalWithPortfolio', {
      PortfolioId,
      PrincipalARN: CALLER_ARN,
      PrincipalType: 'IAM',
    });
    await call('CreateProvisioningArtifact', {
      ProductId,
      Parameters: {
        Name: 'v2',
        Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml` },
      },
      IdempotencyToken: 't',
    });
    const { LaunchPathSummaries } = await call('ListLaunchPaths', {
      ProductId,
    });
    const [{ Id: PathId }] = LaunchPathSummaries as { Id: string }[];
    await call('ProvisionProduct', {
      ProductId,
      ProvisioningArtifactName: 'v1',
      PathId,
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      ProvisionToken: 't',
    });
    const seen = async () => {
      const product = (await call('DescribeProduct', { Id: ProductId })) as {
        LaunchPaths: { Name: string }[];
        ProvisioningArtifacts: { Name: string }[];
      };
      const { TotalResultsCount } = await call('SearchProvisionedProducts', {});
      const scanned = await call('ScanProvisionedProducts', {});
      return [
        product.LaunchPaths.map(({ Name }) => Name),
        product.ProvisioningArtifacts.map(({ Name }) => Name),
        TotalResultsCount,
        (scanned.ProvisionedProducts as object[]).length,
      ];
    };

    expect(await seen()).toEqual([['Storage'], ['v1'], 0, 0]);
    emulator.clock.advance(4.999);
    expect(await seen()).toEqual([['Storage'], ['v1'], 0, 0]);
    // Reads by id or name are consistent.
    expect(
      await call('DescribeProvisionedProduct', { Name: 'mine' }),
    ).toMatchObject({ ProvisionedProductDetail: { Status: 'AVAILABLE' } });
    emulator.clock.advance(0.001);
    expect(await seen()).toEqual([['Storage', 'Late'], ['v1', 'v2'], 1, 1]);
  });
});
