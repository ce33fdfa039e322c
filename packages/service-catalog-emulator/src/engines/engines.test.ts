import path from 'node:path';
import {
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  NotifyProvisionProductEngineWorkflowResultCommand,
  NotifyProvisionProductEngineWorkflowResultCommandInput,
  NotifyUpdateProvisionedProductEngineWorkflowResultCommand,
  SearchProvisionedProductsCommand,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import {
  ACCOUNT,
  USER,
  ROLE,
  catalog,
  start,
  provision,
  update,
  terminate,
  describeMine,
  Result,
  notify,
} from '../__testUtils__/engineProducts';
import { temporaryFolder, TEMPLATE_BASE } from '../__testUtils__/harness';

describe('an engine', () => {
  it('is asked to make a product, which is under change until it notifies', async () => {
    const { emulator, client } = await start();
    const record = await provision(client, { name: 'shop', secret: 'hush' });
    expect(record).toMatchObject({
      ProvisionedProductType: 'EXTERNAL',
      LaunchRoleArn: ROLE,
    });
    emulator.clock.advance(30 * 24 * 3600);
    expect(await describeMine(client)).toMatchObject({
      Status: 'UNDER_CHANGE',
      Type: 'EXTERNAL',
    });
    const over = await fetch(`${emulator.url}/_emulator/engine/workflows`);
    const workflows = emulator.engine.workflows();
    expect(await over.json()).toEqual(workflows);
    expect(workflows).toEqual([
      {
        queue: 'ServiceCatalogExternalProvisionOperationQueue',
        accountId: ACCOUNT,
        region: 'us-east-1',
        message: {
          token: expect.stringMatching(/^[0-9A-Za-z+/=]+$/),
          operation: 'PROVISION_PRODUCT',
          recordId: record.RecordId,
          provisionedProductId: record.ProvisionedProductId,
          provisionedProductName: 'mine',
          launchRoleArn: ROLE,
          identity: { principal: USER, awsAccountId: ACCOUNT },
          productId: record.ProductId,
          provisioningArtifactId: record.ProvisioningArtifactId,
          artifact: { path: `${TEMPLATE_BASE}site.tar.gz`, type: 'AWS_S3' },
          parameters: [
            { key: 'name', value: 'shop' },
            { key: 'secret', value: 'hush' },
          ],
          tags: [{ key: 'team', value: 'web' }],
        },
      },
    ]);

    const done: Result = {
      Status: 'SUCCEEDED',
      WorkflowToken: workflows[0].message.token,
      RecordId: record.RecordId,
      Outputs: [
        { OutputKey: 'url', OutputValue: 'https://shop', Description: 'Site' },
      ],
      ResourceIdentifier: { UniqueTag: { Key: 'tracer', Value: 'pp' } },
      IdempotencyToken: 'once',
    };
    await notify(emulator, client, done);
    expect(emulator.engine.workflows()).toEqual([]);
    expect(await describeMine(client)).toMatchObject({
      Status: 'AVAILABLE',
      LastSuccessfulProvisioningRecordId: record.RecordId,
    });
    const { RecordOutputs, RecordDetail } = await client.send(
      new DescribeRecordCommand({ Id: record.RecordId }),
    );
    expect(RecordDetail!.Status).toBe('SUCCEEDED');
    expect(RecordOutputs).toEqual(done.Outputs);
    const { Outputs } = await client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
      }),
    );
    expect(Outputs).toEqual(done.Outputs);
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: ['type:EXTERNAL'] },
      }),
    );
    expect(ProvisionedProducts).toMatchObject([
      { Name: 'mine', Type: 'EXTERNAL' },
    ]);
    const state = await fetch(`${emulator.url}/_emulator/state`);
    const text = await state.text();
    expect(text).toContain(
      '"resourceIdentifier":{"Key":"tracer","Value":"pp"}',
    );
    // Secret values are forgotten once the engine has done its work.
    expect(text).not.toContain('hush');

    // The same notification again is no other one.
    const again = new NotifyProvisionProductEngineWorkflowResultCommand(
      done as NotifyProvisionProductEngineWorkflowResultCommandInput,
    );
    await client.send(again);
    await expect(
      client.send(
        new NotifyProvisionProductEngineWorkflowResultCommand({
          ...(done as NotifyProvisionProductEngineWorkflowResultCommandInput),
          IdempotencyToken: 'twice',
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('has ended already'),
    });
  });

  it('has to know the token, the operation and the account', async () => {
    const { emulator, client } = await start();
    const { RecordId } = await provision(client);
    await expect(
      notify(emulator, client, { WorkflowToken: 'd3Jvbmc=' }),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: `Invalid WorkflowToken for record ${RecordId}.`,
    });
    const stranger = serviceCatalogClient(emulator.url, {
      accessKeyId: '210987654321',
    });
    await expect(notify(emulator, stranger)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const [{ message }] = emulator.engine.workflows();
    await expect(
      client.send(
        new NotifyUpdateProvisionedProductEngineWorkflowResultCommand({
          WorkflowToken: message.token,
          RecordId,
          Status: 'SUCCEEDED',
          IdempotencyToken: undefined,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('is of type PROVISION_PRODUCT'),
    });
    expect(await describeMine(client)).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
  });

  it('fails: a launch ends in ERROR, an update in TAINTED, and either can be repaired', async () => {
    const { emulator, client } = await start();
    const failed: Result = { Status: 'FAILED', FailureReason: 'No capacity' };
    const record = await provision(client, { name: 'shop' });
    await notify(emulator, client, failed);
    expect(await describeMine(client)).toMatchObject({
      Status: 'ERROR',
      StatusMessage: 'No capacity',
    });
    const { RecordDetail } = await client.send(
      new DescribeRecordCommand({ Id: record.RecordId }),
    );
    expect(RecordDetail).toMatchObject({
      Status: 'FAILED',
      RecordErrors: [
        { Code: 'EngineWorkflowFailed', Description: 'No capacity' },
      ],
    });

    await update(client);
    await notify(emulator, client);
    expect(await describeMine(client)).toMatchObject({ Status: 'AVAILABLE' });
    await update(client);
    const [{ queue, message }] = emulator.engine.workflows();
    expect(queue).toBe('ServiceCatalogExternalUpdateOperationQueue');
    // Engines are not told previous values.
    expect(message.parameters).toEqual([{ key: 'size', value: '40' }]);
    await notify(emulator, client, failed);
    expect(await describeMine(client)).toMatchObject({ Status: 'TAINTED' });

    await terminate(client);
    const [termination] = emulator.engine.workflows();
    expect(termination.queue).toBe(
      'ServiceCatalogExternalTerminateOperationQueue',
    );
    expect(Object.keys(termination.message).sort()).toEqual([
      'identity',
      'launchRoleArn',
      'operation',
      'provisionedProductId',
      'provisionedProductName',
      'recordId',
      'token',
    ]);
    await notify(emulator, client, failed);
    expect(await describeMine(client)).toMatchObject({ Status: 'TAINTED' });
    await terminate(client, true);
    await notify(emulator, client, failed);
    await expect(describeMine(client)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('works on after a restart', async () => {
    const folder = await temporaryFolder();
    const options = { snapshotFile: path.join(folder, 'snapshot.json') };
    const { emulator, client } = await start(options);
    const { RecordId } = await provision(client, { name: 'shop' });
    const before = emulator.engine.workflows();
    await emulator.close();
    const { emulator: second, client: other } = await start(options);
    expect(second.engine.workflows()).toEqual(before);
    await notify(second, other);
    expect(await describeMine(other)).toMatchObject({
      Status: 'AVAILABLE',
      LastRecordId: RecordId,
    });
  });

  it('of the account that shares a product is asked by the account that launches it', async () => {
    const spoke = '210987654321';
    const template = catalog();
    Object.assign(template.Resources, {
      Share: {
        Type: 'AWS::ServiceCatalog::PortfolioShare',
        Properties: { PortfolioId: { Ref: 'Sites' }, AccountId: spoke },
      },
    });
    const { emulator, client } = await start({ seeds: [{ template }] });
    const PortfolioId = emulator.seeded.stacks[0].resources.Sites;
    await emulator.seed({
      accountId: spoke,
      stackName: 'spoke',
      template: {
        Resources: {
          Accepted: {
            Type: 'AWS::ServiceCatalog::AcceptedPortfolioShare',
            Properties: { PortfolioId },
          },
          Access: {
            Type: 'AWS::ServiceCatalog::PortfolioPrincipalAssociation',
            DependsOn: 'Accepted',
            Properties: {
              PortfolioId,
              PrincipalARN: `arn:aws:iam::${spoke}:user/emulator`,
              PrincipalType: 'IAM',
            },
          },
        },
      },
    });
    const user = serviceCatalogClient(emulator.url, { accessKeyId: spoke });
    await provision(user);
    const [{ accountId, message }] = emulator.engine.workflows();
    expect(accountId).toBe(ACCOUNT);
    expect(message).toMatchObject({
      launchRoleArn: `arn:aws:iam::${spoke}:role/launcher`,
      identity: { awsAccountId: spoke },
    });
    await expect(notify(emulator, user)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await notify(emulator, client);
    expect(await describeMine(user)).toMatchObject({ Status: 'AVAILABLE' });
  });

  it('of the emulator’s own succeeds after a time, unless a fault or a missing role is in its way', async () => {
    const { emulator, client } = await start({
      engineSeconds: 10,
      roles: { [ROLE]: {} },
    });
    await provision(client);
    expect(emulator.engine.workflows()).toEqual([]);
    emulator.clock.advance(9);
    expect(await describeMine(client)).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    emulator.clock.advance(1);
    expect(await describeMine(client)).toMatchObject({ Status: 'AVAILABLE' });
    const { Outputs } = await client.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
      }),
    );
    expect(Outputs).toMatchObject([{ OutputKey: 'url' }]);
    emulator.faults.add({ kind: 'updateFailure', reason: 'Drift', count: 1 });
    await update(client);
    emulator.clock.advance(10);
    expect(await describeMine(client)).toMatchObject({
      Status: 'TAINTED',
      StatusMessage: 'Drift',
    });
    emulator.faults.add({
      kind: 'terminateFailure',
      reason: 'In use',
      count: 1,
    });
    await terminate(client);
    emulator.clock.advance(10);
    expect(await describeMine(client)).toMatchObject({
      StatusMessage: 'In use',
    });
    await terminate(client);
    emulator.clock.advance(10);
    await expect(describeMine(client)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });

    const { client: elsewhere, emulator: second } = await start({
      engineSeconds: 10,
    });
    await second.seed({
      stackName: 'roles',
      template: {
        Resources: {
          Other: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'other' } },
        },
      },
    });
    await provision(elsewhere);
    second.clock.advance(10);
    expect(await describeMine(elsewhere)).toMatchObject({
      Status: 'ERROR',
      StatusMessage: `Role ${ROLE} is invalid or cannot be assumed`,
    });
  });
});
