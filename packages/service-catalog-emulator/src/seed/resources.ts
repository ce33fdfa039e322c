import { asText, isObject, JsonObject } from '../cloudformation/json';
import {
  pick,
  ResourceSeed,
  SeededResource,
  unlessError,
} from './ResourceSeed';
import { seedProduct } from './seedProduct';
import { seedProvisionedProduct } from './seedProvisionedProduct';
import { seedServiceAction } from './seedServiceAction';

type ResourceSeeder = (seed: ResourceSeed) => Promise<SeededResource>;

/**
 * How each resource type becomes calls of the API. What exists already is updated, so that seeding
 * on top of a restored snapshot changes only what the seed changed.
 */
export const RESOURCE_SEEDERS: { [type: string]: ResourceSeeder } = {
  'AWS::ServiceCatalog::Portfolio': seedPortfolio,
  'AWS::ServiceCatalog::CloudFormationProduct': seedProduct,
  'AWS::ServiceCatalog::CloudFormationProvisionedProduct':
    seedProvisionedProduct,
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
  'AWS::ServiceCatalog::LaunchNotificationConstraint': seed =>
    seedConstraint(seed, 'NOTIFICATION', {
      NotificationArns: seed.properties.NotificationArns,
    }),
  'AWS::ServiceCatalog::StackSetConstraint': seed =>
    seedConstraint(seed, 'STACKSET', {
      Version: '1.0',
      Properties: {
        ...pick(seed, ['AdminRole', 'ExecutionRole', 'StackInstanceControl']),
        AccountList: seed.properties.AccountList,
        RegionList: seed.properties.RegionList,
      },
    }),
  'AWS::ServiceCatalog::PortfolioShare': async seed => {
    const input = pick(seed, ['PortfolioId', 'AccountId']);
    await seed.call('CreatePortfolioShare', {
      ...input,
      ShareTagOptions: asText(seed.properties.ShareTagOptions) === 'true',
    });
    return { physicalId: `${input.PortfolioId}|${input.AccountId}` };
  },
  'AWS::ServiceCatalog::AcceptedPortfolioShare': async seed => {
    const input = pick(seed, ['PortfolioId']);
    await seed.call('AcceptPortfolioShare', input);
    return { physicalId: asText(input.PortfolioId) };
  },
  'AWS::ServiceCatalog::ServiceAction': seedServiceAction,
  'AWS::ServiceCatalog::ServiceActionAssociation': async seed => {
    const input = pick(seed, [
      'ProductId',
      'ProvisioningArtifactId',
      'ServiceActionId',
    ]);
    await unlessError('DuplicateResourceException', () =>
      seed.call('AssociateServiceActionWithProvisioningArtifact', input),
    );
    return {
      physicalId: [
        input.ServiceActionId,
        input.ProductId,
        input.ProvisioningArtifactId,
      ].join('|'),
    };
  },
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
