import { aws_iam as iam, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { Organization } from '../config/organization';

/**
 * Where the events of stacks go that a notification constraint asks for, from the project accounts, too. One per stack,
 * made when it is first asked for.
 */
export function stackEventsTopic(
  stack: Stack,
  { accounts }: Organization,
): sns.Topic {
  const name = 'StackEvents';
  const existing = stack.node.tryFindChild(name);
  if (existing) {
    return existing as sns.Topic;
  }
  const topic = new sns.Topic(stack, name, {
    displayName: 'Stacks of AWS Service Catalog',
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'StacksOfTheOrganization',
      principals: [
        new iam.AccountPrincipal(accounts.provisioning),
        ...Object.values(accounts.projects).map(
          ({ id }) => new iam.AccountPrincipal(id),
        ),
      ],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
    }),
  );
  return topic;
}
