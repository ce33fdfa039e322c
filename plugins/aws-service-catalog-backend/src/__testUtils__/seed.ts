/** A product to seed an emulator with. */
export type SeededProduct = {
  name: string;
  /** Default: a portfolio called Storage. */
  portfolios?: string[];
  /** CloudFormation templates by version name, oldest first; default: one with a bucket. */
  versions?: Record<string, string | object>;
  description?: string;
  launchRoleArn?: string;
  /** Whether a RESOURCE_UPDATE constraint lets updates change tags; default: no constraint. */
  tagUpdates?: boolean;
  /** What its STACKSET constraint, if there is to be one, allows. */
  stackSet?: { accounts: string[]; regions: string[] };
  tagOptions?: Record<string, string[]>;
  /** TagOptions of its portfolios. */
  portfolioTagOptions?: Record<string, string[]>;
  /** Default: CLOUD_FORMATION_TEMPLATE. */
  type?: 'EXTERNAL';
  /** The SSM documents that can be run on what is launched of its first version, by the names of the service actions. */
  serviceActions?: Record<
    string,
    { document: string; parameters?: { Name: string; Type: string }[] }
  >;
};

/** A template with each kind of parameter rule, groups, labels, a template rule, and an output equal to a secret. */
export const bucketTemplate = {
  Metadata: {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: [
        {
          Label: { default: 'Bucket' },
          Parameters: ['Purpose', 'Environment'],
        },
      ],
      ParameterLabels: { Purpose: { default: 'What is it for?' } },
    },
  },
  Parameters: {
    Environment: {
      Type: 'String',
      AllowedValues: ['dev', 'prod'],
      Default: 'dev',
    },
    Purpose: {
      Type: 'String',
      Description: 'Part of the name',
      AllowedPattern: '[a-z]+',
      ConstraintDescription: 'lower-case letters',
      MinLength: 3,
      MaxLength: 12,
    },
    Days: { Type: 'Number', MinValue: 1, MaxValue: 30, Default: 7 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
    Password: { Type: 'String', NoEcho: true, MinLength: 8 },
  },
  Rules: {
    ProdIsKept: {
      RuleCondition: { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] },
      Assertions: [
        {
          Assert: { 'Fn::Contains': [['30'], { Ref: 'Days' }] },
          AssertDescription: 'prod is kept for 30 days',
        },
      ],
    },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
  Outputs: {
    BucketName: { Value: { Ref: 'Bucket' }, Description: 'The name' },
    Leak: { Value: { Ref: 'Password' } },
  },
};

/** The service actions of a product. */
function seedServiceActions(
  id: string,
  { serviceActions = {} }: SeededProduct,
): Record<string, object> {
  const resources: Record<string, object> = {};
  for (const [Name, action] of Object.entries(serviceActions)) {
    const actionId = logicalId('Action', id, Name);
    resources[actionId] = {
      Type: 'AWS::ServiceCatalog::ServiceAction',
      Properties: {
        Name,
        Description: `Runs ${action.document}`,
        DefinitionType: 'SSM_AUTOMATION',
        Definition: [
          { Key: 'Name', Value: action.document },
          { Key: 'Version', Value: '1' },
          ...(action.parameters
            ? [{ Key: 'Parameters', Value: JSON.stringify(action.parameters) }]
            : []),
        ],
      },
    };
    resources[`${actionId}On`] = {
      Type: 'AWS::ServiceCatalog::ServiceActionAssociation',
      Properties: {
        ServiceActionId: { Ref: actionId },
        ProductId: { Ref: id },
        ProvisioningArtifactId: {
          'Fn::Select': [
            0,
            {
              'Fn::Split': [
                ',',
                { 'Fn::GetAtt': [id, 'ProvisioningArtifactIds'] },
              ],
            },
          ],
        },
      },
    };
  }
  return resources;
}

function logicalId(...names: string[]): string {
  return names.join('').replace(/[^A-Za-z0-9]/g, '');
}

