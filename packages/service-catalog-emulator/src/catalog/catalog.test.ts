import {
  AssociatePrincipalWithPortfolioCommand,
  AssociateTagOptionWithResourceCommand,
  CreateConstraintCommand,
  CreateProvisioningArtifactCommand,
  CreateTagOptionCommand,
  DescribeProductCommand,
  DescribeProductViewCommand,
  DescribeProvisioningParametersCommand,
  DescribeRecordCommand,
  DisassociatePrincipalFromPortfolioCommand,
  ListLaunchPathsCommand,
  paginateListPortfolios,
  CreatePortfolioCommand,
  ProvisionProductCommand,
  SearchProductsAsAdminCommand,
  SearchProductsCommand,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
  UpdateProvisioningArtifactCommand,
  UpdateTagOptionCommand,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import { startEmulator, TEMPLATE_BASE } from '../__testUtils__/harness';
import {
  BUCKET_TEMPLATE,
  logicalId,
  PortfolioSeed,
  seedTemplate,
} from '../__testUtils__/seeds';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';

let emulator: RunningEmulator;
let client: ServiceCatalogClient;
/** Ids by the name given in the seed. */
let ids: (name: string) => string;

async function start(
  portfolios: { [name: string]: PortfolioSeed },
  options: EmulatorOptions = {},
  templates: { [name: string]: string } = {},
) {
  emulator = await startEmulator({
    templates: { 'bucket.yaml': BUCKET_TEMPLATE, ...templates },
    seeds: [{ template: seedTemplate(portfolios) }],
    ...options,
  });
  client = serviceCatalogClient(emulator.url);
  const { resources } = emulator.seeded.stacks[0];
  ids = name => resources[logicalId(name)];
}

const BUCKET: PortfolioSeed = { products: { Bucket: 'bucket.yaml' } };

async function visibleProducts(accessKeyId: string): Promise<string[]> {
  const { ProductViewSummaries } = await serviceCatalogClient(emulator.url, {
    accessKeyId,
  }).send(new SearchProductsCommand({}));
  return ProductViewSummaries!.map(({ Name }) => Name!);
}

async function launch(
  name: string,
  more: Partial<ConstructorParameters<typeof ProvisionProductCommand>[0]> = {},
) {
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductId: ids('Bucket'),
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: name,
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      ...more,
    }),
  );
  return RecordDetail!;
}

const STACK_SET = JSON.stringify({
  Version: '1.0',
  Properties: {
    AccountList: ['210987654321'],
    RegionList: ['eu-west-1', 'us-east-1'],
    AdminRole: 'arn:aws:iam::123456789012:role/administrator',
    ExecutionRole: 'executor',
  },
});

