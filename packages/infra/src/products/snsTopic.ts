import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

/** A topic, whose template others publish. */
export const snsTopic: ProductDefinition = {
  key: 'sns-topic',
  name: 'SNS Topic',
  description: 'A topic, encrypted, whose messages go to all who subscribe',
  supportDescription: SUPPORT.description,
  currentVersion: { name: '1.0', description: 'Standard topic' },
  template: { kind: 'url', path: 'sns-topic/1.0.yaml' },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'sns:CreateTopic',
        'sns:DeleteTopic',
        'sns:GetTopicAttributes',
        'sns:ListTagsForResource',
        'sns:SetTopicAttributes',
        'sns:TagResource',
        'sns:UntagResource',
      ],
      resources: [`arn:${Aws.PARTITION}:sns:*:${Aws.ACCOUNT_ID}:*`],
    }),
  ],
  acknowledged: [
    'IAM5[Resource::arn:<AWS::Partition>:sns:*:<AWS::AccountId>:*]',
  ],
};
