import {
  ProvisionProductCommand,
  ProvisionProductCommandInput,
  SearchProductsCommand,
  ServiceCatalogClient,
} from '@aws-sdk/client-service-catalog';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';
import { serviceCatalogClient } from './clients';
import { startEmulator } from './harness';
import {
  BUCKET_TEMPLATE,
  logicalId,
  PortfolioSeed,
  seedTemplate,
} from './seeds';

/** What {@link start} started: an emulator, a client of the caller, and ids by the name given in the seed. */
export let emulator: RunningEmulator;
export let client: ServiceCatalogClient;
export let ids: (name: string) => string;

/** Starts an emulator that holds portfolios. */
export async function start(
  portfolios: { [name: string]: PortfolioSeed },
  options: EmulatorOptions = {},
) {
  emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    seeds: [{ template: seedTemplate(portfolios) }],
    ...options,
  });
  client = serviceCatalogClient(emulator.url);
  const { resources } = emulator.seeded.stacks[0];
  ids = name => resources[logicalId(name)];
}

/** A portfolio with a product `Bucket`. */
export const BUCKET: PortfolioSeed = { products: { Bucket: 'bucket.yaml' } };

/** Names of the products that the holder of an access key may launch. */
export async function visibleProducts(accessKeyId: string): Promise<string[]> {
  const { ProductViewSummaries } = await serviceCatalogClient(emulator.url, {
    accessKeyId,
  }).send(new SearchProductsCommand({}));
  return ProductViewSummaries!.map(({ Name }) => Name!);
}

/** Launches `Bucket`. */
export async function launch(
  name: string,
  more: Partial<ProvisionProductCommandInput> = {},
  by = client,
) {
  const { RecordDetail } = await by.send(
    new ProvisionProductCommand({
      ProductId: ids('Bucket'),
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: name,
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      ...more,
    }),
  );
  return RecordDetail!;
}