describe('principals', () => {
  it.each([
    ['the user itself', 'IAM', '123456789012:user/ann', 'user', true],
    ['another user', 'IAM', '123456789012:user/bob', 'user', false],
    [
      'the role of its session',
      'IAM',
      '123456789012:role/portal',
      'role',
      true,
    ],
    [
      'that with its path',
      'IAM',
      '123456789012:role/apps/portal',
      'role',
      true,
    ],
    ['that elsewhere', 'IAM', '210987654321:role/portal', 'role', false],
    ['a pattern', 'IAM_PATTERN', ':role/p*l', 'role', true],
    ['a pattern of one letter', 'IAM_PATTERN', ':role/porta?', 'role', true],
    ['another pattern', 'IAM_PATTERN', ':role/team-*', 'role', false],
    ['a pattern for users', 'IAM_PATTERN', ':user/*', 'role', false],
  ] as const)(
    'let the caller see products: %s',
    async (_, PrincipalType, principal, kind, sees) => {
      await start(
        { Storage: { ...BUCKET, principals: [] } },
        {
          credentials: {
            user: 'arn:aws:iam::123456789012:user/ann',
            role: 'arn:aws:sts::123456789012:assumed-role/portal/session',
          },
        },
      );
      expect(await visibleProducts(kind)).toEqual([]);
      await client.send(
        new AssociatePrincipalWithPortfolioCommand({
          PortfolioId: ids('Storage'),
          PrincipalARN: `arn:aws:iam::${principal}`,
          PrincipalType,
        }),
      );
      expect(await visibleProducts(kind)).toEqual(sees ? ['Bucket'] : []);
    },
  );

  it('are needed by administrators too', async () => {
    await start({ Storage: BUCKET });
    await client.send(
      new DisassociatePrincipalFromPortfolioCommand({
        PortfolioId: ids('Storage'),
        PrincipalARN: 'arn:aws:iam::123456789012:user/emulator',
      }),
    );
    const refused = {
      name: 'ResourceNotFoundException',
      message: `No launch paths found for resource: ${ids('Bucket')}`,
    };
    await expect(
      client.send(new DescribeProductCommand({ Id: ids('Bucket') })),
    ).rejects.toMatchObject(refused);
    await expect(
      client.send(new ListLaunchPathsCommand({ ProductId: ids('Bucket') })),
    ).rejects.toMatchObject(refused);
    const { ProductViewDetails } = await client.send(
      new SearchProductsAsAdminCommand({}),
    );
    expect(ProductViewDetails).toHaveLength(1);
  });

  it('belong to one account and Region', async () => {
    await start({ Storage: BUCKET });
    const elsewhere = serviceCatalogClient(emulator.url, {
      region: 'eu-west-1',
    });
    const { ProductViewSummaries } = await elsewhere.send(
      new SearchProductsCommand({}),
    );
    expect(ProductViewSummaries).toEqual([]);
    expect(await visibleProducts('210987654321')).toEqual([]);
    expect(await visibleProducts('AKIA123456789012')).toEqual(['Bucket']);
  });
});

