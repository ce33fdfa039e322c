import {
  CreateProvisionedProductPlanCommand,
  CreateProvisionedProductPlanCommandInput,
  DeleteProvisionedProductPlanCommand,
  DescribeProvisionedProductPlanCommand,
  ExecuteProvisionedProductPlanCommand,
  GetProvisionedProductOutputsCommand,
  ListProvisionedProductPlansCommand,
  ProvisionedProductPlanStatus,
} from '@aws-sdk/client-service-catalog';
import { callRaw } from '../__testUtils__/harness';
import { Launching } from '../__testUtils__/launching';

const V1 = {
  Parameters: {
    Name: { Type: 'String', Default: 'data' },
    Size: { Type: 'Number', Default: 20 },
    Password: { Type: 'String', NoEcho: true, Default: 'default-secret' },
  },
  Resources: {
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: { BucketName: { 'Fn::Sub': '${Name}-bucket' } },
    },
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Bucket' } },
    },
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        Engine: 'postgres',
        AllocatedStorage: { Ref: 'Size' },
        MasterUserPassword: { Ref: 'Password' },
      },
    },
    Topic: { Type: 'AWS::SNS::Topic' },
  },
  Outputs: {
    Database: { Value: { Ref: 'Database' } },
    Secret: { Value: { 'Fn::Sub': 'is ${Password}' } },
  },
};
const V2 = {
  ...V1,
  Resources: {
    ...V1.Resources,
    Database: {
      Type: 'AWS::RDS::DBInstance',
      DeletionPolicy: 'Retain',
      Properties: {
        ...V1.Resources.Database.Properties,
        StorageEncrypted: true,
        Engine: 'mysql',
      },
    },
    Topic: undefined,
    Queue: { Type: 'AWS::SQS::Queue' },
  },
};

async function start() {
  const launching = await Launching.start({ v1: V1, v2: V2 });
  const { resources } = launching.emulator.seeded.stacks[0];
  const { body } = await callRaw(
    launching.emulator,
    'ListProvisioningArtifacts',
    {
      ProductId: resources.Stack,
    },
  );
  const versions = body.ProvisioningArtifactDetails as {
    Id: string;
    Name: string;
  }[];
  const create = async (
    version: string,
    values: { [name: string]: string } = {},
    more: Partial<CreateProvisionedProductPlanCommandInput> = {},
  ) => {
    const { PlanId } = await launching.client.send(
      new CreateProvisionedProductPlanCommand({
        PlanName: 'plan',
        PlanType: 'CLOUDFORMATION',
        ProductId: resources.Stack,
        ProvisionedProductName: 'mine',
        ProvisioningArtifactId: versions.find(({ Name }) => Name === version)!
          .Id,
        ProvisioningParameters: Object.entries(values).map(([Key, Value]) => ({
          Key,
          Value,
        })),
        IdempotencyToken: undefined,
        ...more,
      }),
    );
    return PlanId!;
  };
  const describe = async (PlanId: string) => {
    const { ProvisionedProductPlanDetails, ResourceChanges } =
      await launching.client.send(
        new DescribeProvisionedProductPlanCommand({ PlanId }),
      );
    return { ...ProvisionedProductPlanDetails, changes: ResourceChanges! };
  };
  const execute = async (PlanId: string) => {
    const { RecordDetail } = await launching.client.send(
      new ExecuteProvisionedProductPlanCommand({
        PlanId,
        IdempotencyToken: undefined,
      }),
    );
    return RecordDetail!;
  };
  const remove = (PlanId: string, IgnoreErrors?: boolean) =>
    launching.client.send(
      new DeleteProvisionedProductPlanCommand({ PlanId, IgnoreErrors }),
    );
  const outputs = async () => {
    const { Outputs } = await launching.client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
      }),
    );
    return Object.fromEntries(
      Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  };
  return { launching, create, describe, execute, remove, outputs };
}

const status = (Status: ProvisionedProductPlanStatus) => ({ Status });

