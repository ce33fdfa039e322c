import {
  DescribeProductCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ListLaunchPathsCommand,
  ProvisionProductCommand,
  SearchProductsCommand,
  SearchProvisionedProductsCommand,
  TerminateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUCKET_TEMPLATE } from './__testUtils__/seeds';
import { serviceCatalogClient } from './__testUtils__/clients';
import { createEmulator } from './createEmulator';

const SEED = `
Resources:
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Storage, ProviderName: Platform }
  Bucket:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Secure S3 Bucket
      Owner: Platform
      ProvisioningArtifactParameters:
        - Name: v1
          Info: { LoadTemplateFromURL: bucket.yaml }
  InPortfolio:
    Type: AWS::ServiceCatalog::PortfolioProductAssociation
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Bucket }
  Access:
    Type: AWS::ServiceCatalog::PortfolioPrincipalAssociation
    Properties:
      PortfolioId: !Ref Portfolio
      PrincipalARN: !Sub arn:aws:iam::\${AWS::AccountId}:user/emulator
      PrincipalType: IAM
`;

describe('createEmulator', () => {
  it('takes a product from a seed to its termination, by the JS SDK', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'emulator-'));
    await writeFile(path.join(folder, 'seed.yaml'), SEED);
    await writeFile(path.join(folder, 'bucket.yaml'), BUCKET_TEMPLATE);
    const emulator = await createEmulator({
      clock: { mode: 'manual' },
      seeds: [{ path: path.join(folder, 'seed.yaml') }],
    });
    const client = serviceCatalogClient(emulator.url);

    const { ProductViewSummaries } = await client.send(
      new SearchProductsCommand({}),
    );
    expect(ProductViewSummaries).toEqual([
      expect.objectContaining({ Name: 'Secure S3 Bucket', Owner: 'Platform' }),
    ]);
    const productId = ProductViewSummaries![0].ProductId!;
    const { ProvisioningArtifacts } = await client.send(
      new DescribeProductCommand({ Id: productId }),
    );
    const { LaunchPathSummaries } = await client.send(
      new ListLaunchPathsCommand({ ProductId: productId }),
    );
    const parameters = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: productId,
        ProvisioningArtifactId: ProvisioningArtifacts![0].Id,
        PathId: LaunchPathSummaries![0].Id,
      }),
    );
    const { RecordDetail } = await client.send(
      new ProvisionProductCommand({
        ProductId: productId,
        ProvisioningArtifactId: ProvisioningArtifacts![0].Id,
        ProvisionedProductName: 'uploads',
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      }),
    );
    emulator.clock.advance(20);
    const search = await client.send(new SearchProvisionedProductsCommand({}));
    const record = await client.send(
      new DescribeRecordCommand({ Id: RecordDetail!.RecordId }),
    );
    const outputs = await client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'uploads',
      }),
    );
    await client.send(
      new TerminateProvisionedProductCommand({
        ProvisionedProductName: 'uploads',
        TerminateToken: 'x',
      }),
    );
    emulator.clock.advance(20);
    const search2 = await client.send(new SearchProvisionedProductsCommand({}));
    expect(search2.ProvisionedProducts).toEqual([]);
    await emulator.close();
    await rm(folder, { recursive: true });
  });
});
