import path from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateProvisionedProductPlanCommand,
  DescribeProvisioningParametersCommand,
  ListStackInstancesForProvisionedProductCommand,
  ProvisioningPreferences,
  ProvisionProductCommand,
  SearchProvisionedProductsCommand,
  UpdateProvisioningPreferences,
} from '@aws-sdk/client-service-catalog';
import { cloudFormationClient } from '../__testUtils__/clients';
import { temporaryFolder } from '../__testUtils__/harness';
import { Launching } from '../__testUtils__/launching';
import { EmulatorOptions } from '../createEmulator';

const [A, B] = ['111111111111', '222222222222'];
const [EAST, WEST] = ['us-east-1', 'eu-west-1'];

const QUEUE = {
  Parameters: { Size: { Type: 'String', Default: 'small' } },
  Resources: { Queue: { Type: 'AWS::SQS::Queue' } },
};
const TOPIC = { ...QUEUE, Resources: { Topic: { Type: 'AWS::SNS::Topic' } } };

/** An emulator whose product is a stack set in two accounts and two Regions, and verbs for it. */
async function start(
  StackInstanceControl: 'ALLOWED' | 'NOT_ALLOWED' = 'ALLOWED',
  options: EmulatorOptions = {},
) {
  const launching = await Launching.start({ v1: QUEUE, v2: TOPIC }, options, {
    Stack: [
      {
        Type: 'AWS::ServiceCatalog::StackSetConstraint',
        Properties: {
          AccountList: [A, B],
          RegionList: [EAST, WEST],
          AdminRole: 'arn:aws:iam::123456789012:role/admin',
          ExecutionRole: 'execution',
          StackInstanceControl,
        },
      },
    ],
  });
  const { client } = launching;
  const provision = async (preferences?: ProvisioningPreferences) => {
    const { RecordDetail } = await client.send(
      new ProvisionProductCommand({
        ProductName: 'Stack',
        ProvisioningArtifactName: 'v1',
        ProvisionedProductName: 'mine',
        ProvisioningPreferences: preferences,
        Tags: [{ Key: 'team', Value: 'web' }],
      }),
    );
    return RecordDetail!;
  };
  const update = (
    version: string,
    preferences?: UpdateProvisioningPreferences,
  ) => launching.update(version, {}, { ProvisioningPreferences: preferences });
  /** Statuses by place, such as `111111111111/us-east-1`. */
  const instances = async () => {
    const { Id } = (await launching.describe())!;
    const { StackInstances } = await client.send(
      new ListStackInstancesForProvisionedProductCommand({
        ProvisionedProductId: Id,
      }),
    );
    return Object.fromEntries(
      StackInstances!.map(({ Account, Region, StackInstanceStatus }) => [
        `${Account}/${Region}`,
        StackInstanceStatus,
      ]),
    );
  };
  /** Statuses of the stacks that CloudFormation has in a place. */
  const stacksIn = async (account: string, region: string) => {
    const { Stacks } = await cloudFormationClient(launching.emulator.url, {
      accessKeyId: account,
      region,
    }).send(new DescribeStacksCommand({}));
    return Stacks!.map(({ StackStatus }) => StackStatus);
  };
  return { launching, client, provision, update, instances, stacksIn };
}

const everywhere = (status: string) => ({
  [`${A}/${EAST}`]: status,
  [`${B}/${EAST}`]: status,
  [`${A}/${WEST}`]: status,
  [`${B}/${WEST}`]: status,
});

