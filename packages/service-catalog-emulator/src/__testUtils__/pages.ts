import { ServiceCatalog } from '@aws-sdk/client-service-catalog';
import { RunningEmulator } from '../createEmulator';
import { serviceCatalogMethods } from './clients';
import { startEmulator } from './harness';
import { BUCKET_TEMPLATE, CALLER_ARN, seedTemplate } from './seeds';

/** How many there are of most things, and of portfolios: one more than AWS gives at a time. */
export const MANY = 21;
export const MANY_PORTFOLIOS = 101;

const NUMBERS = Array.from({ length: MANY }, (_, number) => number);

/** Accounts that the first portfolio is shared with; all portfolios are shared with {@link RECIPIENT}. */
const MEMBERS = NUMBERS.map(number => `1000000000${10 + number}`);
export const RECIPIENT = MEMBERS[0];

const PRODUCTS = NUMBERS.map(number => `Product${number}`);
const PORTFOLIOS = Array.from(
  { length: MANY_PORTFOLIOS },
  (_, number) => `Portfolio${number}`,
);

/** Ids of what {@link startPages} makes. */
export interface Seeded {
  portfolios: string[];
  products: string[];
  /** The version of each product. */
  versions: string[];
  tagOptions: string[];
  serviceActions: string[];
}

/** An emulator whose lists have more than one page. */
export async function startPages(): Promise<{
  emulator: RunningEmulator;
  seeded: Seeded;
}> {
  const emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    organization: {
      managementAccountId: '123456789012',
      accounts: MEMBERS,
      serviceCatalogAccess: true,
    },
    seeds: [{ template: template() }],
  });
  const { resources } = emulator.seeded.stacks[0];
  const client = serviceCatalogMethods(emulator.url);
  const ids = {
    portfolios: PORTFOLIOS.map(name => resources[name]),
    products: PRODUCTS.map(name => resources[name]),
  };
  const versions: string[] = [];
  for (const ProductId of ids.products) {
    const { ProvisioningArtifactDetails } =
      await client.listProvisioningArtifacts({ ProductId });
    versions.push(ProvisioningArtifactDetails![0].Id!);
  }
  await share(client, emulator, ids.portfolios);
  await client.associateBudgetWithResource({
    BudgetName: 'Monthly',
    ResourceId: ids.products[0],
  });
  const seeded = {
    ...ids,
    versions,
    tagOptions: await createTagOptions(client, ids.products),
    serviceActions: await createServiceActions(client, ids.products, versions),
  };
  await launchAndPlan(client, emulator, seeded);
  return { emulator, seeded };
}

/** The first portfolio has every product, with a constraint each; the first product is in every portfolio. */
function template(): object {
  const constraint = {
    Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
    Properties: { LocalRoleName: 'launcher' },
  };
  const [first, ...others] = PORTFOLIOS;
  return seedTemplate({
    [first]: {
      products: Object.fromEntries(PRODUCTS.map(name => [name, 'bucket.yaml'])),
      principals: NUMBERS.map(number =>
        number === 0 ? CALLER_ARN : `${CALLER_ARN}-${number}`,
      ),
      constraints: Object.fromEntries(
        PRODUCTS.map(name => [name, [constraint]]),
      ),
    },
    ...Object.fromEntries(
      others.map(name => [
        name,
        { products: { [PRODUCTS[0]]: 'bucket.yaml' } },
      ]),
    ),
  });
}

/** Every portfolio with the recipient; the first with all members, as accounts and as nodes. */
async function share(
  client: ServiceCatalog,
  emulator: RunningEmulator,
  portfolios: string[],
): Promise<void> {
  const recipient = serviceCatalogMethods(emulator.url, {
    accessKeyId: RECIPIENT,
  });
  for (const PortfolioId of portfolios) {
    await client.createPortfolioShare({ PortfolioId, AccountId: RECIPIENT });
    await recipient.acceptPortfolioShare({ PortfolioId });
  }
  const [PortfolioId] = portfolios;
  for (const AccountId of MEMBERS) {
    await client.createPortfolioShare({ PortfolioId, AccountId });
    await client.createPortfolioShare({
      PortfolioId,
      OrganizationNode: { Type: 'ACCOUNT', Value: AccountId },
    });
  }
  emulator.clock.advance(5);
}

/** The first one is the products'. */
async function createTagOptions(
  client: ServiceCatalog,
  products: string[],
): Promise<string[]> {
  const tagOptions: string[] = [];
  for (const number of NUMBERS) {
    const { TagOptionDetail } = await client.createTagOption({
      Key: 'team',
      Value: `team-${number}`,
    });
    tagOptions.push(TagOptionDetail!.Id!);
  }
  for (const ResourceId of products) {
    await client.associateTagOptionWithResource({
      ResourceId,
      TagOptionId: tagOptions[0],
    });
  }
  return tagOptions;
}

/** All of them are the first product's, the first is every product's. */
async function createServiceActions(
  client: ServiceCatalog,
  products: string[],
  versions: string[],
): Promise<string[]> {
  const serviceActions: string[] = [];
  for (const number of NUMBERS) {
    const { ServiceActionDetail } = await client.createServiceAction({
      Name: `Action-${number}`,
      DefinitionType: 'SSM_AUTOMATION',
      Definition: { Name: 'AWS-StopRdsInstance', Version: '1' },
      IdempotencyToken: undefined,
    });
    serviceActions.push(ServiceActionDetail!.ServiceActionSummary!.Id!);
  }
  const associations = [
    ...serviceActions.map(ServiceActionId => [ServiceActionId, 0] as const),
    ...NUMBERS.slice(1).map(number => [serviceActions[0], number] as const),
  ].map(([ServiceActionId, number]) => ({
    ServiceActionId,
    ProductId: products[number],
    ProvisioningArtifactId: versions[number],
  }));
  for (const association of associations) {
    await client.associateServiceActionWithProvisioningArtifact(association);
  }
  return serviceActions;
}

/** Provisioned products, each with a plan to update it. */
async function launchAndPlan(
  client: ServiceCatalog,
  emulator: RunningEmulator,
  { products, versions }: Seeded,
): Promise<void> {
  const launch = {
    ProductId: products[0],
    ProvisioningArtifactId: versions[0],
    ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
  };
  const { LaunchPathSummaries } = await client.listLaunchPaths({
    ProductId: products[0],
  });
  const PathId = LaunchPathSummaries![0].Id;
  for (const number of NUMBERS) {
    await client.provisionProduct({
      ...launch,
      PathId,
      ProvisionedProductName: `provisioned-${number}`,
      ProvisionToken: undefined,
    });
  }
  emulator.clock.advance(30);
  for (const number of NUMBERS) {
    await client.createProvisionedProductPlan({
      ...launch,
      PathId,
      PlanName: `plan-${number}`,
      PlanType: 'CLOUDFORMATION',
      ProvisionedProductName: `provisioned-${number}`,
      IdempotencyToken: undefined,
    });
  }
  emulator.clock.advance(5);
}
