import {
  Aws,
  aws_iam as iam,
  aws_secretsmanager as secretsmanager,
  CfnOutput,
  Fn,
  Stack,
} from 'aws-cdk-lib';
import { acknowledge } from '../nag/acknowledge';
import {
  addGovernanceParameters,
  addPurposeParameter,
  describeForm,
} from './parameters';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

/** Adds a secret to the stack that the product is made from: one that platform engineers use themselves. */
function build(stack: Stack): void {
  describeForm(stack, [
    {
      label: 'What the secret is for',
      parameters: {
        UsedFor: 'Used for',
        TeamName: 'Team',
        Environment: 'Environment',
      },
    },
  ]);
  const purpose = addPurposeParameter(stack, 'UsedFor', {
    for: 'what it opens',
    becomesPartOf: 'secret',
  });
  purpose.default = 'example';
  const { team, environment } = addGovernanceParameters(stack, {
    environmentDecides: 'Becomes part of the name.',
  });
  team.default = 'platform';
  const secret = new secretsmanager.CfnSecret(stack, 'Secret', {
    name: Fn.join('/', [
      team.valueAsString,
      environment.valueAsString,
      purpose.valueAsString,
    ]),
    generateSecretString: { passwordLength: 40, excludePunctuation: true },
  });
  acknowledge(
    secret,
    'How it is rotated depends on what it opens, which its team knows',
    ['SMG4'],
  );
  new CfnOutput(stack, 'SecretArn', {
    description: 'ARN of the secret, for IAM policies',
    value: secret.ref,
  });
}

/** A secret, whose template is that of a stack that runs. */
export const applicationSecret: ProductDefinition = {
  key: 'application-secret',
  name: 'Application Secret',
  description:
    'A generated secret in AWS Secrets Manager, which nobody has to know',
  supportDescription: SUPPORT.description,
  currentVersion: { name: '1.0', description: '40 letters and digits' },
  template: {
    kind: 'running-stack',
    description: 'A generated secret, encrypted, in AWS Secrets Manager.',
    build,
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UntagResource',
        'secretsmanager:UpdateSecret',
      ],
      resources: [
        `arn:${Aws.PARTITION}:secretsmanager:*:${Aws.ACCOUNT_ID}:secret:*`,
      ],
    }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:GetRandomPassword'],
      resources: ['*'],
    }),
  ],
  acknowledged: [
    'IAM5[Resource::*]',
    'IAM5[Resource::arn:<AWS::Partition>:secretsmanager:*:<AWS::AccountId>:secret:*]',
  ],
};
