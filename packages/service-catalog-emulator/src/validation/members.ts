import {
  boolean,
  enumeration,
  integer,
  list,
  map,
  string,
  structure,
} from './shapes';

/**
 * Members that several operations share, with the limits that AWS's API model declares for them
 * (`servicecatalog/2015-12-10`).
 */

export const acceptLanguage = string({ max: 100 });
export const id = string({ min: 1, max: 100, pattern: '^[a-zA-Z0-9_\\-]*' });
export const idempotencyToken = string({
  min: 1,
  max: 128,
  pattern: '[a-zA-Z0-9][a-zA-Z0-9_-]*',
});
export const pageToken = string({
  max: 2024,
  pattern: '[\\u0009\\u000a\\u000d\\u0020-\\uD7FF\\uE000-\\uFFFD]*',
});
/** Most paged operations return at most 20. */
export const pageSize = integer({ min: 0, max: 20 });
/** A few paged operations return at most 100. */
export const pageSizeMax100 = integer({ min: 0, max: 100 });
export const sortOrder = enumeration(['ASCENDING', 'DESCENDING']);

const tagText = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';
export const tagKey = string({ min: 1, max: 128, pattern: tagText });
export const tagValue = string({ min: 1, max: 256, pattern: tagText });
const tag = structure({ Key: tagKey, Value: tagValue }, ['Key', 'Value']);
/** Tags of portfolios and products. */
export const addTags = list(tag, { max: 20 });
export const tagKeys = list(tagKey);
/** Tags of provisioned products. */
export const tags = list(tag, { max: 50 });
export const tagOptionId = string({ min: 1, max: 100 });

export const portfolioDisplayName = string({ min: 1, max: 100 });
export const portfolioDescription = string({ max: 2000 });
export const providerName = string({ min: 1, max: 50 });
export const productName = string({ max: 8191 });
export const productText = string({ max: 8191 });
export const supportEmail = string({ max: 254 });
export const supportUrl = string({ max: 2083 });
export const productType = enumeration(
  [
    'CLOUD_FORMATION_TEMPLATE',
    'MARKETPLACE',
    'TERRAFORM_OPEN_SOURCE',
    'TERRAFORM_CLOUD',
    'EXTERNAL',
  ],
  { max: 8191 },
);
export const artifactName = string({ max: 8192 });
export const artifactDescription = string({ max: 8192 });

export const artifactProperties = structure({
  Name: artifactName,
  Description: artifactDescription,
  Info: map(string(), string(), { min: 1, max: 100 }),
  Type: enumeration([
    'CLOUD_FORMATION_TEMPLATE',
    'MARKETPLACE_AMI',
    'MARKETPLACE_CAR',
    'TERRAFORM_OPEN_SOURCE',
    'TERRAFORM_CLOUD',
    'EXTERNAL',
  ]),
  DisableTemplateValidation: boolean(),
});

export const sourceConnection = structure(
  {
    Type: enumeration(['CODESTAR']),
    ConnectionParameters: structure({
      CodeStar: structure(
        {
          ConnectionArn: string({
            min: 1,
            max: 1224,
            pattern:
              'arn:[a-z0-9][-.a-z0-9]{0,62}:codestar-connections:([a-z0-9][-.a-z0-9]{0,62})?:([a-z0-9][-.a-z0-9]{0,62})?:[^/].{0,1023}$',
          }),
          Repository: string({ min: 1, max: 100 }),
          Branch: string({ min: 1, max: 250 }),
          ArtifactPath: string({ min: 1, max: 4096 }),
        },
        ['ConnectionArn', 'Repository', 'Branch', 'ArtifactPath'],
      ),
    }),
  },
  ['ConnectionParameters'],
);

export const principalArn = string({ min: 1, max: 1000 });
export const principalType = enumeration(['IAM', 'IAM_PATTERN']);

export const constraintType = string({ min: 1, max: 1024 });
export const constraintDescription = string({ max: 2000 });

export const productFilters = map(
  enumeration(['FullTextSearch', 'Owner', 'ProductType', 'SourceProductId']),
  list(string()),
);
export const productSortBy = enumeration([
  'Title',
  'VersionCount',
  'CreationDate',
]);