describe('a stack set', () => {
  it('comes to be one stack after the other, each in its account and Region', async () => {
    const { launching, client, provision, instances, stacksIn } = await start();
    const { ProvisioningArtifactPreferences } = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductName: 'Stack',
        ProvisioningArtifactName: 'v1',
      }),
    );
    expect(ProvisioningArtifactPreferences).toEqual({
      StackSetAccounts: [A, B],
      StackSetRegions: [EAST, WEST],
    });
    const record = await provision();
    expect(record.ProvisionedProductType).toBe('CFN_STACKSET');
    launching.wait(1);
    expect(await instances()).toEqual(everywhere('OUTDATED'));
    launching.wait(20);
    expect(await instances()).toEqual({
      ...everywhere('OUTDATED'),
      [`${A}/${EAST}`]: 'CURRENT',
    });
    expect(await stacksIn(A, EAST)).toEqual(['CREATE_COMPLETE']);
    expect(await stacksIn(B, EAST)).toEqual(['CREATE_IN_PROGRESS']);
    launching.wait(58);
    expect(await launching.describe()).toMatchObject({
      Status: 'UNDER_CHANGE',
    });
    launching.wait(1);
    expect(await launching.describe()).toMatchObject({
      Status: 'AVAILABLE',
      Type: 'CFN_STACKSET',
    });
    expect(await instances()).toEqual(everywhere('CURRENT'));
    expect(await stacksIn(B, WEST)).toEqual(['CREATE_COMPLETE']);
    expect(await stacksIn('123456789012', EAST)).toEqual([]);
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: ['type:CFN_STACKSET'] },
      }),
    );
    expect(ProvisionedProducts).toMatchObject([
      {
        PhysicalId: expect.stringMatching(
          /^arn:aws:cloudformation:us-east-1:123456789012:stackset\/SC-123456789012-pp-/,
        ),
        // AutoTags are not put on stack sets.
        Tags: [{ Key: 'team', Value: 'web' }],
      },
    ]);
    expect(await launching.stackArn(record)).toBe(
      ProvisionedProducts![0].PhysicalId,
    );
  });

  it('is made where the preferences say, in several accounts at the same time', async () => {
    const { launching, provision, instances } = await start();
    await provision({
      StackSetRegions: [WEST],
      StackSetMaxConcurrencyPercentage: 100,
    });
    launching.wait(20);
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
    expect(await instances()).toEqual({
      [`${A}/${WEST}`]: 'CURRENT',
      [`${B}/${WEST}`]: 'CURRENT',
    });
  });

  it.each<[string, ProvisioningPreferences, string]>([
    [
      'other accounts',
      { StackSetAccounts: [A, '333333333333'] },
      'Invalid StackSetAccounts: 333333333333 not among those of the STACKSET constraint',
    ],
    [
      'other Regions',
      { StackSetRegions: ['eu-north-1'] },
      'Invalid StackSetRegions: eu-north-1 not among',
    ],
    [
      'two tolerances',
      {
        StackSetFailureToleranceCount: 1,
        StackSetFailureTolerancePercentage: 1,
      },
      'either StackSetFailureToleranceCount or StackSetFailureTolerancePercentage',
    ],
    [
      'two concurrencies',
      { StackSetMaxConcurrencyCount: 1, StackSetMaxConcurrencyPercentage: 1 },
      'either StackSetMaxConcurrencyCount or StackSetMaxConcurrencyPercentage',
    ],
  ])('does not take %s', async (_, preferences, message) => {
    const { provision } = await start();
    await expect(provision(preferences)).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining(message),
    });
  });

  it('fails with more failures than are tolerated, and an update makes what is missing', async () => {
    const { launching, provision, update, instances, stacksIn } = await start();
    launching.emulator.faults.add({
      kind: 'provisionFailure',
      reason: 'Quota',
      count: 1,
    });
    const record = await provision();
    launching.wait(120);
    expect(await launching.describe()).toMatchObject({
      Status: 'ERROR',
      StatusMessage: expect.stringContaining('Quota'),
    });
    const { RecordDetail } = await launching.describeRecord(record);
    expect(RecordDetail!.Status).toBe('FAILED');
    expect(await instances()).toEqual(everywhere('OUTDATED'));
    expect(await stacksIn(A, EAST)).toEqual(['ROLLBACK_COMPLETE']);
    expect(await stacksIn(B, EAST)).toEqual([]);
    await update('v1');
    launching.wait(120);
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
    expect(await instances()).toEqual(everywhere('CURRENT'));
  });

  it('succeeds with as many failures as are tolerated', async () => {
    const { launching, provision, instances } = await start();
    launching.emulator.faults.add({ kind: 'provisionFailure', count: 1 });
    await provision({ StackSetFailureTolerancePercentage: 50 });
    launching.wait(120);
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
    expect(await instances()).toEqual({
      ...everywhere('CURRENT'),
      [`${A}/${EAST}`]: 'OUTDATED',
    });
  });
});

