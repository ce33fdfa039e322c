import {
  AcceptPortfolioShareCommand,
  AssociatePrincipalWithPortfolioCommand,
  AssociateProductWithPortfolioCommand,
  AssociateTagOptionWithResourceCommand,
  CreateConstraintCommand,
  CreatePortfolioCommand,
  CreatePortfolioShareCommand,
  CreatePortfolioShareCommandInput,
  CreateProvisioningArtifactCommand,
  CreateTagOptionCommand,
  DeletePortfolioShareCommand,
  DescribePortfolioCommand,
  DescribePortfolioSharesCommand,
  DescribePortfolioShareStatusCommand,
  DescribeProductAsAdminCommand,
  DescribeProductCommand,
  DescribeProvisionedProductCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  EnableAWSOrganizationsAccessCommand,
  GetProvisionedProductOutputsCommand,
  ListAcceptedPortfolioSharesCommand,
  ListConstraintsForPortfolioCommand,
  ListLaunchPathsCommand,
  ListOrganizationPortfolioAccessCommand,
  ListPortfolioAccessCommand,
  ListPrincipalsForPortfolioCommand,
  ProvisionProductCommand,
  RejectPortfolioShareCommand,
  SearchProductsCommand,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  UpdatePortfolioShareCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { serviceCatalogClient, stsClient } from '../__testUtils__/clients';
import { startEmulator } from '../__testUtils__/harness';
import {
  BUCKET_TEMPLATE,
  PortfolioSeed,
  seedTemplate,
} from '../__testUtils__/seeds';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';

const MANAGEMENT = '100000000001';
const HUB = '100000000002';
const SPOKE = '100000000003';
const OTHER_SPOKE = '100000000004';
const EXTERNAL = '200000000001';
const ORGANIZATION = 'o-emulated01';
const WORKLOADS = 'ou-ab12-workload';
const SANDBOX = 'ou-ab12-sandbox1';

const ORGANIZED: EmulatorOptions = {
  organization: {
    id: ORGANIZATION,
    managementAccountId: MANAGEMENT,
    accounts: [HUB],
    organizationalUnits: [
      {
        name: 'Workloads',
        id: WORKLOADS,
        organizationalUnits: [
          { name: 'Sandbox', id: SANDBOX, accounts: [SPOKE] },
        ],
      },
      { name: 'Others', accounts: [OTHER_SPOKE] },
    ],
    delegatedAdministrators: [HUB],
    serviceCatalogAccess: true,
  },
};

/** What a node is called in requests. */
const NODES = {
  organization: { Type: 'ORGANIZATION', Value: ORGANIZATION },
  unit: { Type: 'ORGANIZATIONAL_UNIT', Value: WORKLOADS },
  unitByArn: {
    Type: 'ORGANIZATIONAL_UNIT',
    Value: `arn:aws:organizations::${MANAGEMENT}:ou/${ORGANIZATION}/${WORKLOADS}`,
  },
  account: { Type: 'ACCOUNT', Value: SPOKE },
} as const;

let emulator: RunningEmulator;
let hub: ServiceCatalogClient;
let spoke: ServiceCatalogClient;
let portfolio: string;
let product: string;

/** A client of an account: access keys of 12 digits are its user `emulator`. */
const of = (accountId: string) =>
  serviceCatalogClient(emulator.url, { accessKeyId: accountId });

const userOf = (accountId: string) => `arn:aws:iam::${accountId}:user/emulator`;

/** An emulator whose hub has a portfolio `Storage` with a product `Bucket`. */
async function start(
  options: EmulatorOptions = ORGANIZED,
  seed: Partial<PortfolioSeed> = {},
) {
  emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE },
    seeds: [
      {
        accountId: HUB,
        template: seedTemplate({
          Storage: {
            products: { Bucket: 'bucket.yaml' },
            principals: [],
            ...seed,
          },
        }),
      },
    ],
    ...options,
  });
  hub = of(HUB);
  spoke = of(SPOKE);
  const { resources } = emulator.seeded.stacks[0];
  portfolio = resources.Storage;
  product = resources.Bucket;
}

/** Shares the hub's portfolio and waits for it. */
async function share(input: Partial<CreatePortfolioShareCommandInput>) {
  const { PortfolioShareToken } = await hub.send(
    new CreatePortfolioShareCommand({ PortfolioId: portfolio, ...input }),
  );
  emulator.clock.advance(5);
  return PortfolioShareToken;
}

async function associate(
  client: ServiceCatalogClient,
  PrincipalARN: string,
  PortfolioId = portfolio,
) {
  await client.send(
    new AssociatePrincipalWithPortfolioCommand({
      PortfolioId,
      PrincipalARN,
      PrincipalType: PrincipalARN.includes(':::') ? 'IAM_PATTERN' : 'IAM',
    }),
  );
}

async function visibleTo(client: ServiceCatalogClient) {
  const { ProductViewSummaries } = await client.send(
    new SearchProductsCommand({}),
  );
  return ProductViewSummaries!.map(({ Name }) => Name);
}

