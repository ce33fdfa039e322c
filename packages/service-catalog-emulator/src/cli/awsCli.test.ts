import {
  CreatePortfolioOutput,
  CreateProductOutput,
  DescribeProvisioningParametersOutput,
  GetProvisionedProductOutputsOutput,
  ListLaunchPathsOutput,
  ProvisionProductOutput,
  SearchProductsOutput,
} from '@aws-sdk/client-service-catalog';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { awsCli, describeWithAwsCli } from '../__testUtils__/awsCli';
import {
  startEmulator,
  TEMPLATE_BASE,
  temporaryFolder,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../__testUtils__/seeds';

jest.setTimeout(180_000);

describeWithAwsCli('the AWS CLI', () => {
  it('takes a portfolio to a terminated product', async () => {
    const emulator = await startEmulator({
      templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    });
    const run = await awsCli();
    const aws = <Answer>(...args: string[]) => run<Answer>(emulator, args);
    const catalog = <Answer>(...args: string[]) =>
      aws<Answer>('servicecatalog', ...args);
    const home = await temporaryFolder();

    expect(await aws('sts', 'get-caller-identity')).toMatchObject({
      Account: '123456789012',
      Arn: CALLER_ARN,
    });
    const { PortfolioDetail } = await catalog<CreatePortfolioOutput>(
      'create-portfolio',
      ...['--display-name', 'Storage', '--provider-name', 'Platform'],
    );
    const properties = path.join(home, 'version.json');
    await writeFile(
      properties,
      JSON.stringify({
        Name: 'v1',
        Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml` },
        Type: 'CLOUD_FORMATION_TEMPLATE',
      }),
    );
    const { ProductViewDetail, ProvisioningArtifactDetail } =
      await catalog<CreateProductOutput>(
        'create-product',
        ...['--name', 'Bucket', '--owner', 'Platform'],
        ...['--product-type', 'CLOUD_FORMATION_TEMPLATE'],
        ...['--provisioning-artifact-parameters', `file://${properties}`],
      );
    const product = ProductViewDetail!.ProductViewSummary!.ProductId!;
    const version = ProvisioningArtifactDetail!.Id!;
    await catalog(
      'associate-product-with-portfolio',
      ...['--product-id', product, '--portfolio-id', PortfolioDetail!.Id!],
    );
    await catalog(
      'associate-principal-with-portfolio',
      ...['--portfolio-id', PortfolioDetail!.Id!],
      ...['--principal-arn', CALLER_ARN, '--principal-type', 'IAM'],
    );

    const { ProductViewSummaries } = await catalog<SearchProductsOutput>(
      'search-products',
    );
    expect(ProductViewSummaries).toMatchObject([{ ProductId: product }]);
    const { LaunchPathSummaries } = await catalog<ListLaunchPathsOutput>(
      'list-launch-paths',
      ...['--product-id', product],
    );
    const launch = [
      ...['--product-id', product, '--provisioning-artifact-id', version],
      ...['--path-id', LaunchPathSummaries![0].Id!],
    ];
    const { ProvisioningArtifactParameters } =
      await catalog<DescribeProvisioningParametersOutput>(
        'describe-provisioning-parameters',
        ...launch,
      );
    expect(ProvisioningArtifactParameters).toMatchObject([
      { ParameterKey: 'BucketPurpose' },
      { ParameterKey: 'Environment', DefaultValue: 'dev' },
    ]);
    const { RecordDetail } = await catalog<ProvisionProductOutput>(
      'provision-product',
      ...[...launch, '--provisioned-product-name', 'mine'],
      ...['--provisioning-parameters', 'Key=BucketPurpose,Value=uploads'],
    );
    emulator.clock.advance(20);
    expect(
      await catalog('describe-record', '--id', RecordDetail!.RecordId!),
    ).toMatchObject({ RecordDetail: { Status: 'SUCCEEDED' } });
    const { Outputs } = await catalog<GetProvisionedProductOutputsOutput>(
      'get-provisioned-product-outputs',
      ...['--provisioned-product-name', 'mine'],
    );
    expect(Outputs![3]).toMatchObject({
      OutputKey: 'Label',
      OutputValue: 'uploads-dev in us-east-1',
    });
    await catalog(
      'update-provisioned-product',
      ...['--provisioned-product-name', 'mine'],
      ...[
        '--provisioning-parameters',
        'Key=BucketPurpose,UsePreviousValue=true',
      ],
    );
    emulator.clock.advance(20);
    await catalog(
      'terminate-provisioned-product',
      ...['--provisioned-product-name', 'mine'],
    );
    emulator.clock.advance(20);
    expect(
      await catalog('scan-provisioned-products', '--page-size', '1'),
    ).toEqual({ ProvisionedProducts: [] });
    await expect(
      catalog('describe-provisioned-product', '--name', 'mine'),
    ).rejects.toMatchObject({
      stderr: expect.stringContaining(
        '(ResourceNotFoundException) when calling the DescribeProvisionedProduct operation',
      ),
    });
  });
});
