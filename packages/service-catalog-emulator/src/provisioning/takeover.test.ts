import {
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ImportAsProvisionedProductCommand,
  ListRecordHistoryCommand,
  ListStackInstancesForProvisionedProductCommand,
  SearchProvisionedProductsCommand,
  UpdateProvisionedProductPropertiesCommand,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import { Launching } from '../__testUtils__/launching';

const QUEUE = {
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
  Outputs: { Url: { Value: { Ref: 'Queue' } } },
};
const TOPIC = { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };
const ANN = 'arn:aws:iam::123456789012:user/ann';
const ROLE = 'arn:aws:iam::123456789012:role/launcher';

async function start(launchRole?: { RoleArn: string }) {
  const launching = await Launching.start(
    { v1: QUEUE, v2: TOPIC },
    { credentials: { ann: ANN } },
    launchRole && {
      Stack: [
        {
          Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
          Properties: launchRole,
        },
      ],
    },
  );
  const record = await launching.provision('v1');
  launching.wait();
  const stackArn = await launching.stackArn(record);
  const importStack = async (
    PhysicalId: string = stackArn,
    ProvisionedProductName: string = 'mine',
    ProvisioningArtifactId: string = record.ProvisioningArtifactId!,
  ) => {
    const { RecordDetail } = await launching.client.send(
      new ImportAsProvisionedProductCommand({
        ProductId: record.ProductId,
        ProvisioningArtifactId,
        ProvisionedProductName,
        PhysicalId,
        IdempotencyToken: undefined,
      }),
    );
    return RecordDetail!;
  };
  const url = async () => {
    const { Outputs } = await launching.client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
      }),
    );
    return Outputs!.find(({ OutputKey }) => OutputKey === 'Url')!.OutputValue;
  };
  const setProperties = (properties: { [name: string]: string }) =>
    launching.client.send(
      new UpdateProvisionedProductPropertiesCommand({
        ProvisionedProductId: record.ProvisionedProductId,
        ProvisionedProductProperties: properties,
        IdempotencyToken: undefined,
      }),
    );
  return { launching, record, stackArn, importStack, url, setProperties };
}

