import {
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  custom_resources as customResources,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeSdkCalls } from '../sharing';

/**
 * Takes a version of a product out of use, which CloudFormation cannot: the version and what was launched from it stay.
 * Without this construct the version is offered again.
 *
 * @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_UpdateProvisioningArtifact.html
 */
export class VersionState extends Construct {
  constructor(
    scope: Construct,
    id: string,
    options: {
      product: servicecatalog.IProduct;
      version: string;
      state: 'deprecated' | 'withdrawn';
    },
  ) {
    super(scope, id);
    const { product, version, state } = options;
    const service = 'ServiceCatalog';
    const permit = (action: string) =>
      customResources.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({
          actions: [`servicecatalog:${action}`],
          resources: [product.productArn],
        }),
      ]);
    const describe: customResources.AwsSdkCall = {
      service,
      action: 'DescribeProvisioningArtifact',
      parameters: {
        ProductId: product.productId,
        ProvisioningArtifactName: version,
      },
      physicalResourceId: customResources.PhysicalResourceId.fromResponse(
        'ProvisioningArtifactDetail.Id',
      ),
      outputPaths: ['ProvisioningArtifactDetail.Id'],
    };
    const lookup = new customResources.AwsCustomResource(this, 'Lookup', {
      resourceType: 'Custom::ProductVersionLookup',
      installLatestAwsSdk: false,
      onCreate: describe,
      onUpdate: describe,
      policy: permit('DescribeProvisioningArtifact'),
    });
    const artifact = {
      ProductId: product.productId,
      ProvisioningArtifactId: lookup.getResponseField(
        'ProvisioningArtifactDetail.Id',
      ),
    };
    const update: customResources.AwsSdkCall = {
      service,
      action: 'UpdateProvisioningArtifact',
      parameters: {
        ...artifact,
        Active: state !== 'withdrawn',
        Guidance: 'DEPRECATED',
      },
      physicalResourceId: customResources.PhysicalResourceId.of(
        `state-of-${version}`,
      ),
      outputPaths: ['Status'],
    };
    const call = new customResources.AwsCustomResource(this, 'State', {
      resourceType: 'Custom::ProductVersionState',
      installLatestAwsSdk: false,
      onCreate: update,
      onUpdate: update,
      onDelete: {
        service,
        action: 'UpdateProvisioningArtifact',
        parameters: { ...artifact, Active: true, Guidance: 'DEFAULT' },
        ignoreErrorCodesMatching: 'ResourceNotFoundException',
        outputPaths: ['Status'],
      },
      policy: permit('UpdateProvisioningArtifact'),
    });
    acknowledgeSdkCalls(this, lookup, call);
  }
}
