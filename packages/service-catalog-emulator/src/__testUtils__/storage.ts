import {
  DescribeProvisionedProductCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ProvisionProductCommand,
  ProvisionProductCommandInput,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
  UpdateProvisionedProductCommandInput,
} from '@aws-sdk/client-service-catalog';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';
import { serviceCatalogClient } from './clients';
import { startEmulator } from './harness';
import {
  BUCKET_TEMPLATE,
  DATABASE_TEMPLATE,
  FAILING_TEMPLATE,
  PortfolioSeed,
  seedTemplate,
} from './seeds';

/** A portfolio with the products `Bucket`, `Database` and `Failing`. */
export const STORAGE: PortfolioSeed = {
  products: {
    Bucket: 'bucket.yaml',
    Database: 'database.json',
    Failing: 'failing.yaml',
  },
};

/** What {@link start} started: an emulator with that portfolio, and a client of it. */
export let emulator: RunningEmulator;
export let client: ServiceCatalogClient;

export async function start(
  options: EmulatorOptions = {},
  portfolio: PortfolioSeed = STORAGE,
) {
  emulator = await startEmulator({
    templates: {
      'bucket.yaml': BUCKET_TEMPLATE,
      'database.json': DATABASE_TEMPLATE,
      'failing.yaml': FAILING_TEMPLATE,
    },
    seeds: [{ template: seedTemplate({ Storage: portfolio }) }],
    ...options,
  });
  client = serviceCatalogClient(emulator.url);
}

/** Launches a product as `mine`. */
export async function provision(
  product: string,
  parameters: { [key: string]: string } = {},
  more: Partial<ProvisionProductCommandInput> = {},
) {
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductName: product,
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: 'mine',
      ProvisioningParameters: Object.entries(parameters).map(
        ([Key, Value]) => ({ Key, Value }),
      ),
      ...more,
    }),
  );
  return RecordDetail!;
}

/** Updates `mine`. */
export async function update(
  more: Partial<UpdateProvisionedProductCommandInput>,
) {
  const { RecordDetail } = await client.send(
    new UpdateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      UpdateToken: undefined,
      ...more,
    }),
  );
  return RecordDetail!;
}

/** Terminates `mine`. */
export async function terminate(token?: string) {
  const { RecordDetail } = await client.send(
    new TerminateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      TerminateToken: token,
    }),
  );
  return RecordDetail!;
}

/** What DescribeProvisionedProduct says of `mine`. */
export async function describeMine() {
  const { ProvisionedProductDetail } = await client.send(
    new DescribeProvisionedProductCommand({ Name: 'mine' }),
  );
  return ProvisionedProductDetail!;
}

export async function describeRecord(id: string | undefined) {
  return client.send(new DescribeRecordCommand({ Id: id }));
}

/** The outputs of `mine`, by key. */
export async function outputs() {
  const { Outputs } = await client.send(
    new GetProvisionedProductOutputsCommand({ ProvisionedProductName: 'mine' }),
  );
  return Object.fromEntries(
    Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}
