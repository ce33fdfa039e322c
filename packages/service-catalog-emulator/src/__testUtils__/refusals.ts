import { RunningEmulator } from '../createEmulator';
import { callRaw, startEmulator, TEMPLATE_BASE } from './harness';
import { describeWithReference, readServiceCatalogModel } from './reference';
import { BUCKET_TEMPLATE, CALLER_ARN } from './seeds';

/** Ids of what {@link startCatalog} made, for use in the table below. */
export interface Ids {
  portfolio: string;
  emptyPortfolio: string;
  product: string;
  unusedProduct: string;
  version: string;
  constraint: string;
  option: string;
  unusedOption: string;
  record: string;
}

const SEED = `
Resources:
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Storage, ProviderName: Platform }
  Empty:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: Empty, ProviderName: Platform }
  Product:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Bucket
      Owner: Platform
      ProvisioningArtifactParameters:
        - { Name: v1, Info: { LoadTemplateFromURL: '${TEMPLATE_BASE}bucket.yaml' } }
  Unused:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Unused
      Owner: Platform
      ProvisioningArtifactParameters:
        - { Name: v1, Info: { LoadTemplateFromURL: '${TEMPLATE_BASE}bucket.yaml' } }
  InPortfolio:
    Type: AWS::ServiceCatalog::PortfolioProductAssociation
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Product }
  Access:
    Type: AWS::ServiceCatalog::PortfolioPrincipalAssociation
    Properties: { PortfolioId: !Ref Portfolio, PrincipalARN: '${CALLER_ARN}', PrincipalType: IAM }
  Launch:
    Type: AWS::ServiceCatalog::LaunchRoleConstraint
    DependsOn: InPortfolio
    Properties: { PortfolioId: !Ref Portfolio, ProductId: !Ref Product, LocalRoleName: launcher }
  Option:
    Type: AWS::ServiceCatalog::TagOption
    Properties: { Key: env, Value: dev }
  OptionOnPortfolio:
    Type: AWS::ServiceCatalog::TagOptionAssociation
    Properties: { ResourceId: !Ref Portfolio, TagOptionId: !Ref Option }
  UnusedOption:
    Type: AWS::ServiceCatalog::TagOption
    Properties: { Key: env, Value: prod }
Outputs:
  Version: { Value: !GetAtt Product.ProvisioningArtifactIds }
`;

/** Starts an emulator with a catalog, and a launch in it that has failed. */
export async function startCatalog(): Promise<{
  emulator: RunningEmulator;
  ids: Ids;
}> {
  const emulator = await startEmulator({
    templates: {
      'bucket.yaml': BUCKET_TEMPLATE,
      'broken.yaml': 'Resources: [',
    },
    seeds: [{ template: SEED }],
  });
  const { resources, outputs } = emulator.seeded.stacks[0];
  const { body } = await callRaw(emulator, 'ProvisionProduct', {
    ProductName: 'Bucket',
    ProvisioningArtifactName: 'v1',
    ProvisionedProductName: 'mine',
    ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'Wrong' }],
    ProvisionToken: 'token',
  });
  emulator.clock.advance(20);
  return {
    emulator,
    ids: {
      portfolio: resources.Portfolio,
      emptyPortfolio: resources.Empty,
      product: resources.Product,
      unusedProduct: resources.Unused,
      version: outputs.Version,
      constraint: resources.Launch,
      option: resources.Option,
      unusedOption: resources.UnusedOption,
      record: (body.RecordDetail as { RecordId: string }).RecordId,
    },
  };
}

export const NOT_FOUND = 'ResourceNotFoundException';
export const INVALID = 'InvalidParametersException';
export const IN_USE = 'ResourceInUseException';
export const DUPLICATE = 'DuplicateResourceException';
export const NOT_SUPPORTED = 'OperationNotSupportedException';

/** A request that is refused: what is wrong with it, its input, and AWS's error. */
export type Refusal = [
  operation: string,
  title: string,
  input: (ids: Ids) => object,
  error: string,
  message: string,
];

/** Has every request refused over HTTP, by errors that AWS lists for its operation. */
export function testRefusals(refusals: Refusal[]): void {
  it.each(refusals)(
    '%s refuses %s',
    async (operation, _, input, error, message) => {
      const { emulator, ids } = await startCatalog();
      const { status, body } = await callRaw(emulator, operation, input(ids));
      expect({ status, ...body }).toEqual({
        status: 400,
        __type: error,
        message: expect.stringContaining(message),
      });
    },
  );

  describeWithReference(
    'aws-models',
    "the errors against AWS's model",
    location => {
      it('are those that AWS lists for the operation', () => {
        const { operations } = readServiceCatalogModel(location);
        const unlisted = refusals.filter(
          ([operation, , , error]) =>
            !operations[operation].errors?.some(({ shape }) => shape === error),
        );
        expect(
          unlisted.map(([operation, , , error]) => [operation, error]),
        ).toEqual([]);
      });
    },
  );
}