describe('launch paths', () => {
  it('must be named when there are several', async () => {
    await start({ Storage: BUCKET, Archive: BUCKET });
    const { LaunchPathSummaries } = await client.send(
      new ListLaunchPathsCommand({ ProductId: ids('Bucket') }),
    );
    expect(LaunchPathSummaries!.map(({ Name }) => Name)).toEqual([
      'Storage',
      'Archive',
    ]);
    await expect(launch('mine')).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message:
        'More than one launch path ids exist. Please specify the launch path id.',
    });
    const byName = await launch('mine', { PathName: 'Archive' });
    expect(byName.PathId).toBe(LaunchPathSummaries![1].Id);
    await expect(
      launch('other', { PathId: byName.PathId, PathName: 'Archive' }),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
  });

  it('carry the constraints of their portfolio', async () => {
    await start({
      Storage: {
        ...BUCKET,
        constraints: {
          Bucket: [
            {
              Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
              Properties: { LocalRoleName: 'launcher', Description: 'L' },
            },
            {
              Type: 'AWS::ServiceCatalog::LaunchTemplateConstraint',
              Properties: {
                Rules: JSON.stringify({
                  OnlyDev: {
                    RuleCondition: {
                      'Fn::Equals': [{ Ref: 'BucketPurpose' }, 'scratch'],
                    },
                    Assertions: [
                      {
                        Assert: {
                          'Fn::Contains': [['dev'], { Ref: 'Environment' }],
                        },
                        AssertDescription: 'Scratch buckets are for dev',
                      },
                    ],
                  },
                }),
              },
            },
          ],
        },
      },
    });
    const described = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactName: 'v1',
      }),
    );
    expect(described.ConstraintSummaries).toEqual([
      { Type: 'LAUNCH', Description: 'L' },
      { Type: 'TEMPLATE' },
    ]);
    const instructions = Object.fromEntries(
      described.UsageInstructions!.map(({ Type, Value }) => [Type, Value]),
    );
    expect(instructions).toEqual({
      rules: expect.stringContaining('Scratch buckets are for dev'),
      version: '2010-09-09',
      description: 'A bucket',
      metadata: expect.stringContaining('AWS::CloudFormation::Interface'),
      launchAsRole: 'arn:aws:iam::123456789012:role/launcher',
      tagUpdateOnProvisionedProduct: 'NOT_ALLOWED',
    });

    const scratch = (Environment: string) => [
      { Key: 'BucketPurpose', Value: 'scratch' },
      { Key: 'Environment', Value: Environment },
    ];
    const good = await launch('good', {
      ProvisioningParameters: scratch('dev'),
    });
    expect(good.LaunchRoleArn).toBe('arn:aws:iam::123456789012:role/launcher');
    const bad = await launch('bad', {
      ProvisioningParameters: scratch('prod'),
    });
    const untouched = await launch('untouched', {
      ProvisioningParameters: [
        { Key: 'BucketPurpose', Value: 'uploads' },
        { Key: 'Environment', Value: 'prod' },
      ],
    });
    emulator.clock.advance(20);
    const statuses = await Promise.all(
      [good, bad, untouched].map(async ({ RecordId }) => {
        const { RecordDetail } = await client.send(
          new DescribeRecordCommand({ Id: RecordId }),
        );
        return [RecordDetail!.Status, RecordDetail!.RecordErrors];
      }),
    );
    expect(statuses).toEqual([
      ['SUCCEEDED', []],
      [
        'FAILED',
        [
          {
            Code: 'AmazonCloudFormationException',
            Description: expect.stringContaining('Scratch buckets are for dev'),
          },
        ],
      ],
      ['SUCCEEDED', []],
    ]);
  });

  it('send stack events to topics, and name the targets of stack sets', async () => {
    await start({ Storage: BUCKET });
    const constraint = (Type: string, Parameters: string) =>
      client.send(
        new CreateConstraintCommand({
          PortfolioId: ids('Storage'),
          ProductId: ids('Bucket'),
          Type,
          Parameters,
        }),
      );
    const topic = (name: string) =>
      `arn:aws:sns:us-east-1:123456789012:${name}`;
    for (const name of ['first', 'second']) {
      await constraint(
        'NOTIFICATION',
        JSON.stringify({ NotificationArns: [topic(name)] }),
      );
    }
    await constraint('STACKSET', STACK_SET);
    await expect(constraint('STACKSET', STACK_SET)).rejects.toMatchObject({
      name: 'DuplicateResourceException',
    });
    await expect(
      constraint('LAUNCH', '{"LocalRoleName":"launcher"}'),
    ).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('excludes a LAUNCH constraint'),
    });
    const described = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactName: 'v1',
      }),
    );
    expect(described).toMatchObject({
      ConstraintSummaries: [
        { Type: 'NOTIFICATION' },
        { Type: 'NOTIFICATION' },
        { Type: 'STACKSET' },
      ],
      ProvisioningArtifactPreferences: {
        StackSetAccounts: ['210987654321'],
        StackSetRegions: ['eu-west-1', 'us-east-1'],
      },
    });
  });

  it.each([
    ['LAUNCH', '{"RoleArn":"nonsense"}', 'InvalidParametersException'],
    ['LAUNCH', 'nonsense', 'InvalidParametersException'],
    ['TEMPLATE', '{"Rules":{"R":{}}}', 'InvalidParametersException'],
    ['RESOURCE_UPDATE', '{"Version":"2.0"}', 'InvalidParametersException'],
    ['STACKSET', '{}', 'InvalidParametersException'],
    ['STACKSET', STACK_SET, 'InvalidParametersException'],
    [
      'NOTIFICATION',
      '{"NotificationArns":["x"]}',
      'InvalidParametersException',
    ],
    ['OTHER', '{}', 'InvalidParametersException'],
    ['LAUNCH', '{"LocalRoleName":"again"}', 'DuplicateResourceException'],
  ])('refuse the %s constraint %s', async (Type, Parameters, name) => {
    await start({
      Storage: {
        ...BUCKET,
        constraints: {
          Bucket: [
            {
              Type: 'AWS::ServiceCatalog::LaunchRoleConstraint',
              Properties: { LocalRoleName: 'launcher' },
            },
          ],
        },
      },
    });
    await expect(
      client.send(
        new CreateConstraintCommand({
          PortfolioId: ids('Storage'),
          ProductId: ids('Bucket'),
          Type,
          Parameters,
        }),
      ),
    ).rejects.toMatchObject({ name });
  });
});

