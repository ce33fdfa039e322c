/** How much there is. */
export interface Size {
  portfolios: number;
  products: number;
  provisionedProducts: number;
  /** The tags of a provisioned product besides its team's and environment's. */
  tagsOf?: (index: number) => { Key: string; Value: string }[];
}

const PRODUCT_TEMPLATE = `
Parameters:
  Purpose: { Type: String, AllowedPattern: '[a-z][a-z0-9-]+' }
  Environment: { Type: String, AllowedValues: [dev, prod], Default: dev }
Resources:
  Bucket: { Type: AWS::S3::Bucket }
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties: { Bucket: !Ref Bucket }
Outputs:
  BucketName: { Value: !Ref Bucket }
  BucketArn: { Value: !GetAtt Bucket.Arn }
`;

const PRODUCTS_PER_STACK = 1000;
const PROVISIONED_PRODUCTS_PER_STACK = 5000;

type Resources = { [logicalId: string]: unknown };
type Outputs = { [name: string]: unknown };

/** Files of a seed: portfolios that share the products out, and products provisioned in turn. */
export function seedOfSize(size: Size): { [file: string]: string } {
  const files: { [file: string]: string } = { 'bucket.yaml': PRODUCT_TEMPLATE };
  const { portfolios, products, provisionedProducts } = size;
  // Stacks are seeded in the order of their files' names.
  files['a-portfolios.json'] = portfolioStack(portfolios);
  for (let start = 0; start < products; start += PRODUCTS_PER_STACK) {
    const end = Math.min(start + PRODUCTS_PER_STACK, products);
    files[`b-products-${start}.json`] = productStack(start, end, size);
  }
  for (
    let start = 0;
    start < provisionedProducts;
    start += PROVISIONED_PRODUCTS_PER_STACK
  ) {
    const end = Math.min(
      start + PROVISIONED_PRODUCTS_PER_STACK,
      provisionedProducts,
    );
    files[`c-provisioned-${start}.json`] = provisionedStack(start, end, size);
  }
  return files;
}

function portfolioStack(portfolios: number): string {
  const resources: Resources = {};
  const outputs: Outputs = {};
  for (let index = 0; index < portfolios; index++) {
    resources[`Portfolio${index}`] = {
      Type: 'AWS::ServiceCatalog::Portfolio',
      Properties: {
        DisplayName: `Portfolio ${index}`,
        ProviderName: 'Platform',
      },
    };
    resources[`Access${index}`] = {
      Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
      Properties: {
        PortfolioId: { Ref: `Portfolio${index}` },
        PrincipalARN: {
          'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:user/emulator',
        },
        PrincipalType: 'IAM',
      },
    };
    outputs[`Portfolio${index}`] = exported(`Portfolio${index}`);
  }
  return JSON.stringify({ Resources: resources, Outputs: outputs });
}

function productStack(
  start: number,
  end: number,
  { portfolios }: Size,
): string {
  const resources: Resources = {};
  const outputs: Outputs = {};
  for (let index = start; index < end; index++) {
    const inPortfolio = {
      PortfolioId: { 'Fn::ImportValue': `Portfolio${index % portfolios}` },
      ProductId: { Ref: `Product${index}` },
    };
    resources[`Product${index}`] = {
      Type: 'AWS::ServiceCatalog::CloudFormationProduct',
      Properties: {
        Name: `Product ${index}`,
        Owner: `Team ${index % 50}`,
        Description: `What team ${index % 50} offers, number ${index}`,
        ProvisioningArtifactParameters: [
          { Name: 'v1', Info: { LoadTemplateFromURL: 'bucket.yaml' } },
        ],
      },
    };
    resources[`InPortfolio${index}`] = {
      Type: 'AWS::ServiceCatalog::PortfolioProductAssociation',
      Properties: inPortfolio,
    };
    resources[`Launch${index}`] = {
      Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
      DependsOn: `InPortfolio${index}`,
      Properties: { ...inPortfolio, LocalRoleName: 'launcher' },
    };
    outputs[`Product${index}`] = exported(`Product${index}`);
  }
  return JSON.stringify({ Resources: resources, Outputs: outputs });
}

function provisionedStack(
  start: number,
  end: number,
  { products, tagsOf = () => [] }: Size,
): string {
  const resources: Resources = {};
  for (let index = start; index < end; index++) {
    resources[`Provisioned${index}`] = {
      Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct',
      Properties: {
        ProvisionedProductName: `provisioned-${index}`,
        ProductId: { 'Fn::ImportValue': `Product${index % products}` },
        ProvisioningArtifactName: 'v1',
        ProvisioningParameters: [{ Key: 'Purpose', Value: `use-${index}` }],
        Tags: [
          { Key: 'team', Value: `team-${index % 500}` },
          { Key: 'environment', Value: index % 3 === 0 ? 'prod' : 'dev' },
          ...tagsOf(index),
        ],
      },
    };
  }
  return JSON.stringify({ Resources: resources });
}

function exported(logicalId: string) {
  return { Value: { Ref: logicalId }, Export: { Name: logicalId } };
}