/**
 * A seed template with products in portfolios that the emulator's default user has access to.
 *
 * @param publish - makes a template available to the emulator, and returns its URL
 */
export function seedTemplate(
  products: readonly SeededProduct[],
  publish: (template: string | object) => string,
): object {
  const resources: Record<string, object> = {};
  for (const product of products) {
    const { name, portfolios = ['Storage'], tagOptions = {} } = product;
    const id = logicalId(name);
    resources[id] = {
      Type: 'AWS::ServiceCatalog::CloudFormationProduct',
      Properties: {
        Name: name,
        Owner: 'Platform',
        ProductType: product.type,
        Description: product.description,
        ProvisioningArtifactParameters: Object.entries(
          product.versions ?? { v1: bucketTemplate },
        ).map(([version, template]) => ({
          Name: version,
          Type: product.type,
          Info: { LoadTemplateFromURL: publish(template) },
        })),
      },
    };
    for (const portfolio of portfolios) {
      const portfolioId = logicalId('Portfolio', portfolio);
      const PortfolioId = { Ref: portfolioId };
      const ProductId = { Ref: id };
      const association = logicalId(portfolioId, id);
      resources[portfolioId] = {
        Type: 'AWS::ServiceCatalog::Portfolio',
        Properties: { DisplayName: portfolio, ProviderName: 'Platform' },
      };
      resources[`${portfolioId}Access`] = {
        Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
        Properties: {
          PortfolioId,
          PrincipalARN: {
            'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:user/emulator',
          },
          PrincipalType: 'IAM',
        },
      };
      resources[association] = {
        Type: 'AWS::ServiceCatalog::PortfolioProductAssociation',
        Properties: { PortfolioId, ProductId },
      };
      if (product.tagUpdates !== undefined) {
        resources[`${association}TagUpdates`] = {
          Type: 'AWS::ServiceCatalog::ResourceUpdateConstraint',
          DependsOn: association,
          Properties: {
            PortfolioId,
            ProductId,
            TagUpdateOnProvisionedProduct: product.tagUpdates
              ? 'ALLOWED'
              : 'NOT_ALLOWED',
          },
        };
      }
      if (product.stackSet) {
        resources[`${association}StackSet`] = {
          Type: 'AWS::ServiceCatalog::StackSetConstraint',
          DependsOn: association,
          Properties: {
            PortfolioId,
            ProductId,
            Description: 'Where its stacks may be',
            AccountList: product.stackSet.accounts,
            RegionList: product.stackSet.regions,
            AdminRole: {
              'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/admin',
            },
            ExecutionRole: 'execution',
            StackInstanceControl: 'ALLOWED',
          },
        };
      }
      if (product.launchRoleArn) {
        resources[`${association}Role`] = {
          Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
          DependsOn: association,
          Properties: {
            PortfolioId,
            ProductId,
            RoleArn: product.launchRoleArn,
          },
        };
      }
    }
    Object.assign(resources, seedServiceActions(id, product));
    const addTagOptions = (
      resourceId: string,
      options: Record<string, string[]>,
    ) => {
      for (const [Key, values] of Object.entries(options)) {
        for (const Value of values) {
          const option = logicalId('Option', resourceId, Key, Value);
          resources[option] = {
            Type: 'AWS::ServiceCatalog::TagOption',
            Properties: { Key, Value, Active: true },
          };
          resources[`${option}On`] = {
            Type: 'AWS::ServiceCatalog::TagOptionAssociation',
            Properties: {
              ResourceId: { Ref: resourceId },
              TagOptionId: { Ref: option },
            },
          };
        }
      }
    };
    addTagOptions(id, tagOptions);
    portfolios.forEach(portfolio =>
      addTagOptions(
        logicalId('Portfolio', portfolio),
        product.portfolioTagOptions ?? {},
      ),
    );
  }
  return { Resources: resources };
}