describe('versions', () => {
  async function startWithVersion(change: {
    Active?: boolean;
    Guidance?: 'DEFAULT' | 'DEPRECATED';
  }) {
    await start({ Storage: BUCKET });
    const { ProvisioningArtifacts } = await client.send(
      new DescribeProductCommand({ Id: ids('Bucket') }),
    );
    await client.send(
      new UpdateProvisioningArtifactCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactId: ProvisioningArtifacts![0].Id,
        ...change,
      }),
    );
  }

  it('that are inactive are hidden and cannot be launched', async () => {
    await startWithVersion({ Active: false });
    const { ProvisioningArtifacts, ProductViewSummary } = await client.send(
      new DescribeProductCommand({ Id: ids('Bucket') }),
    );
    expect(ProvisioningArtifacts).toEqual([]);
    const view = await client.send(
      new DescribeProductViewCommand({ Id: ProductViewSummary!.Id }),
    );
    expect(view.ProductViewSummary).toEqual(ProductViewSummary);
    await expect(launch('mine')).rejects.toMatchObject({
      name: 'InvalidParametersException',
    });
  });

  it('that are deprecated are shown and cannot be launched', async () => {
    await startWithVersion({ Guidance: 'DEPRECATED' });
    const { ProvisioningArtifacts } = await client.send(
      new DescribeProductCommand({ Id: ids('Bucket') }),
    );
    expect(ProvisioningArtifacts).toMatchObject([{ Guidance: 'DEPRECATED' }]);
    await expect(launch('mine')).rejects.toMatchObject({
      name: 'InvalidParametersException',
    });
  });
});

describe('TagOptions', () => {
  /** Associates options, each given as `key=value`, and answers what a launch allows. */
  async function startWithOptions(options: {
    product?: string[];
    portfolio?: string[];
  }) {
    await start({ Storage: BUCKET });
    const made = new Map<string, string>();
    for (const [resource, list] of [
      ['Bucket', options.product],
      ['Storage', options.portfolio],
    ] as const) {
      for (const option of list ?? []) {
        const [Key, Value] = option.split('=');
        if (!made.has(option)) {
          const { TagOptionDetail } = await client.send(
            new CreateTagOptionCommand({ Key, Value }),
          );
          made.set(option, TagOptionDetail!.Id!);
        }
        await client.send(
          new AssociateTagOptionWithResourceCommand({
            ResourceId: ids(resource),
            TagOptionId: made.get(option),
          }),
        );
      }
    }
    return made;
  }

  async function allowed() {
    const { TagOptions } = await client.send(
      new DescribeProvisioningParametersCommand({
        ProductId: ids('Bucket'),
        ProvisioningArtifactName: 'v1',
      }),
    );
    return Object.fromEntries(
      TagOptions!.map(({ Key, Values }) => [Key, Values]),
    );
  }

  async function tagsOf(name: string) {
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: [`name:${name}`] },
      }),
    );
    return Object.fromEntries(
      ProvisionedProducts![0]
        .Tags!.filter(({ Key }) => !Key!.startsWith('aws:'))
        .map(({ Key, Value }) => [Key, Value]),
    );
  }

  it('combine by key, and intersect where both sides have the key', async () => {
    await startWithOptions({
      product: ['env=dev', 'env=prod', 'cost=1'],
      portfolio: ['env=prod', 'env=test', 'team=a', 'team=b'],
    });
    expect(await allowed()).toEqual({
      env: ['prod'],
      team: ['a', 'b'],
      cost: ['1'],
    });
    await expect(launch('none')).rejects.toMatchObject({
      message: expect.stringContaining('team'),
    });
    await expect(
      launch('wrong', { Tags: [{ Key: 'team', Value: 'c' }] }),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
    await expect(
      launch('wrong', {
        Tags: [
          { Key: 'team', Value: 'a' },
          { Key: 'env', Value: 'dev' },
        ],
      }),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
    await launch('right', { Tags: [{ Key: 'team', Value: 'a' }] });
    expect(await tagsOf('right')).toEqual({
      team: 'a',
      env: 'prod',
      cost: '1',
    });
  });

  it('without a common value mark the conflict and must not be sent', async () => {
    await startWithOptions({ product: ['env=dev'], portfolio: ['env=prod'] });
    expect(await allowed()).toEqual({ env: [] });
    await expect(
      launch('wrong', { Tags: [{ Key: 'env', Value: 'dev' }] }),
    ).rejects.toMatchObject({
      message:
        'Parameter validation failed: Missing required parameter in Tags[0]:Value',
    });
    await launch('right');
    expect(await tagsOf('right')).toEqual({
      env: `sc-tagoption-conflict-${ids('Storage')}-${ids('Bucket')}`,
    });
  });

  it('do not apply while they are inactive', async () => {
    const made = await startWithOptions({ product: ['env=dev'] });
    await client.send(
      new UpdateTagOptionCommand({ Id: made.get('env=dev'), Active: false }),
    );
    expect(await allowed()).toEqual({});
  });
});