describe('an update of a stack set', () => {
  it('adds and removes stacks, whatever version it names', async () => {
    const { launching, provision, update, instances, stacksIn } = await start();
    await provision({ StackSetAccounts: [A], StackSetRegions: [EAST] });
    launching.wait(30);
    const before = await launching.describe();
    await update('v2', { StackSetOperationType: 'CREATE' });
    launching.wait(90);
    const after = await launching.describe();
    expect(after).toMatchObject({
      Status: 'AVAILABLE',
      ProvisioningArtifactId: before!.ProvisioningArtifactId,
    });
    expect(await instances()).toEqual(everywhere('CURRENT'));
    expect(await stacksIn(A, EAST)).toEqual(['CREATE_COMPLETE']);

    await update('v2', {
      StackSetOperationType: 'DELETE',
      StackSetAccounts: [B],
    });
    launching.wait(90);
    expect(await launching.describe()).toMatchObject({
      Status: 'AVAILABLE',
      ProvisioningArtifactId: before!.ProvisioningArtifactId,
    });
    expect(await instances()).toEqual({
      [`${A}/${EAST}`]: 'CURRENT',
      [`${A}/${WEST}`]: 'CURRENT',
    });
    expect(await stacksIn(B, WEST)).toEqual([]);
  });

  it('changes the stacks it names and leaves the others outdated, also after a restart', async () => {
    const folder = await temporaryFolder();
    const options = { snapshotFile: path.join(folder, 'snapshot.json') };
    const first = await start('NOT_ALLOWED', options);
    await first.provision();
    first.launching.wait(90);
    await first.launching.emulator.close();
    const { launching, update, instances, stacksIn } = await start(
      'NOT_ALLOWED',
      options,
    );
    await update('v2', { StackSetAccounts: [B] });
    launching.wait(90);
    expect(await launching.describe()).toMatchObject({ Status: 'AVAILABLE' });
    expect(await instances()).toEqual({
      ...everywhere('CURRENT'),
      [`${A}/${EAST}`]: 'OUTDATED',
      [`${A}/${WEST}`]: 'OUTDATED',
    });
    expect(await stacksIn(A, EAST)).toEqual(['CREATE_COMPLETE']);
    expect(await stacksIn(B, EAST)).toEqual(['UPDATE_COMPLETE']);
    await expect(
      update('v2', { StackSetOperationType: 'CREATE' }),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message:
        'StackSetOperationType CREATE is not allowed by the STACKSET constraint.',
    });
  });

  it('that fails leaves it tainted', async () => {
    const { launching, provision, update, instances } = await start();
    await provision({ StackSetRegions: [EAST] });
    launching.wait(60);
    launching.emulator.faults.add({ kind: 'updateFailure', count: 1 });
    await update('v2', { StackSetRegions: [EAST] });
    launching.wait(60);
    expect(await launching.describe()).toMatchObject({ Status: 'TAINTED' });
    expect(await instances()).toEqual({
      [`${A}/${EAST}`]: 'OUTDATED',
      [`${B}/${EAST}`]: 'OUTDATED',
    });
  });
});

describe('the end of a stack set', () => {
  it('is the end of its stacks, and fails with one that cannot be deleted', async () => {
    const { launching, provision, instances, stacksIn } = await start();
    await provision({ StackSetRegions: [EAST] });
    launching.wait(60);
    launching.emulator.faults.add({ kind: 'terminateFailure', count: 1 });
    await launching.terminate();
    launching.wait(60);
    expect(await launching.describe()).toMatchObject({ Status: 'TAINTED' });
    expect(await instances()).toEqual({
      [`${A}/${EAST}`]: 'INOPERABLE',
      [`${B}/${EAST}`]: 'CURRENT',
    });
    expect(await stacksIn(A, EAST)).toEqual(['DELETE_FAILED']);
    await launching.terminate();
    launching.wait(60);
    expect(await launching.describe()).toBeUndefined();
    expect(await stacksIn(A, EAST)).toEqual([]);
    expect(await stacksIn(B, EAST)).toEqual([]);
  });

  it('can leave the stacks behind', async () => {
    const { launching, provision, stacksIn } = await start();
    await provision();
    launching.wait(90);
    await launching.terminate({ RetainPhysicalResources: true });
    launching.wait(5);
    expect(await launching.describe()).toBeUndefined();
    expect(await stacksIn(B, WEST)).toEqual(['CREATE_COMPLETE']);
  });
});

it('has no plans', async () => {
  const { client, launching } = await start();
  const { resources } = launching.emulator.seeded.stacks[0];
  await expect(
    client.send(
      new CreateProvisionedProductPlanCommand({
        PlanName: 'plan',
        PlanType: 'CLOUDFORMATION',
        ProductId: resources.Stack,
        ProvisioningArtifactId: (
          await client.send(
            new DescribeProvisioningParametersCommand({
              ProductId: resources.Stack,
              ProvisioningArtifactName: 'v1',
            }),
          )
        ).ProvisioningArtifactOutputs![0].Key,
        ProvisionedProductName: 'mine',
        IdempotencyToken: undefined,
      }),
    ),
  ).rejects.toMatchObject({
    name: 'InvalidParametersException',
    message: expect.stringContaining('a STACKSET constraint makes it'),
  });
});
