import {
  Aws,
  aws_iam as iam,
  aws_servicecatalog as servicecatalog,
  aws_sqs as sqs,
  CfnOutput,
  CfnParameter,
  Fn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  addGovernanceParameters,
  addPurposeParameter,
  describeForm,
} from './parameters';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

class Queue extends servicecatalog.ProductStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description:
        'An SQS queue, encrypted, with a second queue for messages that cannot be processed.',
      analyticsReporting: false,
    });
    describeForm(this, [
      {
        label: 'What the queue is for',
        parameters: {
          QueuePurpose: 'Purpose',
          TeamName: 'Team',
          Environment: 'Environment',
        },
      },
      {
        label: 'Processing',
        parameters: {
          VisibilityTimeoutSeconds: 'Visibility timeout (seconds)',
          Attempts: 'Attempts',
        },
      },
    ]);
    const purpose = addPurposeParameter(this, 'QueuePurpose', {
      for: 'what is sent',
      becomesPartOf: 'queue',
    });
    const { team, environment } = addGovernanceParameters(this, {
      environmentDecides: 'Becomes part of the name.',
    });
    const visibility = new CfnParameter(this, 'VisibilityTimeoutSeconds', {
      type: 'Number',
      description: 'How long a message is hidden while it is processed.',
      minValue: 0,
      maxValue: 43200,
      default: 30,
    });
    const attempts = new CfnParameter(this, 'Attempts', {
      type: 'Number',
      description:
        'How often a message is received before it goes to the second queue.',
      minValue: 1,
      maxValue: 1000,
      default: 5,
    });

    const name = (suffix?: string) =>
      Fn.join('-', [
        team.valueAsString,
        purpose.valueAsString,
        environment.valueAsString,
        ...(suffix ? [suffix] : []),
      ]);
    const failed = new sqs.CfnQueue(this, 'FailedMessages', {
      queueName: name('failed'),
      sqsManagedSseEnabled: true,
      messageRetentionPeriod: 14 * 24 * 60 * 60,
    });
    const queue = new sqs.CfnQueue(this, 'Queue', {
      queueName: name(),
      sqsManagedSseEnabled: true,
      visibilityTimeout: visibility.valueAsNumber,
      redrivePolicy: {
        deadLetterTargetArn: failed.attrArn,
        maxReceiveCount: attempts.valueAsNumber,
      },
    });
    new sqs.CfnQueuePolicy(this, 'OnlyEncryptedConnections', {
      queues: [queue.ref, failed.ref],
      policyDocument: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            sid: 'DenyUnencryptedConnections',
            effect: iam.Effect.DENY,
            principals: [new iam.AnyPrincipal()],
            actions: ['sqs:*'],
            resources: [queue.attrArn, failed.attrArn],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });

    new CfnOutput(this, 'QueueUrl', {
      description: 'URL to send to and receive from',
      value: queue.ref,
    });
    new CfnOutput(this, 'QueueArn', {
      description: 'ARN of the queue, for IAM policies',
      value: queue.attrArn,
    });
    new CfnOutput(this, 'FailedMessagesUrl', {
      description: 'URL of the queue of messages that could not be processed',
      value: failed.ref,
    });
  }
}

/** A queue. */
export const queue: ProductDefinition = {
  key: 'sqs-queue',
  name: 'SQS Queue',
  description:
    'A queue, encrypted, with a second one for messages that cannot be processed',
  supportDescription: SUPPORT.description,
  currentVersion: {
    name: '1.1',
    description: 'Messages that cannot be processed go to a second queue',
  },
  template: {
    kind: 'stack',
    create: (scope, id) => new Queue(scope, id),
    earlierVersions: [
      {
        name: '1.0',
        description: 'Messages that cannot be processed are lost',
        state: 'withdrawn',
      },
    ],
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'sqs:CreateQueue',
        'sqs:DeleteQueue',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ListQueueTags',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:UntagQueue',
      ],
      resources: [`arn:${Aws.PARTITION}:sqs:*:${Aws.ACCOUNT_ID}:*`],
    }),
  ],
  acknowledged: [
    'IAM5[Resource::arn:<AWS::Partition>:sqs:*:<AWS::AccountId>:*]',
  ],
};
