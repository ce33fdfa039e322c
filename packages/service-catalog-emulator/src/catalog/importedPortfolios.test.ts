import {
  CreateConstraintCommand,
  CreatePortfolioShareCommand,
  CreateProvisioningArtifactCommand,
  DescribePortfolioCommand,
  DescribeProductCommand,
  ListConstraintsForPortfolioCommand,
  ListPrincipalsForPortfolioCommand,
  UpdatePortfolioShareCommand,
  DeleteConstraintCommand,
  DescribeConstraintCommand,
  UpdateConstraintCommand,
} from '@aws-sdk/client-service-catalog';
import {
  associate,
  emulator,
  EXTERNAL,
  HUB,
  hub,
  NODES,
  of,
  ORGANIZED,
  portfolio,
  product,
  share,
  SPOKE,
  spoke,
  start,
  userOf,
  visibleTo,
} from '../__testUtils__/sharedCatalog';

describe('an imported portfolio', () => {
  it('follows its owner, who alone can change it', async () => {
    await start(ORGANIZED, {
      constraints: {
        Bucket: [
          {
            Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
            Properties: { LocalRoleName: 'launcher' },
          },
        ],
      },
    });
    await share({ OrganizationNode: NODES.organization });
    await associate(spoke, userOf(SPOKE));
    const { PortfolioDetail } = await spoke.send(
      new DescribePortfolioCommand({ Id: portfolio }),
    );
    expect(PortfolioDetail!.ARN).toContain(`:${HUB}:portfolio/`);
    const { ConstraintDetails } = await spoke.send(
      new ListConstraintsForPortfolioCommand({ PortfolioId: portfolio }),
    );
    expect(ConstraintDetails).toMatchObject([{ Type: 'LAUNCH', Owner: HUB }]);
    const constraint = { Id: ConstraintDetails![0].ConstraintId };
    const described = await spoke.send(
      new DescribeConstraintCommand(constraint),
    );
    expect(described).toMatchObject({
      ConstraintDetail: ConstraintDetails![0],
      ConstraintParameters: '{"LocalRoleName":"launcher"}',
    });
    for (const [client, command] of [
      [spoke, new UpdateConstraintCommand({ ...constraint, Description: 'x' })],
      [spoke, new DeleteConstraintCommand(constraint)],
      [of(EXTERNAL), new DescribeConstraintCommand(constraint)],
    ] as const) {
      await expect(
        client.send(command as DescribeConstraintCommand),
      ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }

    await hub.send(
      new CreateProvisioningArtifactCommand({
        ProductId: product,
        Parameters: {
          Name: 'v2',
          Info: {
            LoadTemplateFromURL: 'https://templates.test/bucket.yaml',
          },
        },
      }),
    );
    const { ProvisioningArtifacts } = await spoke.send(
      new DescribeProductCommand({ Id: product }),
    );
    expect(ProvisioningArtifacts!.map(({ Name }) => Name)).toEqual([
      'v1',
      'v2',
    ]);

    await expect(
      spoke.send(
        new CreateConstraintCommand({
          PortfolioId: portfolio,
          ProductId: product,
          Type: 'RESOURCE_UPDATE',
          Parameters:
            '{"Version":"2.0","Properties":{"TagUpdateOnProvisionedProduct":"ALLOWED"}}',
        }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      spoke.send(
        new CreatePortfolioShareCommand({
          PortfolioId: portfolio,
          AccountId: EXTERNAL,
        }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    ['the organization', NODES.organization, undefined],
    ['a unit', NODES.unit, undefined],
    ['one of its accounts', NODES.account, 'InvalidParametersException'],
  ])(
    'takes patterns of principals along only to many accounts: %s',
    async (_, OrganizationNode, error) => {
      await start();
      await share({ OrganizationNode });
      const request = {
        PortfolioId: portfolio,
        OrganizationNode,
        SharePrincipals: true,
      };
      const answers = await Promise.allSettled([
        hub.send(new CreatePortfolioShareCommand(request)),
        hub.send(new UpdatePortfolioShareCommand(request)),
      ]);
      expect(
        answers.map(answer =>
          answer.status === 'rejected' ? answer.reason.name : undefined,
        ),
      ).toEqual(Array(2).fill(error));
    },
  );

  it('brings patterns of principals along only if the share says so', async () => {
    await start(ORGANIZED);
    await associate(hub, 'arn:aws:iam:::user/emul*');
    await associate(hub, userOf(HUB));
    await share({ OrganizationNode: NODES.organization });
    expect(await visibleTo(spoke)).toEqual([]);
    const { Status } = await hub.send(
      new UpdatePortfolioShareCommand({
        PortfolioId: portfolio,
        OrganizationNode: NODES.organization,
        SharePrincipals: true,
      }),
    );
    expect(Status).toBe('NOT_STARTED');
    expect(await visibleTo(spoke)).toEqual([]);
    emulator.clock.advance(5);
    expect(await visibleTo(spoke)).toEqual(['Bucket']);
    expect(await visibleTo(of(EXTERNAL))).toEqual([]);
    const { Principals } = await spoke.send(
      new ListPrincipalsForPortfolioCommand({ PortfolioId: portfolio }),
    );
    expect(Principals).toEqual([
      {
        PrincipalARN: 'arn:aws:iam:::user/emul*',
        PrincipalType: 'IAM_PATTERN',
      },
    ]);
  });
});