describe('a plan for a new product', () => {
  it('adds everything, holds the name, and launches when it is executed', async () => {
    const { launching, create, describe, execute, outputs } = await start();
    const plan = await create('v1', { Password: 'correct horse' });
    expect(await launching.describe()).toMatchObject({
      Status: 'PLAN_IN_PROGRESS',
    });
    expect(await describe(plan)).toMatchObject({
      Status: 'CREATE_IN_PROGRESS',
      changes: [],
    });
    launching.wait(1);
    const { changes, ...details } = await describe(plan);
    expect(details).toMatchObject({
      PlanName: 'plan',
      Status: 'CREATE_SUCCESS',
      ProvisioningParameters: [{ Key: 'Password', Value: '****' }],
    });
    expect(changes).toEqual(
      ['Bucket', 'Database', 'Topic', 'Policy'].map(LogicalResourceId => ({
        Action: 'ADD',
        LogicalResourceId,
        ResourceType: expect.any(String),
        Scope: [],
        Details: [],
      })),
    );
    await expect(launching.provision('v1')).rejects.toMatchObject({
      message: 'A stack named mine already exists.',
    });
    await expect(launching.update('v1')).rejects.toMatchObject({
      message: expect.stringContaining('PLAN_IN_PROGRESS'),
    });

    const record = await execute(plan);
    expect(record).toMatchObject({ RecordType: 'PROVISION_PRODUCT' });
    expect(await describe(plan)).toMatchObject(status('EXECUTE_IN_PROGRESS'));
    expect(await launching.describe()).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    launching.wait();
    expect(await describe(plan)).toMatchObject(status('EXECUTE_SUCCESS'));
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
    expect(await outputs()).toMatchObject({ Secret: 'is correct horse' });
  });

  it('leaves nothing behind when it is deleted or terminated', async () => {
    const { launching, create, remove } = await start();
    const first = await create('v1');
    await expect(remove(first)).rejects.toMatchObject({
      name: 'InvalidParametersException',
    });
    launching.wait(1);
    await remove(first);
    expect(await launching.describe()).toBeUndefined();
    const second = await create('v1');
    await launching.terminate();
    launching.wait(2);
    expect(await launching.describe()).toBeUndefined();
    await expect(remove(second)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('that CloudFormation refuses cannot be executed, and only be forced away', async () => {
    const { launching, create, describe, execute, remove } = await start();
    const plan = await create('v1', { Colour: 'red' });
    launching.wait(1);
    expect(await describe(plan)).toMatchObject({
      Status: 'CREATE_FAILED',
      StatusMessage: 'Parameters: [Colour] do not exist in the template',
      changes: [],
    });
    await expect(execute(plan)).rejects.toMatchObject({
      name: 'InvalidStateException',
    });
    await expect(remove(plan)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('ChangeSet'),
    });
    await remove(plan, true);
    expect(await launching.describe()).toBeUndefined();
  });

  it('fails as a launch does', async () => {
    const { launching, create, describe, execute } = await start();
    const plan = await create('v1');
    launching.wait(1);
    launching.emulator.faults.add({ kind: 'provisionFailure', reason: 'Full' });
    await execute(plan);
    launching.wait(60);
    expect(await describe(plan)).toMatchObject({
      Status: 'EXECUTE_FAILED',
      StatusMessage: expect.stringContaining('Full'),
    });
    expect(await launching.describe()).toMatchObject({ Status: 'ERROR' });
  });
});

describe('a plan for an existing product', () => {
  it('tells what another version adds, modifies, replaces and removes', async () => {
    const { launching, create, describe, execute, outputs } = await start();
    await launching.provision('v1');
    launching.wait();
    const { Database: before } = await outputs();
    const plan = await create('v2', { Name: 'data', Size: '40' });
    launching.wait(1);
    const { changes } = await describe(plan);
    expect(
      changes.map(({ Action, LogicalResourceId, Replacement, Scope }) => [
        Action,
        LogicalResourceId,
        Replacement,
        Scope,
      ]),
    ).toEqual([
      ['MODIFY', 'Database', 'TRUE', ['PROPERTIES', 'DELETIONPOLICY']],
      ['ADD', 'Queue', undefined, []],
      ['REMOVE', 'Topic', undefined, []],
    ]);
    expect(changes[0].PhysicalResourceId).toBe(before);
    const property = (
      Name: string,
      RequiresRecreation: string,
      CausingEntity?: string,
    ) => ({
      Target: { Attribute: 'PROPERTIES', Name, RequiresRecreation },
      Evaluation: 'STATIC',
      CausingEntity,
    });
    expect(changes[0].Details!.slice(0, 3)).toEqual([
      property('Engine', 'CONDITIONALLY'),
      property('AllocatedStorage', 'NEVER', 'Size'),
      property('StorageEncrypted', 'ALWAYS'),
    ]);

    await execute(plan);
    launching.wait();
    const { Database: after } = await outputs();
    expect(after).not.toBe(before);
    // The same again changes nothing, and replaces nothing.
    await launching.update('v2', { Size: '40' });
    launching.wait();
    expect((await outputs()).Database).toBe(after);
  });

  it('follows what a replacement changes elsewhere', async () => {
    const { launching, create, describe } = await start();
    await launching.provision('v1');
    launching.wait();
    const plan = await create('v1', { Name: 'other', Password: 'new-secret' });
    launching.wait(1);
    const { changes } = await describe(plan);
    expect(
      changes.map(({ LogicalResourceId, Replacement, Details }) => [
        LogicalResourceId,
        Replacement,
        Details![0].Evaluation,
        Details![0].CausingEntity,
      ]),
    ).toEqual([
      ['Bucket', 'TRUE', 'STATIC', 'Name'],
      ['Database', 'FALSE', 'STATIC', 'Password'],
      ['Policy', 'CONDITIONAL', 'DYNAMIC', 'Bucket'],
    ]);
  });

  it('has nothing to do when nothing changes', async () => {
    const { launching, create, describe } = await start();
    await launching.provision('v1');
    launching.wait();
    const plan = await create(
      'v1',
      {},
      {
        ProvisioningParameters: [{ Key: 'Password', UsePreviousValue: true }],
      },
    );
    launching.wait(1);
    expect(await describe(plan)).toMatchObject({
      Status: 'CREATE_FAILED',
      StatusMessage: 'No updates are to be performed.',
    });
  });

  it('is one at a time, is void after another update, and needs a product at rest', async () => {
    const { launching, create, execute, remove } = await start();
    await launching.provision('v1');
    await expect(create('v2')).rejects.toMatchObject({
      name: 'InvalidStateException',
      message: expect.stringContaining('UNDER_CHANGE'),
    });
    launching.wait();
    const plan = await create('v2');
    await expect(create('v2')).rejects.toMatchObject({
      name: 'InvalidStateException',
      message: expect.stringContaining(plan),
    });
    await launching.update('v1', { Size: '30' });
    launching.wait();
    await expect(execute(plan)).rejects.toMatchObject({
      name: 'InvalidStateException',
      message: expect.stringContaining('obsolete'),
    });
    await remove(plan);
    const { ProvisionedProductPlans } = await launching.client.send(
      new ListProvisionedProductPlansCommand({}),
    );
    expect(ProvisionedProductPlans).toEqual([]);
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
  });
});
