import {
  AcceptPortfolioShareCommand,
  AssociateProductWithPortfolioCommand,
  AssociateTagOptionWithResourceCommand,
  CreateConstraintCommand,
  CreatePortfolioCommand,
  CreatePortfolioShareCommand,
  CreateTagOptionCommand,
  DeletePortfolioShareCommand,
  DescribeProductAsAdminCommand,
  DescribeProvisioningParametersCommand,
  ListLaunchPathsCommand,
  ServiceCatalogClient,
  UpdatePortfolioShareCommand,
} from '@aws-sdk/client-service-catalog';
import {
  associate,
  emulator,
  EXTERNAL,
  HUB,
  hub,
  launchIn,
  NODES,
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

describe('TagOptions across a share', () => {
  /** A TagOption `Key=Value` of an account on a portfolio or product. */
  async function option(
    client: ServiceCatalogClient,
    ResourceId: string,
    text: string,
  ) {
    const [Key, Value] = text.split('=');
    const { TagOptionDetail } = await client.send(
      new CreateTagOptionCommand({ Key, Value }),
    );
    await client.send(
      new AssociateTagOptionWithResourceCommand({
        ResourceId,
        TagOptionId: TagOptionDetail!.Id!,
      }),
    );
  }

  async function optionsInSpoke(PathName?: string) {
    const { TagOptions } = await spoke.send(
      new DescribeProvisioningParametersCommand({
        ProductId: product,
        ProvisioningArtifactName: 'v1',
        PathName,
      }),
    );
    return TagOptions;
  }

  it('count only if the share says so, and meet those of the spoke', async () => {
    await start();
    await option(hub, portfolio, 'env=dev');
    await option(hub, portfolio, 'env=prod');
    await option(hub, product, 'team=blue');
    await share({ OrganizationNode: NODES.organization });
    await associate(spoke, userOf(SPOKE));
    expect(await optionsInSpoke()).toEqual([]);
    await hub.send(
      new UpdatePortfolioShareCommand({
        PortfolioId: portfolio,
        OrganizationNode: NODES.organization,
        ShareTagOptions: true,
      }),
    );
    emulator.clock.advance(5);
    expect(await optionsInSpoke()).toEqual([
      { Key: 'env', Values: ['dev', 'prod'] },
      { Key: 'team', Values: ['blue'] },
    ]);
    // The spoke's own TagOptions narrow what the hub allows, down to nothing.
    await option(spoke, product, 'env=prod');
    await option(spoke, product, 'team=red');
    expect(await optionsInSpoke()).toEqual([
      { Key: 'env', Values: ['prod'] },
      { Key: 'team', Values: [] },
    ]);
    const { RecordTags } = await launchIn(spoke);
    expect(RecordTags).toEqual([
      { Key: 'env', Value: 'prod' },
      {
        Key: 'team',
        Value: `sc-tagoption-conflict-${portfolio}-${product}`,
      },
    ]);
    const described = async (SourcePortfolioId?: string) => {
      const { TagOptions } = await spoke.send(
        new DescribeProductAsAdminCommand({ Id: product, SourcePortfolioId }),
      );
      return TagOptions!.map(({ Key, Value, Owner }) => [Key, Value, Owner]);
    };
    const local = [
      ['env', 'prod', SPOKE],
      ['team', 'red', SPOKE],
    ];
    expect(await described()).toEqual(local);
    expect(await described(portfolio)).toEqual([
      ...local,
      ['team', 'blue', HUB],
    ]);
  });
});

describe('a shared product in a portfolio of the spoke', () => {
  async function localPortfolio() {
    const { PortfolioDetail } = await spoke.send(
      new CreatePortfolioCommand({ DisplayName: 'Ours', ProviderName: 'Us' }),
    );
    const Id = PortfolioDetail!.Id!;
    await associate(spoke, userOf(SPOKE), Id);
    await spoke.send(
      new AssociateProductWithPortfolioCommand({
        ProductId: product,
        PortfolioId: Id,
        SourcePortfolioId: portfolio,
      }),
    );
    return Id;
  }

  const rule = (value: string) =>
    JSON.stringify({
      Rules: {
        [`Only${value}`]: {
          Assertions: [
            { Assert: { 'Fn::Equals': [{ Ref: 'Environment' }, value] } },
          ],
        },
      },
    });

  async function instructions() {
    const { UsageInstructions } = await spoke.send(
      new DescribeProvisioningParametersCommand({
        ProductId: product,
        ProvisioningArtifactName: 'v1',
        PathName: 'Ours',
      }),
    );
    const value = (type: string) =>
      UsageInstructions!.find(({ Type }) => Type === type)?.Value;
    return {
      rules: Object.keys(JSON.parse(value('rules')!)).sort(),
      role: value('launchAsRole'),
    };
  }

  it('brings its constraints along, to be added to or overridden', async () => {
    await start(ORGANIZED, {
      constraints: {
        Bucket: [
          {
            Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
            Properties: { RoleArn: `arn:aws:iam::${HUB}:role/hub-launcher` },
          },
          {
            Type: 'AWS::ServiceCatalog::LaunchTemplateConstraint',
            Properties: { Rules: rule('dev') },
          },
        ],
      },
    });
    await share({ OrganizationNode: NODES.organization });
    const local = await localPortfolio();
    expect(await instructions()).toEqual({
      rules: ['Onlydev'],
      role: `arn:aws:iam::${HUB}:role/hub-launcher`,
    });
    for (const [Type, Parameters] of [
      ['LAUNCH', '{"LocalRoleName":"spoke-launcher"}'],
      ['TEMPLATE', rule('prod')],
    ]) {
      await spoke.send(
        new CreateConstraintCommand({
          PortfolioId: local,
          ProductId: product,
          Type,
          Parameters,
        }),
      );
    }
    expect(await instructions()).toEqual({
      rules: ['Onlydev', 'Onlyprod'],
      role: `arn:aws:iam::${SPOKE}:role/spoke-launcher`,
    });
  });

  it('cannot be shared again, and is gone with its share', async () => {
    await start();
    await share({ AccountId: SPOKE });
    await spoke.send(
      new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    const local = await localPortfolio();
    expect(await visibleTo(spoke)).toEqual(['Bucket']);
    await expect(
      spoke.send(
        new CreatePortfolioShareCommand({
          PortfolioId: local,
          AccountId: EXTERNAL,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
    await hub.send(
      new DeletePortfolioShareCommand({
        PortfolioId: portfolio,
        AccountId: SPOKE,
      }),
    );
    expect(await visibleTo(spoke)).toEqual([]);
    await expect(
      spoke.send(new ListLaunchPathsCommand({ ProductId: product })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
