import {
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { cloudFormationClient } from '../__testUtils__/clients';
import { Launching } from '../__testUtils__/launching';

const QUEUES = {
  Description: 'Two queues',
  Parameters: {
    Name: { Type: 'String', Default: 'jobs' },
    Secret: { Type: 'String', NoEcho: true, Default: 'hidden-value' },
  },
  Resources: {
    Dead: { Type: 'AWS::SQS::Queue' },
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: { Ref: 'Name' },
        RedrivePolicy: { Target: { 'Fn::GetAtt': ['Dead', 'Arn'] } },
      },
    },
    Log: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' },
  },
  Outputs: { Queue: { Value: { Ref: 'Jobs' }, Description: '<the queue>' } },
};
const WITHOUT_DEAD = {
  ...QUEUES,
  Resources: {
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { Ref: 'Name' } },
    },
    Log: QUEUES.Resources.Log,
    Topic: { Type: 'AWS::SNS::Topic' },
  },
};

async function start() {
  const launching = await Launching.start({ v1: QUEUES, v2: WITHOUT_DEAD });
  const cloudFormation = cloudFormationClient(launching.emulator.url);
  const record = await launching.provision('v1');
  launching.wait(1);
  const StackName = await launching.stackArn(record);
  const stack = async (name: string = StackName) => {
    const { Stacks } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    return Stacks![0];
  };
  /** Events after the first `from`, as text, oldest first. */
  const events = async (from: number = 0) => {
    const { StackEvents } = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName }),
    );
    return StackEvents!
      .reverse()
      .slice(from)
      .map(
        ({ LogicalResourceId: id, ResourceStatus, StackName: name }) =>
          `${id === name ? 'stack' : id} ${ResourceStatus}`,
      );
  };
  const resources = async () => {
    const { StackResources } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName }),
    );
    return StackResources!.map(
      ({ LogicalResourceId, ResourceStatus }) =>
        `${LogicalResourceId} ${ResourceStatus}`,
    );
  };
  return { launching, cloudFormation, StackName, stack, events, resources };
}

const CREATION = [
  'stack CREATE_IN_PROGRESS',
  'Dead CREATE_IN_PROGRESS',
  'Log CREATE_IN_PROGRESS',
  'Dead CREATE_IN_PROGRESS',
  'Log CREATE_IN_PROGRESS',
  'Dead CREATE_COMPLETE',
  'Log CREATE_COMPLETE',
  'Jobs CREATE_IN_PROGRESS',
  'Jobs CREATE_IN_PROGRESS',
  'Jobs CREATE_COMPLETE',
  'stack CREATE_COMPLETE',
];

