import { mockClock } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsProduct,
  AwsTarget,
  AwsTargets,
  describeProduct,
  listLaunchPaths,
  provisionProduct,
  searchProductsPage,
} from '../aws';
import { accountIds, TestEmulator } from './emulator';

/** The two test targets on an emulator, with credentials of their accounts and without waits between attempts. */
export function createTestTargets(
  emulator: { url: string },
  options?: {
    clock?: ClockService;
    /** Access key ids by account; default: the account's own. */
    accessKeyIds?: Record<string, string>;
    /** Notes the waits, in milliseconds. */
    waits?: number[];
    requestMs?: number;
  },
): AwsTargets {
  return AwsTargets.create({
    targets: Object.entries(accountIds).map(([name, accountId]) => ({
      name,
      accountId,
      region: 'eu-central-1',
      endpoint: emulator.url,
      owners: [],
      trustOwnerTags: false,
    })),
    credentialsManager: {
      getCredentialProvider: async ({ accountId = '' } = {}) => ({
        accountId,
        sdkCredentialProvider: async () => ({
          accessKeyId: options?.accessKeyIds?.[accountId] ?? accountId,
          secretAccessKey: 'not-a-secret',
        }),
      }),
    },
    clock: options?.clock ?? mockClock(),
    timeouts: { connectMs: 1_000, requestMs: options?.requestMs ?? 10_000 },
    wait: async milliseconds => {
      options?.waits?.push(milliseconds);
    },
  });
}

/** The ids to launch a seeded product with. */
export async function findLaunch(target: AwsTarget, productName: string) {
  let product: AwsProduct | undefined;
  let pageToken: string | undefined;
  do {
    const page = await searchProductsPage(target, { pageToken });
    product = page.products.find(({ name }) => name === productName);
    pageToken = page.nextPageToken;
  } while (!product && pageToken);
  if (!product) {
    throw new Error(`The emulator has no product '${productName}'`);
  }
  const { versions } = await describeProduct(target, product.id);
  const paths = await listLaunchPaths(target, product.id);
  return {
    productId: product.id,
    versionId: versions[versions.length - 1].id,
    pathId: paths[0].id,
  };
}

/** Launches something and waits, in emulator time, until it is available. */
export async function launch(
  emulator: TestEmulator,
  target: AwsTarget,
  options: {
    product: string;
    name: string;
    parameters?: Record<string, string>;
    tags?: Record<string, string>;
  },
): Promise<string> {
  const record = await provisionProduct(target, {
    ...(await findLaunch(target, options.product)),
    token: `launch-${options.name}`,
    name: options.name,
    parameters: Object.entries(options.parameters ?? {}).map(
      ([key, value]) => ({ key, value, secret: false }),
    ),
    tags: Object.entries(options.tags ?? {}).map(([key, value]) => ({
      key,
      value,
    })),
  });
  emulator.clock.advance(60);
  return record.provisionedProductId ?? '';
}
