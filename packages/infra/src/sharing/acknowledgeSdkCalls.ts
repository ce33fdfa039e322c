import { custom_resources as customResources, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';

/** The id that CDK gives the function of all its `AwsCustomResource`s in a stack. */
const SINGLETON_ID = `AWS${customResources.AwsCustomResource.PROVIDER_FUNCTION_UUID.replace(
  /-/g,
  '',
)}`;

/** Accepts what cdk-nag finds in calls of the SDK, and in the function of CDK that makes them. */
export function acknowledgeSdkCalls(
  scope: Construct,
  ...calls: customResources.AwsCustomResource[]
): void {
  for (const call of calls) {
    acknowledge(
      call,
      'The operations of AWS Organizations have no resource that could be named',
      ['IAM5[Resource::*]'],
    );
  }
  const singleton = Stack.of(scope).node.tryFindChild(SINGLETON_ID);
  if (singleton) {
    acknowledge(
      singleton,
      'The function and its runtime are part of CDK, which keeps them current; it writes its log by the policy of AWS',
      [
        'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        'L1',
      ],
    );
  }
}
