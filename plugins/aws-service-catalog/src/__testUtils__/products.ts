import type {
  LaunchForm,
  LaunchParameter,
  ListProductsResponse,
  Product,
  TargetStatus,
} from 'backstage-plugin-aws-service-catalog-common';

/** A target that was synced without trouble. */
export const sandbox: TargetStatus = {
  name: 'sandbox',
  accountId: '111111111111',
  region: 'eu-central-1',
  syncedAt: '2026-11-23T12:00:00.000Z',
};

/** A product that can be launched in one way. */
export function makeProduct(changes?: Partial<Product>): Product {
  return {
    target: 'sandbox',
    accountId: '111111111111',
    region: 'eu-central-1',
    id: 'prod-bucket',
    name: 'Secure S3 Bucket',
    provider: 'Platform team',
    shortDescription: 'A bucket that nobody else can read.',
    type: 'CLOUD_FORMATION_TEMPLATE',
    support: { email: 'platform@example.com' },
    versions: [
      { id: 'pa-2', name: 'v2', guidance: 'DEFAULT' },
      { id: 'pa-1', name: 'v1', guidance: 'DEPRECATED' },
    ],
    paths: [{ id: 'lpv3-1', portfolioId: 'port-1', portfolioName: 'Storage' }],
    syncedAt: '2026-11-23T12:00:00.000Z',
    ...changes,
  };
}

/** The answer of `GET /products` with these products. */
export function makeProducts(
  items: Product[],
  changes?: Partial<ListProductsResponse>,
): ListProductsResponse {
  return {
    items,
    totalItems: items.length,
    portfolios: ['Databases', 'Storage'],
    targets: [sandbox],
    ...changes,
  };
}

/** A text parameter without rules that needs a value. */
export function makeParameter(
  key: string,
  changes?: Partial<LaunchParameter>,
): LaunchParameter {
  return { key, type: 'String', noEcho: false, ...changes };
}

/** The launch form of {@link makeProduct}, for a caller with one team. */
export function makeLaunchForm(
  parameters: LaunchParameter[],
  changes?: Partial<LaunchForm>,
): LaunchForm {
  const product = makeProduct();
  return {
    target: product.target,
    accountId: product.accountId,
    region: product.region,
    product: { id: product.id, name: product.name },
    version: product.versions[0],
    path: product.paths[0],
    versions: product.versions,
    paths: product.paths,
    parameters,
    groups: [{ parameters: parameters.map(({ key }) => key) }],
    rules: [],
    tagOptions: [],
    stampedTags: [
      { key: 'backstage.io/owner', value: 'group:default/team-payments' },
    ],
    owners: ['group:default/team-payments'],
    launchRole: 'arn:aws:iam::111111111111:role/Launch',
    fetchedAt: '2026-11-23T12:00:00.000Z',
    ...changes,
  };
}
