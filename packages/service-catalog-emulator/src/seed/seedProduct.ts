import { asText, isObject, JsonObject } from '../cloudformation/json';
import { hexDigest } from '../state/ids';
import { pick, ResourceSeed, SeededResource } from './ResourceSeed';

/** Seeds a product with its versions, whose ids depend on the text of their templates. */
export async function seedProduct(seed: ResourceSeed): Promise<SeededResource> {
  const id = seed.id('prod');
  const properties = pick(seed, [
    'Name',
    'Owner',
    'Description',
    'Distributor',
    'SupportDescription',
    'SupportEmail',
    'SupportUrl',
  ]);
  const { ProductType: type = 'CLOUD_FORMATION_TEMPLATE' } = pick(seed, [
    'ProductType',
  ]);
  const declared = seed.properties.ProvisioningArtifactParameters;
  const versions = Array.isArray(declared) ? declared : [];
  if (versions.length === 0) {
    throw new Error('ProvisioningArtifactParameters must have an entry');
  }
  const artifacts = await Promise.all(
    versions.map(version => readVersion(seed, version)),
  );
  const [first] = artifacts;
  if (!seed.state.products.has(id)) {
    await seed.call(
      'CreateProduct',
      {
        ...properties,
        ProductType: type,
        Tags: seed.properties.Tags,
        ProvisioningArtifactParameters: first.parameters,
        IdempotencyToken: seed.token(),
      },
      { artifact: first.bytes, ids: { pa: first.artifactId } },
    );
  } else {
    await seed.call('UpdateProduct', {
      Id: id,
      ...properties,
      AddTags: seed.properties.Tags,
    });
  }
  for (const { artifactId, parameters, bytes } of artifacts) {
    if (!seed.state.artifacts.has(artifactId)) {
      await seed.call(
        'CreateProvisioningArtifact',
        {
          ProductId: id,
          Parameters: parameters,
          IdempotencyToken: seed.token(),
        },
        { artifact: bytes, ids: { pa: artifactId } },
      );
    }
  }
  retireVersions(
    seed,
    id,
    artifacts.map(({ artifactId }) => artifactId),
  );
  return {
    physicalId: id,
    attributes: {
      ProductName: asText(properties.Name),
      ProvisioningArtifactIds: artifacts
        .map(({ artifactId }) => artifactId)
        .join(','),
      ProvisioningArtifactNames: artifacts.map(({ name }) => name).join(','),
    },
  };
}

/** A version as declared, what it loads, and the id that both together decide. */
interface SeedVersion {
  artifactId: string;
  name: string;
  parameters: JsonObject;
  /** What a URL gives. */
  bytes?: Buffer;
}

async function readVersion(
  seed: ResourceSeed,
  declared: unknown,
): Promise<SeedVersion> {
  const { Name, Description, Info, Type } = isObject(declared) ? declared : {};
  const { LoadTemplateFromURL: url, ImportFromPhysicalId: stackId } = isObject(
    Info,
  )
    ? Info
    : {};
  if (typeof url !== 'string' && typeof stackId !== 'string') {
    throw new Error(
      'Info must have LoadTemplateFromURL or ImportFromPhysicalId',
    );
  }
  const bytes = typeof url === 'string' ? await seed.load(url) : undefined;
  const name = asText(Name);
  return {
    artifactId: seed.id(
      'pa',
      name,
      bytes ? hexDigest(32, bytes.toString('latin1')) : asText(stackId),
    ),
    name,
    parameters: {
      Name,
      Description,
      Info,
      Type,
    },
    bytes,
  };
}

/** Versions that an earlier seed made and this one no longer has become inactive. */
function retireVersions(
  seed: ResourceSeed,
  productId: string,
  current: string[],
): void {
  const path = seed.path.join('/');
  for (const artifact of seed.state.artifacts.withKey(productId)) {
    if (current.includes(artifact.id)) {
      artifact.seededBy = path;
    } else if (artifact.seededBy === path) {
      artifact.active = false;
    }
  }
}
