import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeProductCommand,
  DescribeProvisionedProductCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ListAcceptedPortfolioSharesCommand,
  ListLaunchPathsCommand,
  ProvisionProductCommand,
  SearchProductsCommand,
  SearchProvisionedProductsCommand,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import type { RunningEmulator } from 'service-catalog-emulator';
import { parse } from 'yaml';
import {
  clientOf,
  PORTAL_ACCOUNTS,
  portalKey,
  startCatalog,
} from './__testUtils__/startCatalog';
import { committedOrganization } from './__testUtils__/synthesize';
import { PACKAGE } from './paths';

const { region } = committedOrganization();
const { hub: HUB, payments: PAYMENTS, search: SEARCH } = PORTAL_ACCOUNTS;

// Synthesizing everything takes seconds, on a busy machine more.
jest.setTimeout(120_000);

describe('the catalog on the emulator', () => {
  let emulator: RunningEmulator;

  beforeAll(async () => {
    emulator = await startCatalog();
  });
  afterAll(() => emulator.close());

  const portalIn = (accountId: string) =>
    clientOf(emulator, portalKey(accountId));

  async function productsIn(accountId: string) {
    const { ProductViewSummaries = [] } = await portalIn(accountId).send(
      new SearchProductsCommand({ PageSize: 100 }),
    );
    return ProductViewSummaries.map(({ Name }) => Name).sort();
  }

  it('is what the portal sees in the hub and in the project accounts', async () => {
    const all = [
      'Application Secret',
      'DynamoDB Table',
      'ECS Service',
      'Launch Failure Example',
      'PostgreSQL RDS Instance',
      'SNS Topic',
      'SQS Queue',
      'Secure S3 Bucket',
      'Three-Tier VPC',
    ].sort();
    expect(await productsIn(HUB)).toEqual(all);
    expect(await productsIn(PAYMENTS)).toEqual(all);
    expect(await productsIn(SEARCH)).toEqual(all);
  });

  it('is what the demo orders from, in each of its targets', () => {
    const { awsServiceCatalog } = parse(
      readFileSync(join(PACKAGE, '../../app-config.yaml'), 'utf8'),
    );
    const places = awsServiceCatalog.targets.map(
      (target: { accountId: string; region: string }) =>
        `${target.accountId} ${target.region}`,
    );
    expect(places.sort()).toEqual(
      [HUB, PAYMENTS, SEARCH].map(account => `${account} ${region}`),
    );
  });

  it('hides the withdrawn version', async () => {
    const { ProvisioningArtifacts } = await portalIn(PAYMENTS).send(
      new DescribeProductCommand({ Name: 'SQS Queue' }),
    );
    expect(ProvisioningArtifacts?.map(({ Name }) => Name)).toEqual(['1.1']);
  });

  it('has a second way to databases in the account that keeps a portfolio itself', async () => {
    const paths = async (accountId: string) => {
      const client = portalIn(accountId);
      const { ProductViewSummary } = await client.send(
        new DescribeProductCommand({ Name: 'PostgreSQL RDS Instance' }),
      );
      const { LaunchPathSummaries } = await client.send(
        new ListLaunchPathsCommand({
          ProductId: ProductViewSummary?.ProductId,
        }),
      );
      return LaunchPathSummaries?.map(({ Name }) => Name).sort();
    };
    expect(await paths(PAYMENTS)).toEqual([
      'Databases of payments',
      'Developer self-service',
    ]);
    expect(await paths(SEARCH)).toEqual(['Developer self-service']);
  });

  it('launches, updates with a tag and terminates in an account that got the portfolio through the organisation', async () => {
    const client = portalIn(PAYMENTS);
    const { PortfolioDetails } = await client.send(
      new ListAcceptedPortfolioSharesCommand({
        PortfolioShareType: 'AWS_ORGANIZATIONS',
      }),
    );
    expect(PortfolioDetails?.map(({ DisplayName }) => DisplayName)).toContain(
      'Developer self-service',
    );
    const form = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductName: 'Secure S3 Bucket',
        ProvisioningArtifactName: '1.0',
      }),
    );
    expect(form.TagOptions).toEqual([
      { Key: 'CostCenter', Values: ['product-development'] },
    ]);
    expect(
      form.ProvisioningArtifactParameters?.map(
        ({ ParameterKey }) => ParameterKey,
      ),
    ).toEqual(['BucketPurpose', 'TeamName', 'Environment']);

    const { RecordDetail: launch } = await client.send(
      new ProvisionProductCommand({
        ProductName: 'Secure S3 Bucket',
        ProvisioningArtifactName: '1.0',
        ProvisionedProductName: 'receipts',
        ProvisionToken: 'launch-receipts',
        ProvisioningParameters: [
          { Key: 'BucketPurpose', Value: 'receipts' },
          { Key: 'TeamName', Value: 'payments' },
        ],
        Tags: [{ Key: 'CostCenter', Value: 'product-development' }],
      }),
    );
    emulator.clock.advance(600);
    const id = launch?.ProvisionedProductId;
    const { Outputs } = await client.send(
      new GetProvisionedProductOutputsCommand({ ProvisionedProductId: id }),
    );
    expect(Outputs).toContainEqual(
      expect.objectContaining({
        OutputKey: 'BucketName',
        OutputValue: `payments-receipts-dev-${PAYMENTS}`,
      }),
    );
    const { ProvisionedProductDetail } = await client.send(
      new DescribeProvisionedProductCommand({ Id: id }),
    );
    expect(ProvisionedProductDetail?.Arn).toContain(PAYMENTS);

    const { RecordDetail: update } = await client.send(
      new UpdateProvisionedProductCommand({
        ProvisionedProductId: id,
        ProductId: launch?.ProductId,
        ProvisioningArtifactId: launch?.ProvisioningArtifactId,
        UpdateToken: 'update-receipts',
        ProvisioningParameters: ['BucketPurpose', 'TeamName'].map(Key => ({
          Key,
          UsePreviousValue: true,
        })),
        Tags: [
          { Key: 'CostCenter', Value: 'product-development' },
          { Key: 'Team', Value: 'payments' },
        ],
      }),
    );
    emulator.clock.advance(600);
    const { RecordDetail: updated } = await client.send(
      new DescribeRecordCommand({ Id: update?.RecordId }),
    );
    expect(updated).toMatchObject({
      Status: 'SUCCEEDED',
      RecordTags: expect.arrayContaining([{ Key: 'Team', Value: 'payments' }]),
    });
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: [`id:${id}`] },
        AccessLevelFilter: { Key: 'Account', Value: 'self' },
      }),
    );
    expect(ProvisionedProducts?.[0]).toMatchObject({
      Status: 'AVAILABLE',
      Tags: expect.arrayContaining([{ Key: 'Team', Value: 'payments' }]),
    });
    await client.send(
      new TerminateProvisionedProductCommand({
        ProvisionedProductId: id,
        TerminateToken: 'terminate-receipts',
      }),
    );
    emulator.clock.advance(600);
    await expect(
      client.send(new DescribeProvisionedProductCommand({ Id: id })),
    ).rejects.toThrow(/not found|exist/i);
  });
});
