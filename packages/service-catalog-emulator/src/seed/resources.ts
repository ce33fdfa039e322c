import { isObject, JsonObject } from '../cloudformation/json';
import { asText } from '../cloudformation/evaluate';
import { hexDigest } from '../state/ids';
import type { ResourceSeed } from './StackSeeder';

/** What `Ref` and `Fn::GetAtt` give for a seeded resource. */
export interface SeededResource {
  physicalId: string;
  attributes?: { [name: string]: string };
}

type ResourceSeeder = (seed: ResourceSeed) => Promise<SeededResource>;

/**
 * How each resource type becomes calls of the API. What exists already is updated, so that seeding
 * on top of a restored snapshot changes only what the seed changed.
 */
export const RESOURCE_SEEDERS: { [type: string]: ResourceSeeder } = {
  'AWS::ServiceCatalog::Portfolio': seedPortfolio,
  'AWS::ServiceCatalog::CloudFormationProduct': seedProduct,
  'AWS::ServiceCatalog::PortfolioProductAssociation': async seed => {
    const input = pick(seed, ['PortfolioId', 'ProductId']);
    await seed.call('AssociateProductWithPortfolio', input);
    return { physicalId: `${input.PortfolioId}|${input.ProductId}` };
  },
  'AWS::ServiceCatalog::PortfolioPrincipalAssociation': async seed => {
    const input = pick(seed, ['PortfolioId', 'PrincipalARN', 'PrincipalType']);
    await seed.call('AssociatePrincipalWithPortfolio', input);
    return { physicalId: `${input.PrincipalARN}|${input.PortfolioId}` };
  },
  'AWS::ServiceCatalog::LaunchRoleConstraint': seed =>
    seedConstraint(seed, 'LAUNCH', pick(seed, ['RoleArn', 'LocalRoleName'])),
  'AWS::ServiceCatalog::LaunchTemplateConstraint': seed => {
    const { Rules } = seed.properties;
    const rules: unknown =
      typeof Rules === 'string' ? JSON.parse(Rules) : Rules;
    return seedConstraint(seed, 'TEMPLATE', {
      Rules: isObject(rules) && isObject(rules.Rules) ? rules.Rules : rules,
    });
  },
  'AWS::ServiceCatalog::ResourceUpdateConstraint': seed =>
    seedConstraint(seed, 'RESOURCE_UPDATE', {
      Version: '2.0',
      Properties: pick(seed, ['TagUpdateOnProvisionedProduct']),
    }),
  'AWS::ServiceCatalog::TagOption': seedTagOption,
  'AWS::ServiceCatalog::TagOptionAssociation': async seed => {
    const { ResourceId, TagOptionId } = pick(seed, [
      'ResourceId',
      'TagOptionId',
    ]);
    const exists = seed.state.tagOptionAssociations.some(
      association =>
        association.resourceId === ResourceId &&
        association.tagOptionId === TagOptionId,
    );
    if (!exists) {
      await seed.call('AssociateTagOptionWithResource', {
        ResourceId,
        TagOptionId,
      });
    }
    return { physicalId: `${TagOptionId}|${ResourceId}` };
  },
};

async function seedPortfolio(seed: ResourceSeed): Promise<SeededResource> {
  const id = seed.id('port');
  const properties = pick(seed, ['DisplayName', 'Description', 'ProviderName']);
  if (seed.state.portfolios.has(id)) {
    await seed.call('UpdatePortfolio', {
      Id: id,
      ...properties,
      AddTags: seed.properties.Tags,
    });
  } else {
    await seed.call('CreatePortfolio', {
      ...properties,
      Tags: seed.properties.Tags,
      IdempotencyToken: seed.token(),
    });
  }
  return {
    physicalId: id,
    attributes: { PortfolioName: asText(properties.DisplayName) },
  };
}

async function seedProduct(seed: ResourceSeed): Promise<SeededResource> {
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
        ProductType: 'CLOUD_FORMATION_TEMPLATE',
        Tags: seed.properties.Tags,
        ProvisioningArtifactParameters: first.parameters,
        IdempotencyToken: seed.token(),
      },
      { templateText: first.text, ids: { pa: first.artifactId } },
    );
  } else {
    await seed.call('UpdateProduct', {
      Id: id,
      ...properties,
      AddTags: seed.properties.Tags,
    });
  }
  for (const { artifactId, parameters, text } of artifacts) {
    if (!seed.state.artifacts.has(artifactId)) {
      await seed.call(
        'CreateProvisioningArtifact',
        {
          ProductId: id,
          Parameters: parameters,
          IdempotencyToken: seed.token(),
        },
        { templateText: text, ids: { pa: artifactId } },
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

/** A version as declared, its template, and the id that both together decide. */
interface SeedVersion {
  artifactId: string;
  name: string;
  parameters: JsonObject;
  text: string;
}

async function readVersion(
  seed: ResourceSeed,
  declared: unknown,
): Promise<SeedVersion> {
  const { Name, Description, Info } = isObject(declared) ? declared : {};
  const url = isObject(Info) ? Info.LoadTemplateFromURL : undefined;
  if (typeof url !== 'string') {
    throw new Error('Info must have LoadTemplateFromURL');
  }
  const text = await seed.load(url);
  const name = asText(Name);
  return {
    artifactId: seed.id('pa', name, hexDigest(32, text)),
    name,
    parameters: {
      Name,
      Description,
      Info: { LoadTemplateFromURL: url },
      Type: 'CLOUD_FORMATION_TEMPLATE',
    },
    text,
  };
}

/** Versions that an earlier seed made and this one no longer has become inactive. */
function retireVersions(
  seed: ResourceSeed,
  productId: string,
  current: string[],
): void {
  const path = seed.path.join('/');
  for (const artifact of seed.state.artifactsOf(productId)) {
    if (current.includes(artifact.id)) {
      artifact.seededBy = path;
    } else if (artifact.seededBy === path) {
      artifact.active = false;
    }
  }
}

async function seedConstraint(
  seed: ResourceSeed,
  type: string,
  parameters: JsonObject,
): Promise<SeededResource> {
  const id = seed.id('cons');
  const { PortfolioId, ProductId, Description } = pick(seed, [
    'PortfolioId',
    'ProductId',
    'Description',
  ]);
  const content = { Description, Parameters: JSON.stringify(parameters) };
  if (seed.state.constraints.has(id)) {
    await seed.call('UpdateConstraint', { Id: id, ...content });
  } else {
    await seed.call('CreateConstraint', {
      PortfolioId,
      ProductId,
      Type: type,
      ...content,
      IdempotencyToken: seed.token(),
    });
  }
  return { physicalId: id };
}

async function seedTagOption(seed: ResourceSeed): Promise<SeededResource> {
  const { Key, Value } = pick(seed, ['Key', 'Value']);
  const existing = [...seed.state.tagOptions.values()].find(
    option => option.key === Key && option.value === Value,
  );
  const id = existing?.id ?? seed.id('tag');
  if (!existing) {
    await seed.call('CreateTagOption', { Key, Value });
  }
  if (seed.properties.Active !== undefined) {
    await seed.call('UpdateTagOption', {
      Id: id,
      Active: asText(seed.properties.Active) === 'true',
    });
  }
  return { physicalId: id };
}

/** The properties that are there, as text: CloudFormation allows numbers where the API has text. */
function pick({ properties }: ResourceSeed, names: string[]): JsonObject {
  return Object.fromEntries(
    names
      .filter(name => properties[name] !== undefined)
      .map(name => [name, asText(properties[name])]),
  );
}