async function importedBy(
  accountId: string,
  PortfolioShareType?: 'IMPORTED' | 'AWS_ORGANIZATIONS',
) {
  const { PortfolioDetails } = await of(accountId).send(
    new ListAcceptedPortfolioSharesCommand({ PortfolioShareType }),
  );
  return PortfolioDetails!.map(({ Id }) => Id);
}

async function launchIn(client: ServiceCatalogClient, name = 'mine') {
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductId: product,
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: name,
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      ProvisionToken: name,
    }),
  );
  emulator.clock.advance(20);
  const record = await client.send(
    new DescribeRecordCommand({ Id: RecordDetail!.RecordId }),
  );
  return record.RecordDetail!;
}

describe('a share with an account', () => {
  it('is used once it is accepted, and gone when it is rejected or deleted', async () => {
    await start({});
    expect(await share({ AccountId: EXTERNAL })).toBeUndefined();
    const external = of(EXTERNAL);
    const accepted = async () => {
      const { PortfolioShareDetails } = await hub.send(
        new DescribePortfolioSharesCommand({
          PortfolioId: portfolio,
          Type: 'ACCOUNT',
        }),
      );
      return PortfolioShareDetails;
    };
    const shared = {
      PrincipalId: EXTERNAL,
      Type: 'ACCOUNT',
      ShareTagOptions: false,
      SharePrincipals: false,
    };
    expect(await accepted()).toEqual([{ ...shared, Accepted: false }]);
    await expect(associate(external, userOf(EXTERNAL))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await importedBy(EXTERNAL)).toEqual([]);

    await external.send(
      new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    expect(await accepted()).toEqual([{ ...shared, Accepted: true }]);
    expect(await importedBy(EXTERNAL)).toEqual([portfolio]);
    expect(await importedBy(EXTERNAL, 'AWS_ORGANIZATIONS')).toEqual([]);
    const { AccountIds } = await hub.send(
      new ListPortfolioAccessCommand({ PortfolioId: portfolio }),
    );
    expect(AccountIds).toEqual([EXTERNAL]);
    // Importing it is not enough: it takes a principal, as everywhere.
    expect(await visibleTo(external)).toEqual([]);
    await associate(external, userOf(EXTERNAL));
    expect(await visibleTo(external)).toEqual(['Bucket']);

    await external.send(
      new RejectPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    expect(await visibleTo(external)).toEqual([]);
    await external.send(
      new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
    );
    expect(await visibleTo(external)).toEqual(['Bucket']);
    await hub.send(
      new DeletePortfolioShareCommand({
        PortfolioId: portfolio,
        AccountId: EXTERNAL,
      }),
    );
    expect(await visibleTo(external)).toEqual([]);
    await expect(
      external.send(
        new AcceptPortfolioShareCommand({ PortfolioId: portfolio }),
      ),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('reaches nobody else, and no other Region', async () => {
    await start({});
    await share({ AccountId: EXTERNAL });
    const request = new AcceptPortfolioShareCommand({ PortfolioId: portfolio });
    const elsewhere = serviceCatalogClient(emulator.url, {
      accessKeyId: EXTERNAL,
      region: 'eu-west-1',
    });
    for (const client of [of(SPOKE), hub, elsewhere]) {
      await expect(client.send(request)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
  });
});

describe('a share with a node of the organization', () => {
  it.each([
    ['organization', [MANAGEMENT, SPOKE, OTHER_SPOKE], [EXTERNAL, HUB]],
    ['unit', [SPOKE], [MANAGEMENT, OTHER_SPOKE, EXTERNAL, HUB]],
    ['unitByArn', [SPOKE], [OTHER_SPOKE]],
    ['account', [SPOKE], [MANAGEMENT, OTHER_SPOKE, EXTERNAL, HUB]],
  ] as const)('%s is imported by itself', async (node, reached, others) => {
    await start();
    await share({ OrganizationNode: NODES[node] });
    for (const accountId of reached) {
      expect(await importedBy(accountId, 'AWS_ORGANIZATIONS')).toEqual([
        portfolio,
      ]);
      expect(await importedBy(accountId)).toEqual([]);
    }
    for (const accountId of others) {
      expect(await importedBy(accountId, 'AWS_ORGANIZATIONS')).toEqual([]);
    }
  });

  it('takes its time, and its token tells how far it is and whom it reached', async () => {
    await start();
    const { PortfolioShareToken } = await hub.send(
      new CreatePortfolioShareCommand({
        PortfolioId: portfolio,
        OrganizationNode: NODES.organization,
      }),
    );
    expect(PortfolioShareToken).toMatch(/^share-[a-z0-9]{13}$/);
    const status = async () => {
      const { $metadata, ...rest } = await hub.send(
        new DescribePortfolioShareStatusCommand({ PortfolioShareToken }),
      );
      return rest;
    };
    expect(await status()).toEqual({
      PortfolioShareToken,
      PortfolioId: portfolio,
      OrganizationNodeValue: ORGANIZATION,
      Status: 'NOT_STARTED',
    });
    emulator.clock.advance(1);
    expect(await status()).toMatchObject({ Status: 'IN_PROGRESS' });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([]);
    await expect(
      hub.send(
        new UpdatePortfolioShareCommand({
          PortfolioId: portfolio,
          OrganizationNode: NODES.organization,
          ShareTagOptions: true,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidStateException' });
    emulator.clock.advance(2);
    expect(await status()).toMatchObject({
      Status: 'COMPLETED',
      ShareDetails: {
        SuccessfulShares: [MANAGEMENT, SPOKE, OTHER_SPOKE],
        ShareErrors: [],
      },
    });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
  });

  it('ends with errors where accounts are not reached', async () => {
    await start();
    emulator.faults.add({
      kind: 'shareFailure',
      accounts: [SPOKE],
      reason: 'Too many shares',
      count: 1,
    });
    const token = await share({ OrganizationNode: NODES.organization });
    const { Status, ShareDetails } = await hub.send(
      new DescribePortfolioShareStatusCommand({ PortfolioShareToken: token }),
    );
    expect(Status).toBe('COMPLETED_WITH_ERRORS');
    expect(ShareDetails!.ShareErrors).toMatchObject([
      { Accounts: [SPOKE], Message: 'Too many shares' },
    ]);
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([]);
    expect(await importedBy(OTHER_SPOKE, 'AWS_ORGANIZATIONS')).toEqual([
      portfolio,
    ]);
  });

  it('is listed by type and by the accounts under a node, and is gone when it is deleted', async () => {
    await start();
    await share({ OrganizationNode: NODES.unit, ShareTagOptions: true });
    const { PortfolioShareDetails } = await hub.send(
      new DescribePortfolioSharesCommand({
        PortfolioId: portfolio,
        Type: 'ORGANIZATIONAL_UNIT',
      }),
    );
    expect(PortfolioShareDetails).toEqual([
      {
        PrincipalId: WORKLOADS,
        Type: 'ORGANIZATIONAL_UNIT',
        Accepted: true,
        ShareTagOptions: true,
        SharePrincipals: false,
      },
    ]);
    const { OrganizationNodes } = await hub.send(
      new ListOrganizationPortfolioAccessCommand({
        PortfolioId: portfolio,
        OrganizationNodeType: 'ORGANIZATIONAL_UNIT',
      }),
    );
    expect(OrganizationNodes).toEqual([NODES.unit]);
    const under = async (OrganizationParentId: string) => {
      const { AccountIds } = await hub.send(
        new ListPortfolioAccessCommand({
          PortfolioId: portfolio,
          OrganizationParentId,
        }),
      );
      return AccountIds;
    };
    expect(await under(WORKLOADS)).toEqual([SPOKE]);
    expect(await under(SANDBOX)).toEqual([SPOKE]);

    await hub.send(
      new DeletePortfolioShareCommand({
        PortfolioId: portfolio,
        OrganizationNode: NODES.unit,
      }),
    );
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
    emulator.clock.advance(5);
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([]);
  });

  it('is there at once when a seed declares it', async () => {
    await start();
    await emulator.seed({
      accountId: HUB,
      stackName: 'share',
      template: {
        Resources: {
          Share: {
            Type: 'Custom::AWS',
            Properties: {
              ServiceToken: 'arn:aws:lambda:us-east-1:100000000002:function:f',
              Create: JSON.stringify({
                service: 'ServiceCatalog',
                action: 'createPortfolioShare',
                parameters: {
                  PortfolioId: portfolio,
                  OrganizationNode: NODES.organization,
                },
                physicalResourceId: { responsePath: 'PortfolioShareToken' },
              }),
            },
          },
        },
      },
    });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
  });

  it('needs access to the organization, which the management account enables', async () => {
    await start({
      organization: { ...ORGANIZED.organization!, serviceCatalogAccess: false },
    });
    await expect(
      share({ OrganizationNode: NODES.organization }),
    ).rejects.toMatchObject({ name: 'InvalidStateException' });
    await expect(
      hub.send(new EnableAWSOrganizationsAccessCommand({})),
    ).rejects.toMatchObject({ name: 'OperationNotSupportedException' });
    await of(MANAGEMENT).send(new EnableAWSOrganizationsAccessCommand({}));
    await share({ OrganizationNode: NODES.organization });
    expect(await importedBy(SPOKE, 'AWS_ORGANIZATIONS')).toEqual([portfolio]);
  });
});

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
    await share({ OrganizationNode: NODES.organization });
    await associate(spoke, userOf(SPOKE));
    const other = of(OTHER_SPOKE);
    await associate(other, userOf(OTHER_SPOKE));
    expect(await launchIn(spoke)).toMatchObject({
      Status: 'SUCCEEDED',
      LaunchRoleArn: `arn:aws:iam::${SPOKE}:role/launcher`,
    });
    expect(await launchIn(other)).toMatchObject({
      Status: 'FAILED',
      RecordErrors: [
        {
          Description: expect.stringContaining(
            `Role arn:aws:iam::${OTHER_SPOKE}:role/launcher is invalid or cannot be assumed`,
          ),
        },
      ],
    });
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