describe('importing a stack', () => {
  it('takes over what was retained, as it is', async () => {
    const { launching, record, stackArn, importStack, url } = await start();
    const before = await url();
    await launching.terminate({ RetainPhysicalResources: true });
    launching.wait();
    const imported = await importStack();
    expect(imported).toMatchObject({
      RecordType: 'IMPORT_PROVISIONED_PRODUCT',
      Status: 'CREATED',
    });
    expect(imported.ProvisionedProductId).not.toBe(record.ProvisionedProductId);
    expect(await launching.describe()).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    launching.wait();
    expect(await launching.describe()).toMatchObject({
      Status: 'AVAILABLE',
      LastSuccessfulProvisioningRecordId: imported.RecordId,
    });
    expect(await url()).toBe(before);
    expect(await launching.stackArn(imported)).toBe(stackArn);

    await launching.update('v2');
    launching.wait();
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
    await launching.terminate();
    launching.wait();
    expect(await launching.describe()).toBeUndefined();
    await expect(importStack()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('needs a stack that is nobody’s, a name that is free, and the same template', async () => {
    const { launching, importStack } = await start();
    await expect(importStack()).rejects.toMatchObject({
      name: 'DuplicateResourceException',
      message: expect.stringContaining('A stack named mine already exists'),
    });
    await expect(importStack(undefined, 'other')).rejects.toMatchObject({
      name: 'DuplicateResourceException',
      message: expect.stringContaining('belongs to provisioned product'),
    });
    await expect(importStack('arn:aws:x', 'other')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { ProvisioningArtifactId: other } = await launching.update('v2');
    launching.wait();
    await launching.update('v1');
    launching.wait();
    await launching.terminate({ RetainPhysicalResources: true });
    launching.wait();
    await expect(importStack(undefined, 'mine', other)).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('is not the one of stack'),
    });
  });

  it('needs a stack in a good state', async () => {
    const { launching, importStack } = await start();
    launching.emulator.faults.add({ kind: 'terminateFailure', count: 1 });
    await launching.terminate({ IgnoreErrors: true });
    launching.wait();
    await expect(importStack()).rejects.toMatchObject({
      name: 'InvalidStateException',
      message: expect.stringContaining('DELETE_FAILED'),
    });
  });
});

describe('the properties of a provisioned product', () => {
  it('hand it, and what is known of its past, to another owner', async () => {
    const { launching, record, setProperties } = await start();
    expect(await setProperties({ OWNER: ANN })).toMatchObject({
      ProvisionedProductId: record.ProvisionedProductId,
      ProvisionedProductProperties: { OWNER: ANN },
      RecordId: expect.stringMatching(/^rec-/),
      Status: 'SUCCEEDED',
    });
    const ann = serviceCatalogClient(launching.emulator.url, {
      accessKeyId: 'ann',
    });
    const own = (client: typeof ann) =>
      client.send(
        new SearchProvisionedProductsCommand({
          AccessLevelFilter: { Key: 'User', Value: 'self' },
        }),
      );
    expect((await own(ann)).ProvisionedProducts).toMatchObject([
      { Name: 'mine', UserArn: ANN, UserArnSession: ANN, Status: 'AVAILABLE' },
    ]);
    expect((await own(launching.client)).ProvisionedProducts).toEqual([]);
    const describe = new DescribeRecordCommand({ Id: record.RecordId });
    await ann.send(describe);
    await expect(launching.client.send(describe)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    // The history keeps who did what.
    const { RecordDetails } = await launching.client.send(
      new ListRecordHistoryCommand({}),
    );
    expect(RecordDetails!.map(({ RecordId }) => RecordId)).toContain(
      record.RecordId,
    );
  });

  it('replace the launch role', async () => {
    const { launching, setProperties } = await start();
    await setProperties({ LAUNCH_ROLE: ROLE });
    expect(await launching.describe()).toMatchObject({
      Status: 'AVAILABLE',
      LaunchRoleArn: ROLE,
    });
    expect(await launching.terminate()).toMatchObject({ LaunchRoleArn: ROLE });
  });

  it('save what cannot be changed any more because its launch role is gone', async () => {
    const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const { launching, setProperties } = await start({
      RoleArn: arn('of-old'),
    });
    // From then on it is known which roles there are.
    await launching.emulator.seed({
      template: {
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: { RoleName: 'launcher', AssumeRolePolicyDocument: {} },
          },
        },
      },
    });
    const refusal = `Role ${arn('of-old')} is invalid or cannot be assumed`;
    for (const change of ['update', 'terminate'] as const) {
      await (change === 'update'
        ? launching.update('v2')
        : launching.terminate());
      launching.wait();
      expect(await launching.describe()).toMatchObject({
        Status: 'TAINTED',
        StatusMessage: expect.stringContaining(refusal),
      });
    }
    expect(await setProperties({ LAUNCH_ROLE: ROLE })).toMatchObject({
      Status: 'SUCCEEDED',
    });
    expect(await launching.update('v2')).toMatchObject({ LaunchRoleArn: ROLE });
    launching.wait();
    expect(await launching.describe()).toMatchObject({
      Status: 'AVAILABLE',
      LaunchRoleArn: ROLE,
    });
    await launching.terminate();
    launching.wait();
    expect(await launching.describe()).toBeUndefined();
  });

  it.each([
    [{ OWNER: 'ann' }, 'Invalid OWNER: ann'],
    [
      { OWNER: 'arn:aws:iam::210987654321:user/bob' },
      'is not in account 123456789012',
    ],
    [{ LAUNCH_ROLE: ANN }, 'Invalid LAUNCH_ROLE'],
  ])('refuse %j', async (properties, message) => {
    const { setProperties } = await start();
    await expect(setProperties(properties)).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining(message),
    });
  });

  it('cannot be changed while something else is', async () => {
    const { launching, setProperties } = await start();
    await launching.update('v2');
    await expect(setProperties({ OWNER: ANN })).rejects.toMatchObject({
      name: 'InvalidStateException',
    });
  });
});

it('has no stack instances', async () => {
  const { launching, record } = await start();
  const list = (ProvisionedProductId: string) =>
    launching.client.send(
      new ListStackInstancesForProvisionedProductCommand({
        ProvisionedProductId,
      }),
    );
  expect((await list(record.ProvisionedProductId!)).StackInstances).toEqual([]);
  await expect(list('pp-gone')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
