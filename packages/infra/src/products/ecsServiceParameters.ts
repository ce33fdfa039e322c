import { CfnParameter, CfnRule, Fn, Stack } from 'aws-cdk-lib';
import { addPurposeParameter, ParameterGroup } from './parameters';

/** MiB of memory that AWS Fargate takes with that many units of CPU, of which 1024 are one processor. */
const MEMORY: { [cpu: string]: number[] } = {
  '256': [512, 1024, 2048],
  '512': [1024, 2048, 4096],
  '1024': [2048, 4096, 8192],
};

/** How the form of the service is laid out. */
export const ECS_SERVICE_FORM: ParameterGroup[] = [
  {
    label: 'What runs',
    parameters: {
      ServicePurpose: 'Purpose',
      TeamName: 'Team',
      Environment: 'Environment',
      Image: 'Image',
      Tasks: 'Tasks',
    },
  },
  { label: 'Size of a task', parameters: { Cpu: 'CPU', Memory: 'Memory' } },
  {
    label: 'Where it runs',
    parameters: {
      ClusterName: 'Cluster',
      SubnetIds: 'Subnets',
      SecurityGroupIds: 'Security groups',
    },
  },
];

/** Adds what a service needs to know, besides who it is for. */
export function addEcsServiceParameters(stack: Stack) {
  const purpose = addPurposeParameter(stack, 'ServicePurpose', {
    for: 'what it does',
    becomesPartOf: 'service',
  });
  const image = new CfnParameter(stack, 'Image', {
    type: 'String',
    description:
      'What a task runs, with a tag or digest, such as public.ecr.aws/nginx/nginx:1.29.',
    maxLength: 255,
    allowedPattern:
      '[a-z0-9][a-zA-Z0-9./_-]*(:[a-zA-Z0-9._-]+|@sha256:[a-f0-9]{64})',
    constraintDescription: 'the name of an image with its tag or digest',
  });
  const tasks = new CfnParameter(stack, 'Tasks', {
    type: 'Number',
    description: 'How many tasks run at a time.',
    minValue: 1,
    maxValue: 10,
    default: 2,
  });
  const cpu = new CfnParameter(stack, 'Cpu', {
    type: 'String',
    description: 'Units of which 1024 are one processor.',
    allowedValues: Object.keys(MEMORY),
    default: '256',
  });
  const memory = new CfnParameter(stack, 'Memory', {
    type: 'String',
    description: 'MiB. More CPU needs more of it.',
    allowedValues: [...new Set(Object.values(MEMORY).flat())].map(String),
    default: '512',
  });
  for (const [units, fitting] of Object.entries(MEMORY)) {
    new CfnRule(stack, `MemoryFitsCpu${units}`, {
      ruleCondition: Fn.conditionEquals(cpu.valueAsString, units),
      assertions: [
        {
          assert: Fn.conditionContains(
            fitting.map(String),
            memory.valueAsString,
          ),
          assertDescription: `With ${units} units of CPU the memory has to be one of ${fitting.join(
            ', ',
          )} MiB`,
        },
      ],
    });
  }
  return {
    purpose,
    image,
    tasks,
    cpu,
    memory,
    cluster: new CfnParameter(stack, 'ClusterName', {
      type: 'String',
      description: 'The ECS cluster of the account that it runs in.',
      default: 'default',
      allowedPattern: '[a-zA-Z0-9_-]{1,255}',
    }),
    subnets: new CfnParameter(stack, 'SubnetIds', {
      type: 'CommaDelimitedList',
      description:
        'Where tasks get their addresses, such as subnet-0123456789abcdef0.',
      allowedPattern: 'subnet-[0-9a-f]{8,17}',
      constraintDescription: 'ids of subnets',
    }),
    securityGroups: new CfnParameter(stack, 'SecurityGroupIds', {
      type: 'CommaDelimitedList',
      description: 'Who may connect, such as sg-0123456789abcdef0.',
      allowedPattern: 'sg-[0-9a-f]{8,17}',
      constraintDescription: 'ids of security groups',
    }),
  };
}
