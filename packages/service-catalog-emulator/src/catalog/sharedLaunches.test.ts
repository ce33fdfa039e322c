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
  DescribeProvisionedProductCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ListLaunchPathsCommand,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  UpdatePortfolioShareCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { serviceCatalogClient, stsClient } from '../__testUtils__/clients';
import {
  associate,
  emulator,
  EXTERNAL,
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
  share,
  shareWithSpokes,
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

describe('launch roles', () => {
  const withRole = (Properties: { [name: string]: string }) => ({
    constraints: {
      Bucket: [
        { Type: 'AWS::ServiceCatalog::LaunchRoleConstraint', Properties },
      ],
    },
  });

  it('by name are looked up in the spoke', async () => {
    await start(
      {
        ...ORGANIZED,
        roles: {
          [`arn:aws:iam::${HUB}:role/launcher`]: {},
          [`arn:aws:iam::${SPOKE}:role/sc/launcher`]: {},
          [`arn:aws:iam::${OTHER_SPOKE}:role/something-else`]: {},
        },
      },
      withRole({ LocalRoleName: 'launcher' }),
    );
    await shareWithSpokes();
    expect(await launchIn(spoke)).toMatchObject({
      Status: 'SUCCEEDED',
      LaunchRoleArn: `arn:aws:iam::${SPOKE}:role/launcher`,
    });
    expect(await launchIn(of(OTHER_SPOKE))).toMatchObject(
      failedForRole(OTHER_SPOKE, 'launcher'),
    );
  });

  it('of another account make the stack there', async () => {
    await start(
      ORGANIZED,
      withRole({ RoleArn: `arn:aws:iam::${HUB}:role/launcher` }),
    );
    await share({ OrganizationNode: NODES.organization });
    await associate(spoke, userOf(SPOKE));
    await launchIn(spoke);
    const { Outputs } = await spoke.send(
      new GetProvisionedProductOutputsCommand({
        ProvisionedProductName: 'mine',
        OutputKeys: ['CloudformationStackARN'],
      }),
    );
    expect(Outputs![0].OutputValue).toMatch(
      new RegExp(`^arn:aws:cloudformation:us-east-1:${HUB}:stack/SC-${SPOKE}-`),
    );
  });
});

it('lets a role of a spoke launch, update and terminate what is shared with the organization', async () => {
  const portal = `arn:aws:iam::${SPOKE}:role/portal`;
  await start(
    {
      ...ORGANIZED,
      roles: {
        [portal]: { externalId: 'tenant-7', trusted: [HUB] },
        [`arn:aws:iam::${SPOKE}:role/launcher`]: {},
      },
    },
    {
      constraints: {
        Bucket: [
          {
            Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
            Properties: { LocalRoleName: 'launcher' },
          },
          {
            Type: 'AWS::ServiceCatalog::ResourceUpdateConstraint',
            Properties: { TagUpdateOnProvisionedProduct: 'ALLOWED' },
          },
        ],
      },
    },
  );
  await associate(hub, 'arn:aws:iam:::role/portal');
  await share({ OrganizationNode: NODES.organization, SharePrincipals: true });

  const assume = (accessKeyId: string, ExternalId?: string) =>
    stsClient(emulator.url, { accessKeyId }).send(
      new AssumeRoleCommand({
        RoleArn: portal,
        RoleSessionName: 'backstage',
        ExternalId,
      }),
    );
  for (const [who, externalId] of [
    [HUB, undefined],
    [HUB, 'tenant-8'],
    [OTHER_SPOKE, 'tenant-7'],
  ] as const) {
    await expect(assume(who, externalId)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  }
  const { Credentials } = await assume(HUB, 'tenant-7');
  const client = serviceCatalogClient(emulator.url, {
    accessKeyId: Credentials!.AccessKeyId,
  });
  expect(await visibleTo(client)).toEqual(['Bucket']);
  // The account's other principals see nothing of it.
  expect(await visibleTo(spoke)).toEqual([]);

  expect(await launchIn(client)).toMatchObject({ Status: 'SUCCEEDED' });
  const { ProvisionedProducts } = await client.send(
    new SearchProvisionedProductsCommand({
      AccessLevelFilter: { Key: 'Account', Value: 'self' },
    }),
  );
  const [provisioned] = ProvisionedProducts!;
  expect(provisioned).toMatchObject({
    Status: 'AVAILABLE',
    UserArn: portal,
    Arn: expect.stringContaining(`:${SPOKE}:stack/mine/`),
    PhysicalId: expect.stringContaining(`:${SPOKE}:stack/SC-${SPOKE}-`),
  });
  expect(
    Object.fromEntries(provisioned.Tags!.map(({ Key, Value }) => [Key, Value])),
  ).toMatchObject({
    'aws:servicecatalog:portfolioArn': expect.stringContaining(`:${HUB}:`),
    'aws:servicecatalog:productArn': expect.stringContaining(`:${HUB}:`),
    'aws:servicecatalog:provisioningPrincipalArn': `arn:aws:sts::${SPOKE}:assumed-role/portal/backstage`,
  });
  const inHub = await hub.send(new SearchProvisionedProductsCommand({}));
  expect(inHub.ProvisionedProducts).toEqual([]);

  const updated = await client.send(
    new UpdateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      ProvisioningParameters: [
        { Key: 'BucketPurpose', UsePreviousValue: true },
        { Key: 'Environment', Value: 'prod' },
      ],
      Tags: [{ Key: 'cost-center', Value: '42' }],
      UpdateToken: 'update',
    }),
  );
  emulator.clock.advance(20);
  const record = await client.send(
    new DescribeRecordCommand({ Id: updated.RecordDetail!.RecordId }),
  );
  expect(record.RecordDetail).toMatchObject({
    Status: 'SUCCEEDED',
    RecordTags: [{ Key: 'cost-center', Value: '42' }],
  });
  await client.send(
    new TerminateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      TerminateToken: 'terminate',
    }),
  );
  emulator.clock.advance(20);
  await expect(
    client.send(new DescribeProvisionedProductCommand({ Name: 'mine' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
