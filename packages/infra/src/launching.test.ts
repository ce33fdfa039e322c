import {
  DescribeProductCommand,
  DescribeRecordCommand,
  ExecuteProvisionedProductServiceActionCommand,
  GetProvisionedProductOutputsCommand,
  ListLaunchPathsCommand,
  ListPortfoliosCommand,
  ListServiceActionsForProvisioningArtifactCommand,
  ProvisionProductCommand,
  type RecordDetail as ProvisioningRecord,
  SearchProductsCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import type { RunningEmulator } from 'service-catalog-emulator';
import {
  clientOf,
  PARTNER_KEY,
  PARTNER_ROLE,
  PORTAL_ACCOUNTS,
  portalKey,
  startCatalog,
} from './__testUtils__/startCatalog';
import { committedOrganization, synthesize } from './__testUtils__/synthesize';
import { createExternalApp } from './createApp';

const GOVERNANCE = { TeamName: 'payments', Environment: 'dev' };
const DATABASE = {
  DatabaseName: 'ledger',
  MasterUserPassword: 'correct-horse-battery',
};

/** Why a launch has failed: AWS accepts it first. */
const problemOf = ({ Status, RecordErrors = [] }: ProvisioningRecord) =>
  [Status, ...RecordErrors.map(({ Description }) => Description)].join(': ');

// Synthesizing everything takes seconds, on a busy machine more.
jest.setTimeout(120_000);

describe('what the catalog offers, launched on the emulator', () => {
  let emulator: RunningEmulator;
  let payments: ServiceCatalogClient;
  let launches = 0;

  beforeAll(async () => {
    emulator = await startCatalog();
    payments = clientOf(emulator, portalKey(PORTAL_ACCOUNTS.payments));
  });
  afterAll(() => emulator?.close());

  async function launch(
    product: string,
    parameters: { [name: string]: string },
    options: { client?: ServiceCatalogClient; portfolio?: string } = {},
  ) {
    const { client = payments, portfolio } = options;
    launches += 1;
    const token = `launch-${launches}`;
    const { ProductViewSummary } = await client.send(
      new DescribeProductCommand({ Name: product }),
    );
    const { LaunchPathSummaries = [] } = await client.send(
      new ListLaunchPathsCommand({ ProductId: ProductViewSummary?.ProductId }),
    );
    const path = LaunchPathSummaries.find(
      ({ Name }) => portfolio === undefined || Name === portfolio,
    );
    const { RecordDetail } = await client.send(
      new ProvisionProductCommand({
        ProductName: product,
        ProvisioningArtifactName: '1.0',
        PathId: path?.Id,
        ProvisionedProductName: token,
        ProvisioningParameters: Object.entries(parameters).map(
          ([Key, Value]) => ({ Key, Value }),
        ),
        ProvisionToken: token,
      }),
    );
    emulator.clock.advance(600);
    const { RecordDetail: ended } = await client.send(
      new DescribeRecordCommand({ Id: RecordDetail?.RecordId }),
    );
    return ended!;
  }

  async function outputsOf(ProvisionedProductId: string | undefined) {
    const { Outputs = [] } = await payments.send(
      new GetProvisionedProductOutputsCommand({ ProvisionedProductId }),
    );
    return Object.fromEntries(
      Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  }

  it('makes a topic by a template that was published', async () => {
    const record = await launch('SNS Topic', {
      ...GOVERNANCE,
      TopicPurpose: 'receipts',
    });
    expect(record.Status).toBe('SUCCEEDED');
    expect(await outputsOf(record.ProvisionedProductId)).toMatchObject({
      TopicName: 'payments-receipts-dev',
    });
  });

  it('makes a secret by the template of a stack that runs', async () => {
    const record = await launch('Application Secret', {
      ...GOVERNANCE,
      UsedFor: 'receipts',
    });
    expect(record.Status).toBe('SUCCEEDED');
    expect(await outputsOf(record.ProvisionedProductId)).toMatchObject({
      SecretArn: expect.stringContaining(PORTAL_ACCOUNTS.payments),
    });
  });

  it('makes a service, whose memory has to fit its CPU', async () => {
    const service = {
      ...GOVERNANCE,
      ServicePurpose: 'receipts',
      Image: 'public.ecr.aws/nginx/nginx:1.29',
      Cpu: '1024',
      SubnetIds: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
      SecurityGroupIds: 'sg-0123456789abcdef0',
    };
    expect(
      problemOf(await launch('ECS Service', { ...service, Memory: '512' })),
    ).toContain('With 1024 units of CPU the memory has to be one of');
    const record = await launch('ECS Service', { ...service, Memory: '2048' });
    expect(record.Status).toBe('SUCCEEDED');
    expect(await outputsOf(record.ProvisionedProductId)).toMatchObject({
      ServiceName: 'payments-receipts-dev',
    });
  });

  it('lets a tenant narrow what a portfolio of the hub allows, and reboot a database', async () => {
    const parameters = {
      ...GOVERNANCE,
      ...DATABASE,
      InstanceClass: 'db.t4g.medium',
    };
    expect(
      problemOf(
        await launch('PostgreSQL RDS Instance', parameters, {
          portfolio: 'Databases of payments',
        }),
      ),
    ).toContain('Payments runs small databases only');
    // What the hub itself does not allow.
    expect(
      problemOf(
        await launch(
          'PostgreSQL RDS Instance',
          { ...parameters, InstanceClass: 'db.m7g.large' },
          { portfolio: 'Developer self-service' },
        ),
      ),
    ).toContain('the instance class has to be one of the db.t4g family');
    const record = await launch('PostgreSQL RDS Instance', parameters, {
      portfolio: 'Developer self-service',
    });
    expect(record.Status).toBe('SUCCEEDED');

    const { ServiceActionSummaries } = await payments.send(
      new ListServiceActionsForProvisioningArtifactCommand({
        ProductId: record.ProductId,
        ProvisioningArtifactId: record.ProvisioningArtifactId,
      }),
    );
    expect(ServiceActionSummaries).toMatchObject([{ Name: 'Reboot-database' }]);
    const { RecordDetail } = await payments.send(
      new ExecuteProvisionedProductServiceActionCommand({
        ProvisionedProductId: record.ProvisionedProductId,
        ServiceActionId: ServiceActionSummaries?.[0].Id,
        ExecuteToken: 'reboot',
      }),
    );
    emulator.clock.advance(600);
    const { RecordDetail: ended } = await payments.send(
      new DescribeRecordCommand({ Id: RecordDetail?.RecordId }),
    );
    expect(ended?.Status).toBe('SUCCEEDED');
  });

  it('reaches an account outside of the organisation once that has accepted', async () => {
    const hub = clientOf(emulator, PORTAL_ACCOUNTS.hub);
    const { PortfolioDetails } = await hub.send(new ListPortfoliosCommand({}));
    const shared = PortfolioDetails?.find(
      ({ DisplayName }) => DisplayName === 'Data services',
    );
    const partner = clientOf(emulator, PARTNER_KEY);
    const find = async () => {
      const { ProductViewSummaries = [] } = await partner.send(
        new SearchProductsCommand({}),
      );
      return ProductViewSummaries.map(({ Name }) => Name).sort();
    };
    expect(await find()).toEqual([]);
    await emulator.seed({
      path: synthesize(committedOrganization(), createExternalApp).folder,
      parameters: {
        DataServicesPortfolioId: shared!.Id!,
        UserRoleName: PARTNER_ROLE,
      },
    });
    expect(await find()).toEqual(['DynamoDB Table', 'SNS Topic', 'SQS Queue']);
    const record = await launch(
      'SNS Topic',
      { ...GOVERNANCE, TopicPurpose: 'orders' },
      { client: partner },
    );
    expect(record.Status).toBe('SUCCEEDED');
  });
});
