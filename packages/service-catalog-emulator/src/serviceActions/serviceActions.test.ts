import {
  AssociateServiceActionWithProvisioningArtifactCommand,
  BatchAssociateServiceActionWithProvisioningArtifactCommand,
  BatchDisassociateServiceActionFromProvisioningArtifactCommand,
  CreateServiceActionCommand,
  DeleteServiceActionCommand,
  DescribeServiceActionExecutionParametersCommand,
  DisassociateServiceActionFromProvisioningArtifactCommand,
  ExecuteProvisionedProductServiceActionCommand,
  ListProvisioningArtifactsForServiceActionCommand,
  ListServiceActionsForProvisioningArtifactCommand,
  paginateListServiceActions,
  ServiceActionDefinitionKey,
} from '@aws-sdk/client-service-catalog';
import { Launching } from '../__testUtils__/launching';

const INSTANCE = {
  Resources: {
    Server: { Type: 'AWS::EC2::Instance' },
    Queue: { Type: 'AWS::SQS::Queue' },
  },
};
const RESTART = { Name: 'AWS-RestartEC2Instance', Version: '1' };

type Definition = Partial<Record<ServiceActionDefinitionKey, string>>;

async function start() {
  const launching = await Launching.start({ v1: INSTANCE });
  const { client, emulator } = launching;
  const { resources } = emulator.seeded.stacks[0];
  const { RecordId, ...record } = await launching.provision('v1');
  launching.wait();
  const create = async (Definition: Definition = RESTART, Name = 'Restart') => {
    const { ServiceActionDetail } = await client.send(
      new CreateServiceActionCommand({
        Name,
        DefinitionType: 'SSM_AUTOMATION',
        Definition,
        IdempotencyToken: undefined,
      }),
    );
    return ServiceActionDetail!.ServiceActionSummary!.Id!;
  };
  const version = {
    ProductId: resources.Stack,
    ProvisioningArtifactId: record.ProvisioningArtifactId!,
  };
  const associate = (ServiceActionId: string) =>
    client.send(
      new AssociateServiceActionWithProvisioningArtifactCommand({
        ...version,
        ServiceActionId,
      }),
    );
  const onMine = (ServiceActionId: string) => ({
    ServiceActionId,
    ProvisionedProductId: record.ProvisionedProductId!,
  });
  const execute = async (
    ServiceActionId: string,
    Parameters?: { [name: string]: string[] },
  ) => {
    const { RecordDetail } = await client.send(
      new ExecuteProvisionedProductServiceActionCommand({
        ...onMine(ServiceActionId),
        Parameters,
        ExecuteToken: undefined,
      }),
    );
    return RecordDetail!;
  };
  return { launching, client, create, associate, version, onMine, execute };
}