describe('searching', () => {
  it('filters products by words, owner and type, and counts by owner', async () => {
    await start({
      Storage: {
        products: { 'Secure Bucket': 'bucket.yaml', Archive: 'bucket.yaml' },
      },
    });
    const search = async (Filters: { [name: string]: string[] }) =>
      client.send(new SearchProductsCommand({ Filters, SortBy: 'Title' }));
    const names = async (Filters: { [name: string]: string[] }) =>
      (await search(Filters)).ProductViewSummaries!.map(({ Name }) => Name);

    expect(await names({})).toEqual(['Archive', 'Secure Bucket']);
    expect(await names({ FullTextSearch: ['bucket secure'] })).toEqual([
      'Secure Bucket',
    ]);
    expect(await names({ Owner: ['Nobody'] })).toEqual([]);
    expect(
      await names({ Owner: ['Nobody', 'Platform'], FullTextSearch: ['arch'] }),
    ).toEqual(['Archive']);
    const { ProductViewAggregations } = await search({});
    expect(ProductViewAggregations).toMatchObject({
      Owner: [{ Value: 'Platform', ApproximateCount: 2 }],
      ProductType: [{ Value: 'CLOUD_FORMATION_TEMPLATE', ApproximateCount: 2 }],
    });
  });

  it('sorts products by title, number of versions and age', async () => {
    await start({
      Storage: { products: { Beta: 'bucket.yaml', Gamma: 'bucket.yaml' } },
    });
    emulator.clock.advance(60);
    await emulator.seed({
      template: seedTemplate({
        Storage: { products: { Beta: 'bucket.yaml', Alpha: 'bucket.yaml' } },
      }),
    });
    await client.send(
      new CreateProvisioningArtifactCommand({
        ProductId: ids('Gamma'),
        Parameters: {
          Name: 'v2',
          Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml` },
        },
      }),
    );
    const names = async (
      SortBy: 'Title' | 'VersionCount' | 'CreationDate',
      SortOrder?: 'ASCENDING' | 'DESCENDING',
    ) => {
      const { ProductViewSummaries } = await client.send(
        new SearchProductsCommand({ SortBy, SortOrder }),
      );
      return ProductViewSummaries!.map(({ Name }) => Name);
    };
    expect(await names('Title')).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(await names('Title', 'DESCENDING')).toEqual([
      'Gamma',
      'Beta',
      'Alpha',
    ]);
    expect((await names('VersionCount', 'DESCENDING'))[0]).toBe('Gamma');
    expect((await names('CreationDate', 'DESCENDING'))[0]).toBe('Alpha');
  });

  it('finds provisioned products by field, by several terms, by anything', async () => {
    await start({ Storage: BUCKET });
    const a = await launch('a', { Tags: [{ Key: 'team', Value: 'payments' }] });
    emulator.clock.advance(20);
    const b = await launch('b');
    const names = async (...SearchQuery: string[]) => {
      const { ProvisionedProducts } = await client.send(
        new SearchProvisionedProductsCommand({
          Filters: { SearchQuery },
          SortBy: 'name',
        }),
      );
      return ProvisionedProducts!.map(({ Name }) => Name);
    };
    expect(await names('status:AVAILABLE')).toEqual(['a']);
    expect(
      await names(`productId:${ids('Bucket')} status:UNDER_CHANGE`),
    ).toEqual(['b']);
    expect(await names('status:AVAILABLE', 'name:b')).toEqual([]);
    expect(await names(`id:${a.ProvisionedProductId} OR name:b`)).toEqual([
      'a',
      'b',
    ]);
    expect(await names(ids('Bucket'))).toEqual(['a', 'b']);
    expect(await names('tags:payments')).toEqual(['a']);
    expect(await names('tags:"team=payments"')).toEqual(['a']);
    expect(await names(`lastRecordId:${b.RecordId}`)).toEqual(['b']);
    expect(
      await names('userArn:arn:aws:iam::123456789012:user/emulator'),
    ).toEqual(['a', 'b']);
    expect(await names('productName:Buck*')).toEqual(['a', 'b']);
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: ['name:a'] },
      }),
    );
    const arn = ProvisionedProducts![0].Arn!;
    expect(await names(arn)).toEqual(['a']);
    expect(await names(`arn:${arn}`)).toEqual(['a']);
    await expect(names('colour:red')).rejects.toMatchObject({
      name: 'InvalidParametersException',
    });
  });

  it('shows by access level what user, role and account own', async () => {
    const arn = (session: string) =>
      `arn:aws:sts::123456789012:assumed-role/portal/${session}`;
    await start(
      {
        Storage: {
          ...BUCKET,
          principals: [
            'arn:aws:iam::123456789012:role/portal',
            'arn:aws:iam::123456789012:user/emulator',
          ],
        },
      },
      { credentials: { ann: arn('ann'), bob: arn('bob') } },
    );
    for (const accessKeyId of ['ann', 'bob', 'test']) {
      client = serviceCatalogClient(emulator.url, { accessKeyId });
      await launch(`of-${accessKeyId}`);
    }
    client = serviceCatalogClient(emulator.url, { accessKeyId: 'ann' });
    const names = async (Key?: 'Account' | 'Role' | 'User') => {
      const { ProvisionedProducts } = await client.send(
        new SearchProvisionedProductsCommand({
          AccessLevelFilter: Key && { Key, Value: 'self' },
          SortBy: 'name',
        }),
      );
      return ProvisionedProducts!.map(({ Name }) => Name);
    };
    expect(await names('User')).toEqual(['of-ann']);
    expect(await names('Role')).toEqual(['of-ann', 'of-bob']);
    expect(await names('Account')).toEqual(['of-ann', 'of-bob', 'of-test']);
    expect(await names()).toEqual(await names('Account'));
  });

  it('pages by offset, and refuses tokens it did not give', async () => {
    emulator = await startEmulator();
    client = serviceCatalogClient(emulator.url);
    for (let index = 0; index < 5; index++) {
      await client.send(
        new CreatePortfolioCommand({
          DisplayName: `P${index}`,
          ProviderName: 'x',
        }),
      );
    }
    const names: unknown[] = [];
    for await (const { PortfolioDetails } of paginateListPortfolios(
      { client, pageSize: 2 },
      {},
    )) {
      names.push(PortfolioDetails!.map(({ DisplayName }) => DisplayName));
    }
    expect(names).toEqual([['P0', 'P1'], ['P2', 'P3'], ['P4']]);
    await expect(
      client.send(
        new SearchProvisionedProductsCommand({ PageToken: 'nonsense' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
  });
});
