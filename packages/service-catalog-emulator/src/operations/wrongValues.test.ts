import { TEMPLATE_BASE } from '../__testUtils__/harness';
import { INVALID, NOT_FOUND, testRefusals } from '../__testUtils__/refusals';

const token = { IdempotencyToken: 't' };
const version = (Info: object) => ({ Name: 'v', Info });

testRefusals([
  // Wrong values
  [
    'AssociatePrincipalWithPortfolio',
    'an ARN that is none of a principal',
    ({ portfolio }) => ({
      PortfolioId: portfolio,
      PrincipalARN: 'arn:aws:s3:::bucket',
      PrincipalType: 'IAM',
    }),
    INVALID,
    'Invalid principal ARN for type IAM',
  ],
  [
    'AssociatePrincipalWithPortfolio',
    'a pattern with an account',
    ({ portfolio }) => ({
      PortfolioId: portfolio,
      PrincipalARN: 'arn:aws:iam::123456789012:role/*',
      PrincipalType: 'IAM_PATTERN',
    }),
    INVALID,
    'Invalid principal ARN for type IAM_PATTERN',
  ],
  [
    'CreateProduct',
    'another type',
    () => ({ Name: 'x', Owner: 'x', ProductType: 'MARKETPLACE', ...token }),
    INVALID,
    'Products of type MARKETPLACE are not supported',
  ],
  [
    'CreateProduct',
    'no version',
    () => ({
      Name: 'x',
      Owner: 'x',
      ProductType: 'CLOUD_FORMATION_TEMPLATE',
      ...token,
    }),
    INVALID,
    'ProvisioningArtifactParameters must be specified',
  ],
  [
    'CreateProvisioningArtifact',
    'a template that is none',
    ({ product }) => ({
      ProductId: product,
      Parameters: version({
        LoadTemplateFromURL: `${TEMPLATE_BASE}broken.yaml`,
      }),
      ...token,
    }),
    INVALID,
    'Invalid templateBody. Please make sure that your template is valid.',
  ],
  [
    'CreateProvisioningArtifact',
    'an import',
    ({ product }) => ({
      ProductId: product,
      Parameters: version({ ImportFromPhysicalId: 'arn:aws:x' }),
      ...token,
    }),
    INVALID,
    'Stack arn:aws:x does not exist',
  ],
  [
    'CreateProvisioningArtifact',
    'another type',
    ({ product }) => ({
      ProductId: product,
      Parameters: { Type: 'EXTERNAL' },
      ...token,
    }),
    INVALID,
    'cannot have a provisioning artifact of type EXTERNAL',
  ],
  [
    'UpdateProduct',
    'a source connection',
    ({ product }) => ({
      Id: product,
      SourceConnection: { ConnectionParameters: {} },
    }),
    INVALID,
    'SourceConnection is not supported',
  ],
  [
    'UpdateConstraint',
    'parameters of another type',
    ({ constraint }) => ({ Id: constraint, Parameters: '{"Rules":{}}' }),
    INVALID,
    'Invalid constraint parameters for LAUNCH',
  ],
  [
    'ListResourcesForTagOption',
    'another type of resource',
    ({ option }) => ({ TagOptionId: option, ResourceType: 'Thing' }),
    INVALID,
    'Invalid ResourceType: Thing',
  ],
  [
    'ListRecordHistory',
    'another filter',
    () => ({ SearchFilter: { Key: 'colour', Value: 'red' } }),
    INVALID,
    'Invalid SearchFilter key: colour',
  ],
  [
    'ScanProvisionedProducts',
    'an access level of somebody else',
    () => ({ AccessLevelFilter: { Key: 'User', Value: 'ann' } }),
    INVALID,
    'Invalid AccessLevelFilter value: ann',
  ],
  [
    'SearchProvisionedProducts',
    'a page token that is none',
    () => ({ PageToken: 'nonsense' }),
    INVALID,
    'Invalid page token.',
  ],
  [
    'SearchProvisionedProducts',
    'a field that cannot be sorted by',
    () => ({ SortBy: 'status' }),
    INVALID,
    'Invalid SortBy: status',
  ],
  [
    'GetProvisionedProductOutputs',
    'a product that never ran',
    () => ({ ProvisionedProductName: 'mine' }),
    INVALID,
    'it was never provisioned successfully',
  ],
  [
    'DescribeProvisioningParameters',
    'a version of another product',
    ({ version: id }) => ({
      ProductName: 'Unused',
      ProvisioningArtifactId: id,
    }),
    NOT_FOUND,
    'No launch paths found for resource',
  ],
]);