describe('stacks as CloudFormation tells of them', () => {
  it('are created resource by resource', async () => {
    const { launching, stack, events, resources, StackName } = await start();
    expect(StackName).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/SC-123456789012-pp-[a-z0-9]{13}\/[0-9a-f-]{36}$/,
    );
    expect(await stack()).toMatchObject({
      StackStatus: 'CREATE_IN_PROGRESS',
      StackStatusReason: 'User Initiated',
      Outputs: [],
    });
    expect(await events()).toEqual(CREATION.slice(0, 3));
    launching.wait(10);
    expect(await resources()).toEqual([
      'Dead CREATE_COMPLETE',
      'Log CREATE_COMPLETE',
      'Jobs CREATE_IN_PROGRESS',
    ]);
    launching.wait(9);
    expect(await events()).toEqual(CREATION);
    const mine = await launching.describe();
    expect(await stack()).toMatchObject({
      StackId: StackName,
      StackName: `SC-123456789012-${mine!.Id}`,
      Description: 'Two queues',
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: new Date(Date.UTC(2026, 0, 5, 9, 0, 1, 123)),
      Parameters: [
        { ParameterKey: 'Name', ParameterValue: 'jobs' },
        { ParameterKey: 'Secret', ParameterValue: '****' },
      ],
      Outputs: [
        {
          OutputKey: 'Queue',
          OutputValue: 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs',
          Description: '<the queue>',
        },
      ],
      Tags: expect.arrayContaining([
        { Key: 'aws:servicecatalog:provisionedProductArn', Value: mine!.Arn },
      ]),
    });
  });

  it('update what changes, replace what must be, and clean up', async () => {
    const { launching, stack, events, resources, cloudFormation } =
      await start();
    launching.wait();
    await launching.update('v2', { Name: 'tasks' });
    launching.wait();
    expect(await events(CREATION.length)).toEqual([
      'stack UPDATE_IN_PROGRESS',
      'Jobs UPDATE_IN_PROGRESS',
      'Topic CREATE_IN_PROGRESS',
      'Jobs UPDATE_IN_PROGRESS',
      'Topic CREATE_IN_PROGRESS',
      'Jobs UPDATE_COMPLETE',
      'Topic CREATE_COMPLETE',
      'stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Dead DELETE_IN_PROGRESS',
      'Dead DELETE_COMPLETE',
      'Jobs DELETE_IN_PROGRESS',
      'Jobs DELETE_COMPLETE',
      'stack UPDATE_COMPLETE',
    ]);
    expect(await resources()).toEqual([
      'Log CREATE_COMPLETE',
      'Jobs UPDATE_COMPLETE',
      'Topic CREATE_COMPLETE',
    ]);
    expect(await stack()).toMatchObject({
      StackStatus: 'UPDATE_COMPLETE',
      LastUpdatedTime: expect.any(Date),
    });
    const { StackResources } = await cloudFormation.send(
      new DescribeStackResourcesCommand({
        PhysicalResourceId:
          'https://sqs.us-east-1.amazonaws.com/123456789012/tasks',
        LogicalResourceId: 'Jobs',
      }),
    );
    expect(StackResources).toHaveLength(1);
  });

  it.each([
    [false, 'UPDATE_ROLLBACK_COMPLETE'],
    [true, 'UPDATE_ROLLBACK_FAILED'],
  ])(
    'go back when an update fails (rollback fails: %s)',
    async (rollbackFails, StackStatus) => {
      const { launching, stack, events } = await start();
      launching.wait();
      launching.emulator.faults.add({
        kind: 'updateFailure',
        resourceType: 'AWS::SNS::Topic',
        reason: 'Denied',
        rollbackFails,
      });
      await launching.update('v2');
      launching.wait();
      expect(await events(CREATION.length)).toEqual([
        'stack UPDATE_IN_PROGRESS',
        'Jobs UPDATE_IN_PROGRESS',
        'Topic CREATE_IN_PROGRESS',
        'Topic CREATE_IN_PROGRESS',
        'Jobs UPDATE_COMPLETE',
        'Topic CREATE_FAILED',
        'stack UPDATE_ROLLBACK_IN_PROGRESS',
        'Topic DELETE_IN_PROGRESS',
        rollbackFails ? 'Topic DELETE_FAILED' : 'Topic DELETE_COMPLETE',
        'Jobs UPDATE_IN_PROGRESS',
        'Jobs UPDATE_COMPLETE',
        ...(rollbackFails
          ? []
          : ['stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS']),
        `stack ${StackStatus}`,
      ]);
      expect(await stack()).toMatchObject({
        StackStatus,
        Description: 'Two queues',
      });
    },
  );

  it('delete everything but what is retained, the last made first', async () => {
    const { launching, stack, events, StackName, cloudFormation } =
      await start();
    launching.wait();
    await launching.terminate();
    launching.wait();
    expect(await events(CREATION.length)).toEqual([
      'stack DELETE_IN_PROGRESS',
      'Jobs DELETE_IN_PROGRESS',
      'Jobs DELETE_COMPLETE',
      'Log DELETE_SKIPPED',
      'Dead DELETE_IN_PROGRESS',
      'Dead DELETE_COMPLETE',
      'stack DELETE_COMPLETE',
    ]);
    expect(await stack()).toMatchObject({
      StackStatus: 'DELETE_COMPLETE',
      DeletionTime: expect.any(Date),
    });
    await expect(stack(StackName.split('/')[1])).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(/^Stack with id SC-.* does not exist$/),
    });
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({}));
    expect(Stacks).toEqual([]);
  });

  it('keep what cannot be deleted, and go on from there', async () => {
    const { launching, stack, resources } = await start();
    launching.wait();
    launching.emulator.faults.add({
      kind: 'terminateFailure',
      resourceType: 'AWS::SQS::Queue',
      reason: 'In use',
      count: 1,
    });
    const { RecordId } = await launching.terminate();
    launching.wait();
    const { RecordDetail } = await launching.describeRecord({ RecordId });
    expect(RecordDetail!.RecordErrors![0].Description).toBe(
      'The following resource(s) failed to delete: [Jobs]. In use',
    );
    expect(await stack()).toMatchObject({ StackStatus: 'DELETE_FAILED' });
    expect(await resources()).toContain('Jobs DELETE_FAILED');
    await launching.terminate();
    launching.wait();
    expect(await launching.describe()).toBeUndefined();
  });

  it('belong to their account and Region alone', async () => {
    const { launching, StackName } = await start();
    launching.wait();
    for (const options of [
      { accessKeyId: '210987654321' },
      { region: 'eu-west-1' },
    ]) {
      const other = cloudFormationClient(launching.emulator.url, options);
      await expect(
        other.send(new DescribeStacksCommand({ StackName })),
      ).rejects.toMatchObject({ name: 'ValidationError' });
    }
    await expect(
      cloudFormationClient(launching.emulator.url).send(
        new DescribeStackEventsCommand({ StackName: undefined }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
