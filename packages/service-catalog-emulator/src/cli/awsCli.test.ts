import { execFile, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  startEmulator,
  TEMPLATE_BASE,
  temporaryFolder,
} from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, CALLER_ARN } from '../__testUtils__/seeds';

// Debian's own comes first: others on the PATH may be wrappers.
const AWS_CLI = ['/usr/bin/aws', 'aws'].find(
  command => spawnSync(command, ['--version']).status === 0,
);

jest.setTimeout(180_000);

const isWanted = AWS_CLI !== undefined || process.env.REQUIRE_AWS_CLI;
const describeByCli = isWanted ? describe : describe.skip;
const absence = isWanted ? '' : ' (NOT RUN: the AWS CLI is not installed)';

describeByCli(`the AWS CLI${absence}`, () => {
  it('takes a portfolio to a terminated product', async () => {
    if (AWS_CLI === undefined) {
      throw new Error(
        'REQUIRE_AWS_CLI is set, and the AWS CLI is not installed',
      );
    }
    const emulator = await startEmulator({
      templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    });
    const home = await temporaryFolder();
    const aws = async (service: string, ...args: string[]) => {
      const { stdout } = await promisify(execFile)(
        AWS_CLI,
        [
          ...['--endpoint-url', emulator.url, '--output', 'json'],
          ...[service, ...args],
        ],
        {
          env: {
            PATH: process.env.PATH,
            HOME: home,
            AWS_ACCESS_KEY_ID: 'test',
            AWS_SECRET_ACCESS_KEY: 'any',
            AWS_REGION: 'us-east-1',
            AWS_DEFAULT_REGION: 'us-east-1',
            AWS_EC2_METADATA_DISABLED: 'true',
          },
        },
      );
      return stdout.trim() === '' ? {} : JSON.parse(stdout);
    };
    const catalog = (...args: string[]) => aws('servicecatalog', ...args);

    expect(await aws('sts', 'get-caller-identity')).toMatchObject({
      Account: '123456789012',
      Arn: CALLER_ARN,
    });
    const { PortfolioDetail } = await catalog(
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
    const { ProductViewDetail, ProvisioningArtifactDetail } = await catalog(
      'create-product',
      ...['--name', 'Bucket', '--owner', 'Platform'],
      ...['--product-type', 'CLOUD_FORMATION_TEMPLATE'],
      ...['--provisioning-artifact-parameters', `file://${properties}`],
    );
    const product = ProductViewDetail.ProductViewSummary.ProductId;
    const version = ProvisioningArtifactDetail.Id;
    await catalog(
      'associate-product-with-portfolio',
      ...['--product-id', product, '--portfolio-id', PortfolioDetail.Id],
    );
    await catalog(
      'associate-principal-with-portfolio',
      ...['--portfolio-id', PortfolioDetail.Id],
      ...['--principal-arn', CALLER_ARN, '--principal-type', 'IAM'],
    );

    const { ProductViewSummaries } = await catalog('search-products');
    expect(ProductViewSummaries).toMatchObject([{ ProductId: product }]);
    const { LaunchPathSummaries } = await catalog(
      'list-launch-paths',
      ...['--product-id', product],
    );
    const launch = [
      ...['--product-id', product, '--provisioning-artifact-id', version],
      ...['--path-id', LaunchPathSummaries[0].Id],
    ];
    const { ProvisioningArtifactParameters } = await catalog(
      'describe-provisioning-parameters',
      ...launch,
    );
    expect(ProvisioningArtifactParameters).toMatchObject([
      { ParameterKey: 'BucketPurpose' },
      { ParameterKey: 'Environment', DefaultValue: 'dev' },
    ]);
    const { RecordDetail } = await catalog(
      'provision-product',
      ...[...launch, '--provisioned-product-name', 'mine'],
      ...['--provisioning-parameters', 'Key=BucketPurpose,Value=uploads'],
    );
    emulator.clock.advance(20);
    expect(
      await catalog('describe-record', '--id', RecordDetail.RecordId),
    ).toMatchObject({ RecordDetail: { Status: 'SUCCEEDED' } });
    const { Outputs } = await catalog(
      'get-provisioned-product-outputs',
      ...['--provisioned-product-name', 'mine'],
    );
    expect(Outputs[3]).toMatchObject({
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
    // Exercises the CLI's own paginator as well.
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
