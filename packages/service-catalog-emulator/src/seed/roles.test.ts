import path from 'node:path';
import {
  CreateConstraintCommand,
  UpdateConstraintCommand,
} from '@aws-sdk/client-service-catalog';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { stsClient } from '../__testUtils__/clients';
import { temporaryFolder } from '../__testUtils__/harness';
import {
  emulator,
  failedForRole,
  HUB,
  hub,
  launchIn,
  NODES,
  of,
  ORGANIZED,
  OTHER_SPOKE,
  portfolio,
  product,
  shareWithSpokes,
  SPOKE,
  spoke,
  start,
} from '../__testUtils__/sharedCatalog';

const role = (RoleName?: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName, AssumeRolePolicyDocument: {} },
});

/** Roles in the hub, and `launcher` by a stack set in the spokes of a unit. */
const ROLES = {
  accountId: HUB,
  stackName: 'roles',
  template: {
    Resources: {
      Helper: role(),
      Launcher: role('launcher'),
      Everywhere: {
        Type: 'AWS::CloudFormation::StackSet',
        Properties: {
          StackSetName: 'roles',
          PermissionModel: 'SERVICE_MANAGED',
          StackInstancesGroup: [
            {
              Regions: ['us-east-1'],
              DeploymentTargets: {
                OrganizationalUnitIds: [NODES.unit.Value],
              },
            },
          ],
          TemplateBody: JSON.stringify({
            Resources: { Launcher: role('launcher') },
          }),
        },
      },
    },
  },
};

const launchBy = (LocalRoleName: string) =>
  hub.send(
    new CreateConstraintCommand({
      PortfolioId: portfolio,
      ProductId: product,
      Type: 'LAUNCH',
      Parameters: JSON.stringify({ LocalRoleName }),
      IdempotencyToken: LocalRoleName,
    }),
  );

describe('roles of seeds', () => {
  it('are the launch roles there are, in the accounts that have some by name', async () => {
    await start();
    await shareWithSpokes();
    const { warnings } = await emulator.seed(ROLES);
    expect(warnings).toEqual([]);
    await emulator.seed({
      accountId: OTHER_SPOKE,
      stackName: 'other',
      template: { Resources: { Reader: role('reader') } },
    });
    await expect(launchBy('missing')).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: `Invalid constraint parameters for LAUNCH: role missing does not exist in account ${HUB}.`,
    });
    const { ConstraintDetail } = await launchBy('launcher');
    await expect(
      hub.send(
        new UpdateConstraintCommand({
          Id: ConstraintDetail!.ConstraintId,
          Parameters: '{"LocalRoleName":"missing"}',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });

    expect(await launchIn(spoke)).toMatchObject({
      Status: 'SUCCEEDED',
      LaunchRoleArn: `arn:aws:iam::${SPOKE}:role/launcher`,
    });
    expect(await launchIn(of(OTHER_SPOKE))).toMatchObject(
      failedForRole(OTHER_SPOKE, 'launcher'),
    );
  });

  it('without a name of their own say nothing about other roles', async () => {
    await start();
    await shareWithSpokes();
    await emulator.seed({
      accountId: HUB,
      stackName: 'helper',
      template: { Resources: { Helper: role() } },
    });
    await launchBy('anything');
    expect(await launchIn(spoke)).toMatchObject({ Status: 'SUCCEEDED' });
  });

  it('are there after a restart, and can be assumed beside those given by option', async () => {
    const folder = await temporaryFolder();
    const options = {
      snapshotFile: path.join(folder, 'snapshot.json'),
      roles: { [`arn:aws:iam::${HUB}:role/given`]: {} },
    };
    await start({ ...ORGANIZED, ...options });
    await emulator.seed(ROLES);
    await emulator.close();
    await start({ ...ORGANIZED, ...options });
    const assume = (name: string) =>
      stsClient(emulator.url, { accessKeyId: HUB }).send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${HUB}:role/${name}`,
          RoleSessionName: 'test',
        }),
      );
    expect(await assume('launcher')).toMatchObject({
      AssumedRoleUser: { Arn: expect.stringContaining('launcher/test') },
    });
    expect(await assume('given')).toBeDefined();
    await expect(assume('other')).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await emulator.reset();
    await expect(assume('launcher')).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });
});
