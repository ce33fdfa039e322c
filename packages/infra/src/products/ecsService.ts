import {
  Aws,
  aws_ecs as ecs,
  aws_iam as iam,
  aws_logs as logs,
  aws_servicecatalog as servicecatalog,
  CfnDeletionPolicy,
  CfnOutput,
  Fn,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import {
  addEcsServiceParameters,
  ECS_SERVICE_FORM,
} from './ecsServiceParameters';
import { addGovernanceParameters, describeForm } from './parameters';
import { logGroups, rolesOfStacks } from './permissions';
import { ProductDefinition, SUPPORT } from './ProductDefinition';

const CONTAINER = 'main';

class EcsService extends servicecatalog.ProductStack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description:
        'A service on AWS Fargate that keeps a number of tasks running, in a cluster that is there.',
      analyticsReporting: false,
    });
    describeForm(this, ECS_SERVICE_FORM);
    const { team, environment } = addGovernanceParameters(this, {
      environmentDecides: 'Becomes part of the name.',
    });
    const parameters = addEcsServiceParameters(this);
    const name = Fn.join('-', [
      team.valueAsString,
      parameters.purpose.valueAsString,
      environment.valueAsString,
    ]);

    const logGroup = new logs.CfnLogGroup(this, 'Logs', {
      retentionInDays: 30,
    });
    logGroup.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    const task = new ecs.CfnTaskDefinition(this, 'Task', {
      family: name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: parameters.cpu.valueAsString,
      memory: parameters.memory.valueAsString,
      executionRoleArn: this.executionRole(logGroup).attrArn,
      containerDefinitions: [
        {
          name: CONTAINER,
          image: parameters.image.valueAsString,
          essential: true,
          readonlyRootFilesystem: true,
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': logGroup.ref,
              'awslogs-region': Aws.REGION,
              'awslogs-stream-prefix': CONTAINER,
            },
          },
        },
      ],
    });
    const service = new ecs.CfnService(this, 'Service', {
      serviceName: name,
      cluster: parameters.cluster.valueAsString,
      launchType: 'FARGATE',
      taskDefinition: task.ref,
      desiredCount: parameters.tasks.valueAsNumber,
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      propagateTags: 'SERVICE',
      networkConfiguration: {
        awsvpcConfiguration: {
          assignPublicIp: 'DISABLED',
          subnets: parameters.subnets.valueAsList,
          securityGroups: parameters.securityGroups.valueAsList,
        },
      },
    });

    const output = (outputId: string, description: string, value: string) =>
      new CfnOutput(this, outputId, { description, value });
    output('ServiceName', 'Name of the service', service.attrName);
    output('ServiceArn', 'ARN of the service, for IAM policies', service.ref);
    output('LogGroupName', 'Where the tasks write', logGroup.ref);
  }

  /** With it ECS gets the image and writes the log; what runs in the task has no permissions. */
  private executionRole(logGroup: logs.CfnLogGroup): iam.CfnRole {
    const role = new iam.CfnRole(this, 'ExecutionRole', {
      assumeRolePolicyDocument: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            principals: [new iam.ServicePrincipal('ecs-tasks.amazonaws.com')],
            actions: ['sts:AssumeRole'],
            conditions: {
              StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
            },
          }),
        ],
      }),
      policies: [
        {
          policyName: 'start-tasks',
          policyDocument: new iam.PolicyDocument({
            statements: [
              new iam.PolicyStatement({
                actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
                resources: [logGroup.attrArn],
              }),
              new iam.PolicyStatement({
                actions: [
                  'ecr:BatchCheckLayerAvailability',
                  'ecr:BatchGetImage',
                  'ecr:GetDownloadUrlForLayer',
                ],
                resources: [
                  `arn:${Aws.PARTITION}:ecr:${Aws.REGION}:${Aws.ACCOUNT_ID}:repository/*`,
                ],
              }),
              new iam.PolicyStatement({
                actions: ['ecr:GetAuthorizationToken'],
                resources: ['*'],
              }),
            ],
          }),
        },
      ],
    });
    acknowledge(
      role,
      'The image is chosen at the launch; a token for the registry belongs to no repository',
      [
        'IAM5[Resource::*]',
        'IAM5[Resource::arn:<AWS::Partition>:ecr:<AWS::Region>:<AWS::AccountId>:repository/*]',
      ],
    );
    return role;
  }
}

/** A service that runs containers. */
export const ecsService: ProductDefinition = {
  key: 'ecs-service',
  name: 'ECS Service',
  description: 'A service on AWS Fargate that keeps its tasks running',
  supportDescription: SUPPORT.description,
  currentVersion: {
    name: '1.0',
    description: 'Tasks without public addresses',
  },
  template: {
    kind: 'stack',
    create: (scope, id) => new EcsService(scope, id),
    earlierVersions: [],
  },
  permissions: () => [
    new iam.PolicyStatement({
      actions: [
        'ecs:CreateService',
        'ecs:DeleteService',
        'ecs:DeregisterTaskDefinition',
        'ecs:DescribeClusters',
        'ecs:DescribeServices',
        'ecs:DescribeTaskDefinition',
        'ecs:ListTagsForResource',
        'ecs:RegisterTaskDefinition',
        'ecs:TagResource',
        'ecs:UntagResource',
        'ecs:UpdateService',
      ],
      resources: ['*'],
    }),
    logGroups().statement,
    // The role that starts the tasks.
    rolesOfStacks().statement,
  ],
  acknowledged: [
    'IAM5[Resource::*]',
    logGroups().acknowledged,
    rolesOfStacks().acknowledged,
  ],
};
