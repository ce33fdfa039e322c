import {
  aws_iam as iam,
  custom_resources as customResources,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeSdkCalls } from './acknowledgeSdkCalls';

/** Asks AWS for the id of the organisation that the account belongs to. */
export class OrganizationId extends Construct {
  /** Such as `o-a1b2c3d4e5`, known when it is deployed. */
  readonly value: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const call: customResources.AwsSdkCall = {
      service: 'Organizations',
      action: 'DescribeOrganization',
      // AWS Organizations has one endpoint for all Regions.
      region: 'us-east-1',
      physicalResourceId:
        customResources.PhysicalResourceId.fromResponse('Organization.Id'),
      outputPaths: ['Organization.Id'],
    };
    const resource = new customResources.AwsCustomResource(this, 'Describe', {
      resourceType: 'Custom::OrganizationId',
      installLatestAwsSdk: false,
      onCreate: call,
      onUpdate: call,
      policy: customResources.AwsCustomResourcePolicy.fromStatements([
        new iam.PolicyStatement({
          actions: ['organizations:DescribeOrganization'],
          resources: ['*'],
        }),
      ]),
    });
    acknowledgeSdkCalls(this, resource);
    this.value = resource.getResponseField('Organization.Id');
  }
}
