import { TEMPLATE_BASE } from './harness';

/** The user that access keys without a principal of their own stand for. */
export const CALLER_ARN = 'arn:aws:iam::123456789012:user/emulator';

/** What a portfolio of a test seed holds. */
export interface PortfolioSeed {
  /** Template name of each product's single version `v1`, by product name. */
  products: { [name: string]: string };
  principals?: string[];
  /** Constraint resources by product name; ids are filled in. */
  constraints?: {
    [name: string]: { Type: string; Properties: { [name: string]: unknown } }[];
  };
}

/**
 * A seed template with portfolios by display name. The logical ids are the names without anything
 * but letters and digits.
 */
export function seedTemplate(portfolios: {
  [displayName: string]: PortfolioSeed;
}) {
  const Resources: { [logicalId: string]: unknown } = {};
  for (const [displayName, seed] of Object.entries(portfolios)) {
    const portfolio = logicalId(displayName);
    const PortfolioId = { Ref: portfolio };
    Resources[portfolio] = {
      Type: 'AWS::ServiceCatalog::Portfolio',
      Properties: { DisplayName: displayName, ProviderName: 'Platform' },
    };
    (seed.principals ?? [CALLER_ARN]).forEach((PrincipalARN, index) => {
      Resources[`${portfolio}Principal${index}`] = {
        Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
        Properties: { PortfolioId, PrincipalARN, PrincipalType: 'IAM' },
      };
    });
    for (const [name, template] of Object.entries(seed.products)) {
      const product = logicalId(name);
      const ProductId = { Ref: product };
      Resources[product] = {
        Type: 'AWS::ServiceCatalog::CloudFormationProduct',
        Properties: {
          Name: name,
          Owner: 'Platform',
          ProvisioningArtifactParameters: [
            {
              Name: 'v1',
              Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}${template}` },
            },
          ],
        },
      };
      Resources[`${portfolio}${product}`] = {
        Type: 'AWS::ServiceCatalog::PortfolioProductAssociation',
        Properties: { PortfolioId, ProductId },
      };
      (seed.constraints?.[name] ?? []).forEach((constraint, index) => {
        Resources[`${portfolio}${product}Constraint${index}`] = {
          Type: constraint.Type,
          DependsOn: `${portfolio}${product}`,
          Properties: { PortfolioId, ProductId, ...constraint.Properties },
        };
      });
    }
  }
  return { Resources };
}

/** The logical id of a portfolio or product in {@link seedTemplate}. */
export function logicalId(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '');
}

/** A bucket with the constraints a launch form needs to show. */
export const BUCKET_TEMPLATE = `
AWSTemplateFormatVersion: 2010-09-09
Description: A bucket
Parameters:
  BucketPurpose:
    Type: String
    Description: What the bucket is for
    AllowedPattern: '[a-z][a-z0-9-]{2,19}'
    ConstraintDescription: 3 to 20 lower-case letters, digits and hyphens
  Environment:
    Type: String
    AllowedValues: [dev, prod]
    Default: dev
Metadata:
  AWS::CloudFormation::Interface:
    ParameterGroups:
      - Label: { default: Bucket }
        Parameters: [BucketPurpose, Environment]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Bucket
Outputs:
  BucketName:
    Value: !Ref Bucket
    Description: Name of the bucket
  BucketArn:
    Value: !GetAtt Bucket.Arn
  Label:
    Value: !Sub '\${BucketPurpose}-\${Environment} in \${AWS::Region}'
`;

/** A database with a secret and a number. */
export const DATABASE_TEMPLATE = JSON.stringify({
  Parameters: {
    Storage: { Type: 'Number', MinValue: 20, MaxValue: 100, Default: 20 },
    Password: { Type: 'String', NoEcho: true, MinLength: 8 },
  },
  Resources: {
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        Engine: 'postgres',
        AllocatedStorage: { Ref: 'Storage' },
        MasterUserPassword: { Ref: 'Password' },
      },
    },
  },
  Outputs: {
    Endpoint: { Value: { 'Fn::GetAtt': ['Database', 'Endpoint.Address'] } },
    Port: { Value: { 'Fn::GetAtt': ['Database', 'Endpoint.Port'] } },
  },
});

/** A product that fails to launch, here as on AWS: nobody signals its wait condition. */
export const FAILING_TEMPLATE = `
Resources:
  Handle:
    Type: AWS::CloudFormation::WaitConditionHandle
  Approval:
    Type: AWS::CloudFormation::WaitCondition
    Properties: { Handle: !Ref Handle, Timeout: 10, Count: 1 }
  Bucket:
    Type: AWS::S3::Bucket
    DependsOn: Approval
`;
