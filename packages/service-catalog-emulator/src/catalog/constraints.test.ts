import {
  CreateConstraintCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
} from '@aws-sdk/client-service-catalog';
import {
  BUCKET,
  client,
  emulator,
  ids,
  launch,
  start,
} from '../__testUtils__/ownCatalog';

const INVALID = 'InvalidParametersException';
const DUPLICATE = 'DuplicateResourceException';

const STACK_SET = JSON.stringify({
  Version: '1.0',
  Properties: {
    AccountList: ['210987654321'],
    RegionList: ['eu-west-1', 'us-east-1'],
    AdminRole: 'arn:aws:iam::123456789012:role/administrator',
    ExecutionRole: 'executor',
  },
});

describe('constraints', () => {
  it('hold for launches through their portfolio, and are told before', async () => {
    await start({
      Storage: {
        ...BUCKET,
        constraints: {
          Bucket: [
            {
              Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
              Properties: { LocalRoleName: 'launcher', Description: 'L' },
            },
            {
              Type: 'AWS::ServiceCatalog::LaunchTemplateConstraint',
              Properties: {
                Rules: JSON.stringify({
                  OnlyDev: {
                    RuleCondition: {
                      'Fn::Equals': [{ Ref: 'BucketPurpose' }, 'scratch'],
                    },
                    Assertions: [
                      {
                        Assert: {
                          'Fn::Contains': [['dev'], { Ref: 'Environment' }],
                        },
                        AssertDescription: 'Scratch buckets are for dev',
                      },
                    ],
                  },
                }),
              },
            },
          ],
        },
      },
    });
    const described = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactName: 'v1',
      }),
    );
    expect(described.ConstraintSummaries).toEqual([
      { Type: 'LAUNCH', Description: 'L' },
      { Type: 'TEMPLATE' },
    ]);
    const instructions = Object.fromEntries(
      described.UsageInstructions!.map(({ Type, Value }) => [Type, Value]),
    );
    expect(instructions).toEqual({
      rules: expect.stringContaining('Scratch buckets are for dev'),
      version: '2010-09-09',
      description: 'A bucket',
      metadata: expect.stringContaining('AWS::CloudFormation::Interface'),
      launchAsRole: 'arn:aws:iam::123456789012:role/launcher',
      tagUpdateOnProvisionedProduct: 'NOT_ALLOWED',
    });

    const scratch = (Environment: string) => [
      { Key: 'BucketPurpose', Value: 'scratch' },
      { Key: 'Environment', Value: Environment },
    ];
    const good = await launch('good', {
      ProvisioningParameters: scratch('dev'),
    });
    expect(good.LaunchRoleArn).toBe('arn:aws:iam::123456789012:role/launcher');
    const bad = await launch('bad', {
      ProvisioningParameters: scratch('prod'),
    });
    const untouched = await launch('untouched', {
      ProvisioningParameters: [
        { Key: 'BucketPurpose', Value: 'uploads' },
        { Key: 'Environment', Value: 'prod' },
      ],
    });
    emulator.clock.advance(20);
    const statuses = await Promise.all(
      [good, bad, untouched].map(async ({ RecordId }) => {
        const { RecordDetail } = await client.send(
          new DescribeRecordCommand({ Id: RecordId }),
        );
        return [RecordDetail!.Status, RecordDetail!.RecordErrors];
      }),
    );
    expect(statuses).toEqual([
      ['SUCCEEDED', []],
      [
        'FAILED',
        [
          {
            Code: 'AmazonCloudFormationException',
            Description: expect.stringContaining('Scratch buckets are for dev'),
          },
        ],
      ],
      ['SUCCEEDED', []],
    ]);
  });

  it('send stack events to topics, and name the targets of stack sets', async () => {
    await start({ Storage: BUCKET });
    const constraint = (Type: string, Parameters: string) =>
      client.send(
        new CreateConstraintCommand({
          PortfolioId: ids('Storage'),
          ProductId: ids('Bucket'),
          Type,
          Parameters,
        }),
      );
    const topic = (name: string) =>
      `arn:aws:sns:us-east-1:123456789012:${name}`;
    for (const name of ['first', 'second']) {
      await constraint(
        'NOTIFICATION',
        JSON.stringify({ NotificationArns: [topic(name)] }),
      );
    }
    await constraint('STACKSET', STACK_SET);
    await expect(constraint('STACKSET', STACK_SET)).rejects.toMatchObject({
      name: 'DuplicateResourceException',
    });
    await expect(
      constraint('LAUNCH', '{"LocalRoleName":"launcher"}'),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('excludes a LAUNCH constraint'),
    });
    const described = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactName: 'v1',
      }),
    );
    expect(described).toMatchObject({
      ConstraintSummaries: [
        { Type: 'NOTIFICATION' },
        { Type: 'NOTIFICATION' },
        { Type: 'STACKSET' },
      ],
      ProvisioningArtifactPreferences: {
        StackSetAccounts: ['210987654321'],
        StackSetRegions: ['eu-west-1', 'us-east-1'],
      },
    });
  });

  it.each([
    ['LAUNCH', 'nonsense', INVALID, 'they are no valid JSON'],
    ['LAUNCH', '{}', INVALID, 'exactly one of RoleArn and LocalRoleName'],
    [
      'LAUNCH',
      '{"LocalRoleName":"a","RoleArn":"arn:aws:iam::123456789012:role/a"}',
      INVALID,
      'exactly one of RoleArn and LocalRoleName',
    ],
    ['LAUNCH', '{"RoleArn":"nonsense"}', INVALID, 'must be a role ARN'],
    [
      'LAUNCH',
      '{"LocalRoleName":"a/b"}',
      INVALID,
      'must be the name of a role',
    ],
    [
      'LAUNCH',
      '{"LocalRoleName":"again"}',
      DUPLICATE,
      'already has a LAUNCH constraint',
    ],
    ['TEMPLATE', '{"Rules":{"R":{}}}', INVALID, 'for TEMPLATE'],
    ['RESOURCE_UPDATE', '{"Version":"2.0"}', INVALID, 'at Properties'],
    ['STACKSET', '{}', INVALID, 'at Version'],
    ['STACKSET', STACK_SET, INVALID, 'which excludes a STACKSET constraint'],
    [
      'NOTIFICATION',
      '{"NotificationArns":["x"]}',
      INVALID,
      'must be a topic ARN',
    ],
    ['OTHER', '{}', INVALID, 'Constraints of type OTHER are not supported'],
  ])('of the type %s are not %s', async (Type, Parameters, name, message) => {
    await start({
      Storage: {
        ...BUCKET,
        constraints: {
          Bucket: [
            {
              Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
              Properties: { LocalRoleName: 'launcher' },
            },
          ],
        },
      },
    });
    await expect(
      client.send(
        new CreateConstraintCommand({
          PortfolioId: ids('Storage'),
          ProductId: ids('Bucket'),
          Type,
          Parameters,
        }),
      ),
    ).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });
});
