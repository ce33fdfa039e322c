import { asText, isObject } from '../cloudformation/json';
import { NO_ECHO_MASK } from '../cloudformation/parameters';
import { AccountState } from '../state/AccountState';
import { ProvisionedProduct } from '../state/entities';
import { alphanumericDigest } from '../state/ids';
import { pick, ResourceSeed, SeededResource } from './ResourceSeed';

const MAX_NAME_LENGTH = 128;

/**
 * Launches a product, or updates what an earlier seed launched where version, parameters or tags differ.
 * The stack is complete at once, so that others may refer to its outputs.
 *
 * @throws Error with the record's error when the launch fails
 */
export async function seedProvisionedProduct(
  seed: ResourceSeed,
): Promise<SeededResource> {
  const id = seed.id('pp');
  const target = pick(seed, [
    'ProductId',
    'ProductName',
    'ProvisioningArtifactId',
    'ProvisioningArtifactName',
    'PathId',
    'PathName',
  ]);
  const parameters = listOf(seed.properties.ProvisioningParameters).map(
    parameter => {
      const { Key, Value } = isObject(parameter) ? parameter : {};
      return { Key: asText(Key), Value: asText(Value) };
    },
  );
  const tags = listOf(seed.properties.Tags).map(tag => {
    const { Key, Value } = isObject(tag) ? tag : {};
    return { Key: asText(Key), Value: asText(Value) };
  });
  const input = { ...target, ProvisioningParameters: parameters };
  const existing = seed.state.provisionedProducts.get(id);
  if (!existing) {
    await seed.launch('ProvisionProduct', {
      ...input,
      Tags: tags,
      ProvisionedProductName: nameOf(seed),
      NotificationArns: seed.properties.NotificationArns,
      ProvisioningPreferences: seed.properties.ProvisioningPreferences,
      ProvisionToken: seed.token(),
    });
    return identityOf(seed, id);
  }
  const changesTags = !tags.every(({ Key, Value }) =>
    existing.tags.some(tag => tag.Key === Key && tag.Value === Value),
  );
  if (
    changesTags ||
    !isVersion(seed.state, existing, target) ||
    parameters.some(({ Key, Value }) => differs(existing, Key, Value))
  ) {
    await seed.launch('UpdateProvisionedProduct', {
      ...input,
      // Tags may not be sent unless a constraint allows it, so not without need.
      Tags: changesTags ? tags : undefined,
      ProvisionedProductId: id,
      ProvisioningPreferences: seed.properties.ProvisioningPreferences,
      UpdateToken: seed.token(),
    });
  }
  return identityOf(seed, id);
}

function identityOf(seed: ResourceSeed, id: string): SeededResource {
  const product = seed.state.provisionedProducts.get(id)!;
  const record = seed.state.records.get(product.lastProvisioningRecordId)!;
  const [error] = record.settled ? record.outcome.errors : [];
  if (error) {
    throw new Error(`${error.Code}: ${error.Description}`);
  }
  return {
    physicalId: id,
    attributes: {
      ProvisionedProductId: id,
      RecordId: record.id,
      CloudformationStackArn: product.stackId ?? '',
      ...Object.fromEntries(
        product.outputs.map(({ OutputKey, OutputValue }) => [
          `Outputs.${OutputKey}`,
          OutputValue,
        ]),
      ),
    },
  };
}

function isVersion(
  state: AccountState,
  { artifactId }: ProvisionedProduct,
  target: {
    ProvisioningArtifactId?: unknown;
    ProvisioningArtifactName?: unknown;
  },
): boolean {
  return (
    target.ProvisioningArtifactId === artifactId ||
    (target.ProvisioningArtifactName !== undefined &&
      target.ProvisioningArtifactName === state.artifacts.get(artifactId)?.name)
  );
}

/** Values that are not kept cannot be compared; they alone are no reason for an update. */
function differs(
  { parameters }: ProvisionedProduct,
  key: string,
  value: string,
): boolean {
  return parameters[key] !== value && parameters[key] !== NO_ECHO_MASK;
}

/** The name declared, or one made of stack, logical id and a suffix, as CloudFormation does it. */
function nameOf({ properties, path, id }: ResourceSeed): string {
  if (properties.ProvisionedProductName !== undefined) {
    return asText(properties.ProvisionedProductName);
  }
  const suffix = alphanumericDigest(12, id('pp')).toUpperCase();
  return `${path
    .join('-')
    .slice(0, MAX_NAME_LENGTH - suffix.length - 1)}-${suffix}`;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
