import {
  AssociatePrincipalWithPortfolioCommand,
  CreatePortfolioShareCommand,
  CreatePortfolioShareCommandInput,
  DescribeRecordCommand,
  ListAcceptedPortfolioSharesCommand,
  ProvisionProductCommand,
  SearchProductsCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from './clients';
import { startEmulator } from './harness';
import { BUCKET_TEMPLATE, PortfolioSeed, seedTemplate } from './seeds';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';

/** Accounts and nodes of the organisation in {@link ORGANIZED}; EXTERNAL is in none. */
export const MANAGEMENT = '100000000001';
export const HUB = '100000000002';
export const SPOKE = '100000000003';
export const OTHER_SPOKE = '100000000004';
export const EXTERNAL = '200000000001';
export const ORGANIZATION = 'o-emulated01';
export const WORKLOADS = 'ou-ab12-workload';
export const SANDBOX = 'ou-ab12-sandbox1';

/** An organisation whose hub is a delegated administrator. */
export const ORGANIZED: EmulatorOptions = {
  organization: {
    id: ORGANIZATION,
    managementAccountId: MANAGEMENT,
    accounts: [HUB],
    organizationalUnits: [
      {
        name: 'Workloads',
        id: WORKLOADS,
        organizationalUnits: [
          { name: 'Sandbox', id: SANDBOX, accounts: [SPOKE] },
        ],
      },
      { name: 'Others', accounts: [OTHER_SPOKE] },
    ],
    delegatedAdministrators: [HUB],
    serviceCatalogAccess: true,
  },
};

/** What a node is called in requests. */
export const NODES = {
  organization: { Type: 'ORGANIZATION', Value: ORGANIZATION },
  unit: { Type: 'ORGANIZATIONAL_UNIT', Value: WORKLOADS },
  unitByArn: {
    Type: 'ORGANIZATIONAL_UNIT',
    Value: `arn:aws:organizations::${MANAGEMENT}:ou/${ORGANIZATION}/${WORKLOADS}`,
  },
  account: { Type: 'ACCOUNT', Value: SPOKE },
} as const;

/** What {@link start} started: the emulator, clients of its accounts, and ids of what is in the hub. */
export let emulator: RunningEmulator;
export let hub: ServiceCatalogClient;
export let spoke: ServiceCatalogClient;
export let portfolio: string;
export let product: string;

/** A client of an account: access keys of 12 digits are its user `emulator`. */
export const of = (accountId: string) =>
  serviceCatalogClient(emulator.url, { accessKeyId: accountId });

export const userOf = (accountId: string) =>
  `arn:aws:iam::${accountId}:user/emulator`;

/** An emulator whose hub has a portfolio `Storage` with a product `Bucket`. */
export async function start(
  options: EmulatorOptions = ORGANIZED,
  seed: Partial<PortfolioSeed> = {},
) {
  emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    seeds: [
      {
        accountId: HUB,
        template: seedTemplate({
          Storage: {
            products: { Bucket: 'bucket.yaml' },
            principals: [],
            ...seed,
          },
        }),
      },
    ],
    ...options,
  });
  hub = of(HUB);
  spoke = of(SPOKE);
  const { resources } = emulator.seeded.stacks[0];
  portfolio = resources.Storage;
  product = resources.Bucket;
}

/** Shares the hub's portfolio and waits for it. */
export async function share(input: Partial<CreatePortfolioShareCommandInput>) {
  const { PortfolioShareToken } = await hub.send(
    new CreatePortfolioShareCommand({ PortfolioId: portfolio, ...input }),
  );
  emulator.clock.advance(5);
  return PortfolioShareToken;
}

export async function associate(
  client: ServiceCatalogClient,
  PrincipalARN: string,
  PortfolioId = portfolio,
) {
  await client.send(
    new AssociatePrincipalWithPortfolioCommand({
      PortfolioId,
      PrincipalARN,
      PrincipalType: PrincipalARN.includes(':::') ? 'IAM_PATTERN' : 'IAM',
    }),
  );
}

/** Shares the hub's portfolio with the organisation, where the users of both spokes may launch from it. */
export async function shareWithSpokes() {
  await share({ OrganizationNode: NODES.organization });
  await associate(spoke, userOf(SPOKE));
  await associate(of(OTHER_SPOKE), userOf(OTHER_SPOKE));
}

export async function visibleTo(client: ServiceCatalogClient) {
  const { ProductViewSummaries } = await client.send(
    new SearchProductsCommand({}),
  );
  return ProductViewSummaries!.map(({ Name }) => Name);
}

export async function importedBy(
  accountId: string,
  PortfolioShareType?: 'IMPORTED' | 'AWS_ORGANIZATIONS',
) {
  const { PortfolioDetails } = await of(accountId).send(
    new ListAcceptedPortfolioSharesCommand({ PortfolioShareType }),
  );
  return PortfolioDetails!.map(({ Id }) => Id);
}

export async function launchIn(client: ServiceCatalogClient, name = 'mine') {
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductId: product,
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: name,
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      ProvisionToken: name,
    }),
  );
  emulator.clock.advance(20);
  const record = await client.send(
    new DescribeRecordCommand({ Id: RecordDetail!.RecordId }),
  );
  return record.RecordDetail!;
}

/** The record of a launch in an account that has no such launch role. */
export const failedForRole = (accountId: string, name: string) => ({
  Status: 'FAILED',
  RecordErrors: [
    {
      Description: expect.stringContaining(
        `Role arn:aws:iam::${accountId}:role/${name} is invalid or cannot be assumed`,
      ),
    },
  ],
});
