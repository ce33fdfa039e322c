import {
  AssociatePrincipalWithPortfolioCommand,
  DescribeProductCommand,
  DescribeProductViewCommand,
  DisassociatePrincipalFromPortfolioCommand,
  ListLaunchPathsCommand,
  SearchProductsAsAdminCommand,
  SearchProductsCommand,
  UpdateProvisioningArtifactCommand,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import {
  BUCKET,
  client,
  emulator,
  ids,
  launch,
  start,
  visibleProducts,
} from '../__testUtils__/ownCatalog';

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

it('makes whoever has several launch paths name one', async () => {
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
