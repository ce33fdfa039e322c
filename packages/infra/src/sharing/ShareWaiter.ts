import { join } from 'node:path';
import {
  aws_iam as iam,
  aws_lambda as lambda,
  aws_stepfunctions as stepfunctions,
  CfnElement,
  custom_resources as customResources,
  Duration,
  Stack,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import { PACKAGE } from '../paths';

const CODE = join(PACKAGE, 'lambda/wait-for-share');

/**
 * Waits for shares of portfolios. AWS shares with an organisation little by little, and says afterwards which accounts it
 * did not reach. One per stack, see {@link ShareWaiter.of}.
 */
export class ShareWaiter extends Construct {
  /** The one of the stack, made when it is first asked for. */
  static of(scope: Construct): ShareWaiter {
    const stack = Stack.of(scope);
    const id = 'ShareWaiter';
    return (
      (stack.node.tryFindChild(id) as ShareWaiter | undefined) ??
      new ShareWaiter(stack, id)
    );
  }

  /** For custom resources with the property `PortfolioShareToken`. */
  readonly serviceToken: string;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const handler = (name: 'onEvent' | 'isComplete') =>
      new lambda.Function(this, name, {
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: `index.${name}`,
        code: lambda.Code.fromAsset(CODE, { exclude: ['*.d.mts'] }),
        timeout: Duration.minutes(1),
        description: 'Waits until a portfolio share has reached everybody',
      });
    const onEvent = handler('onEvent');
    const isComplete = handler('isComplete');
    isComplete.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['servicecatalog:DescribePortfolioShareStatus'],
        resources: ['*'],
      }),
    );
    const provider = new customResources.Provider(this, 'Provider', {
      onEventHandler: onEvent,
      isCompleteHandler: isComplete,
      queryInterval: Duration.seconds(15),
      totalTimeout: Duration.hours(1),
      disableWaiterStateMachineLogging: false,
      waiterStateMachineLogOptions: {
        level: stepfunctions.LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.serviceToken = provider.serviceToken;
    acknowledge(
      this,
      'The functions write their logs by the policy of AWS; a share token is no resource that could be named',
      [
        'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
        'IAM5[Resource::*]',
        'L1',
      ],
    );
    acknowledge(
      provider,
      'The provider framework is part of CDK: it calls any version of these functions, and traces nothing',
      [
        'SF2',
        ...[
          onEvent,
          isComplete,
          provider.node.findChild('framework-isComplete'),
          provider.node.findChild('framework-onTimeout'),
        ].map(
          called =>
            `IAM5[Resource::<${Stack.of(this).getLogicalId(
              called.node.defaultChild as CfnElement,
            )}.Arn>:*]`,
        ),
      ],
    );
  }
}