export const provisionedProductName = string({
  min: 1,
  max: 128,
  pattern: '[a-zA-Z0-9][a-zA-Z0-9._-]*',
});
export const provisionedProductNameOrArn = string({
  min: 1,
  max: 1224,
  pattern:
    '[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}|arn:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[^/].{0,1023}',
});
export const parameterKey = string({ min: 1, max: 1000 });
export const parameterValue = string({ max: 4096 });
export const accessLevelFilter = structure({
  Key: enumeration(['Account', 'Role', 'User']),
  Value: string(),
});
/** Parameters of something that exists already. */
export const updateParameters = list(
  structure({
    Key: parameterKey,
    Value: parameterValue,
    UsePreviousValue: boolean(),
  }),
);
export const notificationArns = list(
  string({
    min: 1,
    max: 1224,
    pattern:
      'arn:[a-z0-9-\\.]{1,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[a-z0-9-\\.]{0,63}:[^/].{0,1023}',
  }),
  { max: 5 },
);

export const serviceActionName = string({
  min: 1,
  max: 256,
  pattern: '^[a-zA-Z0-9_\\-.]*',
});
export const serviceActionDescription = string({ max: 1024 });
export const serviceActionDefinition = map(
  enumeration(['Name', 'Version', 'AssumeRole', 'Parameters']),
  string({ min: 1, max: 1024 }),
  { min: 1, max: 100 },
);
export const serviceActionAssociations = list(
  structure(
    {
      ServiceActionId: id,
      ProductId: id,
      ProvisioningArtifactId: id,
    },
    ['ServiceActionId', 'ProductId', 'ProvisioningArtifactId'],
  ),
  { min: 1, max: 50 },
);

const stackSetTargets = {
  StackSetAccounts: list(string({ pattern: '^[0-9]{12}$' })),
  StackSetRegions: list(string()),
  StackSetFailureToleranceCount: integer({ min: 0 }),
  StackSetFailureTolerancePercentage: integer({ min: 0, max: 100 }),
  StackSetMaxConcurrencyCount: integer({ min: 1 }),
  StackSetMaxConcurrencyPercentage: integer({ min: 1, max: 100 }),
};
export const provisioningPreferences = structure(stackSetTargets);
export const updateProvisioningPreferences = structure({
  ...stackSetTargets,
  StackSetOperationType: enumeration(['CREATE', 'UPDATE', 'DELETE']),
});

export const accountId = string({ pattern: '^[0-9]{12}$' });
export const organizationNodeType = enumeration([
  'ORGANIZATION',
  'ORGANIZATIONAL_UNIT',
  'ACCOUNT',
]);
export const organizationNode = structure({
  Type: organizationNodeType,
  Value: string({
    pattern:
      '(^[0-9]{12}$)|(^arn:aws:organizations::\\d{12}:organization\\/o-[a-z0-9]{10,32})|(^o-[a-z0-9]{10,32}$)|(^arn:aws:organizations::\\d{12}:ou\\/o-[a-z0-9]{10,32}\\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$)|(^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$)',
  }),
});
export const portfolioShareType = enumeration([
  'IMPORTED',
  'AWS_SERVICECATALOG',
  'AWS_ORGANIZATIONS',
]);
export const budgetName = string({ min: 1, max: 100 });

/** What CreatePortfolioShare and UpdatePortfolioShare take. */
export const portfolioShare = structure(
  {
    AcceptLanguage: acceptLanguage,
    PortfolioId: id,
    AccountId: accountId,
    OrganizationNode: organizationNode,
    ShareTagOptions: boolean(),
    SharePrincipals: boolean(),
  },
  ['PortfolioId'],
);

export const engineWorkflowToken = string({
  min: 1,
  max: 20000,
  pattern: '[0-9A-Za-z+\\/=]+',
});
export const engineWorkflowStatus = enumeration(['SUCCEEDED', 'FAILED']);
export const engineFailureReason = string({
  min: 1,
  max: 2048,
  pattern: '[\\u0009\\u000a\\u000d\\u0020-\\uD7FF\\uE000-\\uFFFD]*',
});
const uniqueTagText = '^([\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@]*)$';
export const engineResourceIdentifier = structure({
  UniqueTag: structure({
    Key: string({ min: 1, max: 128, pattern: uniqueTagText }),
    Value: string({ min: 1, max: 256, pattern: uniqueTagText }),
  }),
});
export const recordOutputs = list(
  structure({
    OutputKey: string(),
    OutputValue: string(),
    Description: string(),
  }),
);