describe('service actions', () => {
  it('run on the resources of a provisioned product', async () => {
    const { launching, client, create, associate, onMine, execute } =
      await start();
    const action = await create();
    await associate(action);
    const { ServiceActionParameters } = await client.send(
      new DescribeServiceActionExecutionParametersCommand(onMine(action)),
    );
    expect(ServiceActionParameters).toEqual([
      {
        Name: 'InstanceId',
        Type: 'StringList',
        DefaultValues: [expect.stringMatching(/^i-[0-9a-f]{17}$/)],
      },
    ]);
    const record = await execute(action);
    expect(record).toMatchObject({
      RecordType: 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION',
      Status: 'CREATED',
    });
    expect(await launching.describe()).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    await expect(execute(action)).rejects.toMatchObject({
      name: 'InvalidStateException',
    });
    launching.wait();
    const { RecordDetail } = await launching.describeRecord(record);
    expect(RecordDetail!.Status).toBe('SUCCEEDED');
    const before = await launching.describe();
    expect(before).toMatchObject({
      Status: 'AVAILABLE',
      LastRecordId: record.RecordId,
    });
    expect(before!.LastProvisioningRecordId).not.toBe(record.RecordId);
  });

  it('leave the product as it was when they fail, and say why', async () => {
    const { launching, create, associate, execute } = await start();
    const action = await create();
    await associate(action);
    launching.emulator.faults.add({
      kind: 'serviceActionFailure',
      reason: 'Instance is stopped',
    });
    const record = await execute(action, { InstanceId: ['i-1'] });
    launching.wait();
    const { RecordDetail, RecordOutputs } = await launching.describeRecord(
      record,
    );
    expect(RecordDetail).toMatchObject({ Status: 'FAILED' });
    expect(RecordOutputs![0].OutputValue).toBe('Instance is stopped');
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
  });

  it('take the values that a definition leaves to the end user', async () => {
    const { create, associate, execute } = await start();
    const action = await create({
      Name: 'OwnDocument',
      Version: '$DEFAULT',
      Parameters: '[{"Name":"Reason","Type":"TEXT_VALUE"}]',
    });
    await associate(action);
    await expect(execute(action)).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: 'Parameter Reason must have a value.',
    });
    await expect(execute(action, { Other: ['x'] })).rejects.toMatchObject({
      message: 'Parameter Other is not one of the service action’s.'.replace(
        '’',
        "'",
      ),
    });
    await execute(action, { Reason: ['maintenance'] });
  });

  it.each<[string, Definition, string]>([
    ['a version', { Name: 'x' }, 'Definition must have Version.'],
    ['a name', { Version: '1' }, 'Definition must have Name.'],
    ['a role', { ...RESTART, AssumeRole: 'me' }, 'Invalid AssumeRole'],
    ['parameters in JSON', { ...RESTART, Parameters: '{' }, 'no valid JSON'],
    [
      'parameters of a known type',
      { ...RESTART, Parameters: '[{"Name":"a","Type":"OTHER"}]' },
      'Invalid Parameters in Definition',
    ],
  ])('need %s', async (_, definition, message) => {
    const { create } = await start();
    await expect(create(definition)).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining(message),
    });
  });

  it('need the launch role that they run as', async () => {
    const { create, associate, execute } = await start();
    const action = await create({ ...RESTART, AssumeRole: 'LAUNCH_ROLE' });
    await expect(execute(action)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('is not associated'),
    });
    await associate(action);
    await expect(execute(action)).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('launch role'),
    });
  });

  it('are put on versions once, and deleted only when they are on none', async () => {
    const { client, create, associate, version } = await start();
    const first = await create();
    const second = await create(RESTART, 'Second');
    await associate(first);
    await expect(associate(first)).rejects.toMatchObject({
      name: 'DuplicateResourceException',
    });
    const both = [first, second].map(ServiceActionId => ({
      ...version,
      ServiceActionId,
    }));
    const { FailedServiceActionAssociations: failed } = await client.send(
      new BatchAssociateServiceActionWithProvisioningArtifactCommand({
        ServiceActionAssociations: both,
      }),
    );
    expect(failed).toEqual([
      {
        ...both[0],
        ErrorCode: 'DUPLICATE_RESOURCE',
        ErrorMessage: expect.stringContaining('already'),
      },
    ]);
    const { ServiceActionSummaries } = await client.send(
      new ListServiceActionsForProvisioningArtifactCommand(version),
    );
    expect(ServiceActionSummaries!.map(({ Name }) => Name)).toEqual([
      'Restart',
      'Second',
    ]);
    const { ProvisioningArtifactViews } = await client.send(
      new ListProvisioningArtifactsForServiceActionCommand({
        ServiceActionId: second,
      }),
    );
    expect(ProvisioningArtifactViews).toMatchObject([
      { ProvisioningArtifact: { Id: version.ProvisioningArtifactId } },
    ]);
    const remove = new DeleteServiceActionCommand({ Id: first });
    await expect(client.send(remove)).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    await client.send(
      new DisassociateServiceActionFromProvisioningArtifactCommand(both[0]),
    );
    const { FailedServiceActionAssociations: notThere } = await client.send(
      new BatchDisassociateServiceActionFromProvisioningArtifactCommand({
        ServiceActionAssociations: both,
      }),
    );
    expect(notThere).toMatchObject([
      { ServiceActionId: first, ErrorCode: 'RESOURCE_NOT_FOUND' },
    ]);
    await client.send(remove);
  });

  it('are listed page by page, and have a quota', async () => {
    const { client, create, associate } = await start();
    const ids: string[] = [];
    for (let index = 0; index < 26; index++) {
      ids.push(await create(RESTART, `a-${index}`));
    }
    const pages = [];
    for await (const { ServiceActionSummaries } of paginateListServiceActions(
      { client, pageSize: 20 },
      {},
    )) {
      pages.push(ServiceActionSummaries!.length);
    }
    expect(pages).toEqual([20, 6]);
    for (const id of ids.slice(0, 25)) {
      await associate(id);
    }
    await expect(associate(ids[25])).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
  });
});
