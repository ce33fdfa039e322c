import type {
  AwsServiceCatalogApi,
  LaunchForm,
  Order,
  ParameterValues,
  Product,
  ProvisionedProductDetail,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { knownValues } from '../parameters/knownValues';
import { parametersFromOrders } from './parametersFromOrders';

const MOST_ORDERS = 100;

/** Everything that the form of an update needs. */
export type UpdateForm = {
  resource: ProvisionedProductDetail;
  product: Product;
  /** The launch form of the version to change to; undefined while a launch path has to be chosen. */
  form?: LaunchForm;
  /** The chosen launch path. */
  pathId?: string;
  /** The values it has now, as far as orders tell; secrets never. */
  previous: ParameterValues;
  /** The parameters whose value AWS keeps when none is given: those that the running version has, too. */
  keepsPrevious: string[];
};

/** The path it was launched through: path ids change, so the portfolio tells. */
function findPath(product: Product, orders: Order[]): string | undefined {
  const portfolio = orders.find(order => order.portfolio)?.portfolio;
  const path =
    product.paths.length === 1
      ? product.paths[0]
      : product.paths.find(
          ({ portfolioId, portfolioName }) =>
            portfolio &&
            (portfolioId === portfolio.id || portfolioName === portfolio.name),
        );
  return path?.id;
}

/** The version to offer first: the one that runs, or when nobody can update to it any more the newest. */
function defaultVersion(
  product: Product,
  resource: ProvisionedProductDetail,
): string | undefined {
  const runs = product.versions.some(({ id }) => id === resource.version.id);
  return runs
    ? resource.version.id
    : product.versions.find(({ guidance }) => guidance === 'DEFAULT')?.id;
}

async function keysOfRunningVersion(
  api: AwsServiceCatalogApi,
  resource: ProvisionedProductDetail,
  form: LaunchForm,
): Promise<string[]> {
  if (form.version.id === resource.version.id) {
    return form.parameters.map(({ key }) => key);
  }
  const running = await api.getLaunchForm(
    { target: resource.target, id: resource.product.id },
    { version: resource.version.id, path: form.path.id },
  );
  return running.parameters.map(({ key }) => key);
}

/**
 * Loads the form of an update.
 *
 * @param chosen - version and launch path that the reader chose
 * @throws a `ResponseError` of the backend
 */
export async function loadUpdateForm(
  api: AwsServiceCatalogApi,
  { target, id }: TargetAddress,
  chosen: { versionId?: string; pathId?: string },
): Promise<UpdateForm> {
  const [resource, { items: orders }] = await Promise.all([
    api.getProvisionedProduct({ target, id }),
    api.listOrders({
      scope: 'all',
      target,
      provisionedProductId: id,
      state: 'succeeded',
      limit: MOST_ORDERS,
    }),
  ]);
  const address = { target, id: resource.product.id };
  const product = await api.getProduct(address);
  const previous = knownValues(parametersFromOrders(orders));
  const pathId = chosen.pathId ?? findPath(product, orders);
  if (!pathId) {
    return { resource, product, previous, keepsPrevious: [] };
  }
  const form = await api.getLaunchForm(address, {
    version: chosen.versionId ?? defaultVersion(product, resource),
    path: pathId,
  });
  // A running version that is no longer offered has no launch form; then only the orders know what it has.
  const running = await keysOfRunningVersion(api, resource, form).catch(() =>
    Object.keys(previous),
  );
  return {
    resource,
    product,
    form,
    pathId,
    previous,
    keepsPrevious: form.parameters
      .map(({ key }) => key)
      .filter(key => running.includes(key)),
  };
}

/**
 * The launch form as an update shows it: a parameter that keeps its value must not be filled with the template's default, which
 * would overwrite it.
 */
export function withoutKeptDefaults(
  form: LaunchForm,
  keepsPrevious: string[],
): LaunchForm {
  return {
    ...form,
    parameters: form.parameters.map(parameter =>
      keepsPrevious.includes(parameter.key)
        ? { ...parameter, default: undefined }
        : parameter,
    ),
  };
}

/** What an update sends: only values that differ from what is known to be there. */
export function changedValues(
  given: Record<string, string>,
  previous: ParameterValues,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => previous[key] !== value),
  );
}
