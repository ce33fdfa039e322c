import type {
  AwsServiceCatalogApi,
  LaunchForm,
  OrderChange,
  ParameterValues,
  ProvisionedProductDetail,
  TargetAddress,
  UpdateForm,
} from 'backstage-plugin-aws-service-catalog-common';

/** A provisioned product, and everything needed to fill in an update of it. */
export type Update = {
  resource: ProvisionedProductDetail;
  form: UpdateForm;
};

/**
 * Loads the form of an update.
 *
 * @param chosen - version and launch path that the reader chose
 * @throws a `ResponseError` of the backend
 */
export async function loadUpdate(
  api: AwsServiceCatalogApi,
  address: TargetAddress,
  chosen: { version?: string; path?: string },
): Promise<Update> {
  const [resource, form] = await Promise.all([
    api.getProvisionedProduct(address),
    api.getUpdateForm(address, chosen),
  ]);
  return { resource, form };
}

/** The values that it has now, as far as they are known; secrets never. */
export function previousValues({ current }: UpdateForm): ParameterValues {
  return Object.fromEntries(
    current.flatMap(({ key, value, secret }) =>
      secret || value === undefined ? [] : [[key, value]],
    ),
  );
}

/** The parameters that keep their values when none are given. */
export function keptKeys({ current }: UpdateForm): string[] {
  return current.filter(({ kept }) => kept).map(({ key }) => key);
}

/**
 * The launch form as an update shows it: a parameter that keeps its value must not be filled with the template's default, which
 * would overwrite it.
 */
export function withoutKeptDefaults(
  form: LaunchForm,
  kept: readonly string[],
): LaunchForm {
  return {
    ...form,
    parameters: form.parameters.map(parameter =>
      kept.includes(parameter.key)
        ? { ...parameter, default: undefined }
        : parameter,
    ),
  };
}

/** The values that differ from what is known to be there. */
export function changedValues(
  given: Record<string, string>,
  previous: ParameterValues,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => previous[key] !== value),
  );
}

/**
 * What an update changes, before the backend has been asked.
 *
 * @param changed - values that differ from what is known to be there
 */
export function listChanges(
  { resource, form: update }: Update,
  form: LaunchForm,
  changed: Record<string, string>,
): OrderChange[] {
  const previous = previousValues(update);
  const secrets = new Set(
    form.parameters.filter(({ noEcho }) => noEcho).map(({ key }) => key),
  );
  const version: OrderChange[] =
    form.version.id === resource.version.id
      ? []
      : [
          {
            key: 'version',
            kind: 'version',
            from: resource.version.name,
            to: form.version.name,
            secret: false,
          },
        ];
  const given = Object.entries(changed).map(
    ([key, to]): OrderChange => ({
      key,
      kind: 'parameter',
      ...(secrets.has(key)
        ? { secret: true }
        : { from: previous[key], to, secret: false }),
    }),
  );
  const dropped = update.dropped.map(
    ({ key, value }): OrderChange => ({
      key,
      kind: 'parameter',
      from: value,
      // Nothing of a dropped secret is shown, not even that it had a value.
      secret: false,
    }),
  );
  return [...version, ...given, ...dropped];
}
