import { ServiceCatalog } from '@aws-sdk/client-service-catalog';
import { pairs, ParityCatalog } from './__testUtils__/ParityCatalog';
import {
  isRemote,
  ServiceUnderTest,
  serviceUnderTest,
} from './__testUtils__/ServiceUnderTest';

/*
 * What the portal relies on, asked of the emulator, or with REMOTE=1 of AWS. README.md says how to run it
 * there. Launches take minutes on AWS, so each test asks as much as it can of one launch.
 */

jest.setTimeout(isRemote ? 30 * 60_000 : 60_000);

let service: ServiceUnderTest;
let client: ServiceCatalog;
let catalog: ParityCatalog;

beforeAll(async () => {
  service = await serviceUnderTest();
  client = service.client;
  catalog = await ParityCatalog.create(service);
});

afterAll(async () => {
  await catalog?.remove();
  await service?.close();
});

const ACCOUNT = { Key: 'Account', Value: 'self' } as const;

/** Name of the error that a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'accepted',
    (error: Error) => error.name,
  );
}

/** What DescribeProvisionedProduct says of what was launched under the suffix. */
async function provisionedProduct(suffix: string) {
  const { ProvisionedProductDetail } = await client.describeProvisionedProduct({
    Name: `${catalog.name}-${suffix}`,
  });
  return ProvisionedProductDetail!;
}

/** Names of what a query finds, sorted by name. */
async function search(...SearchQuery: string[]): Promise<string[]> {
  const { ProvisionedProducts } = await client.searchProvisionedProducts({
    AccessLevelFilter: ACCOUNT,
    Filters: { SearchQuery },
    SortBy: 'name',
    SortOrder: 'ASCENDING',
  });
  return ProvisionedProducts!.map(({ Name }) => Name!);
}

async function outputs(suffix: string) {
  const { Outputs } = await client.getProvisionedProductOutputs({
    ProvisionedProductName: `${catalog.name}-${suffix}`,
  });
  return Object.fromEntries(
    Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}

it('shows a product only to those whom its portfolio names', async () => {
  const Id = catalog.productId;
  expect(await refusal(client.listLaunchPaths({ ProductId: Id }))).toBe(
    'ResourceNotFoundException',
  );
  expect(await refusal(client.describeProduct({ Id }))).toBe(
    'ResourceNotFoundException',
  );
  await catalog.open();
  const { LaunchPathSummaries } = await client.listLaunchPaths({
    ProductId: Id,
  });
  expect(LaunchPathSummaries).toMatchObject([
    { Id: expect.stringMatching(/^lpv\d-/), Name: catalog.name },
  ]);
  const { ProvisioningArtifactParameters } =
    await client.describeProvisioningParameters({
      ProductId: Id,
      ProvisioningArtifactId: catalog.versionId,
      PathId: LaunchPathSummaries![0].Id,
    });
  expect(
    ProvisioningArtifactParameters!.map(
      ({ ParameterKey, DefaultValue, ParameterConstraints }) => ({
        ParameterKey,
        DefaultValue,
        AllowedPattern: ParameterConstraints?.AllowedPattern,
        AllowedValues: ParameterConstraints?.AllowedValues,
      }),
    ),
  ).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        ParameterKey: 'Purpose',
        AllowedPattern: '[a-z]{3,20}',
      }),
      expect.objectContaining({
        ParameterKey: 'Fails',
        DefaultValue: 'no',
        AllowedValues: ['yes', 'no'],
      }),
    ]),
  );
});

it('names errors as AWS does', async () => {
  const launch = {
    ProductId: catalog.productId,
    ProvisioningArtifactId: catalog.versionId,
    ProvisionToken: undefined,
  };
  expect({
    unknownPortfolio: await refusal(
      client.describePortfolio({ Id: 'port-aaaaaaaaaaaaa' }),
    ),
    unknownProduct: await refusal(
      client.describeProduct({ Id: 'prod-aaaaaaaaaaaaa' }),
    ),
    unknownRecord: await refusal(
      client.describeRecord({ Id: 'rec-aaaaaaaaaaaaa' }),
    ),
    unknownProvisionedProduct: await refusal(
      client.describeProvisionedProduct({ Name: `${catalog.name}-none` }),
    ),
    neitherIdNorName: await refusal(client.describeProvisionedProduct({})),
    nameWithBlanks: await refusal(
      client.provisionProduct({
        ...launch,
        ProvisionedProductName: 'with some blanks',
      }),
    ),
    pageTooLarge: await refusal(client.listPortfolios({ PageSize: 101 })),
    portfolioInUse: await refusal(
      client.deletePortfolio({ Id: catalog.portfolioId }),
    ),
    productInUse: await refusal(
      client.deleteProduct({ Id: catalog.productId }),
    ),
  }).toEqual({
    unknownPortfolio: 'ResourceNotFoundException',
    unknownProduct: 'ResourceNotFoundException',
    unknownRecord: 'ResourceNotFoundException',
    unknownProvisionedProduct: 'ResourceNotFoundException',
    neitherIdNorName: 'InvalidParametersException',
    nameWithBlanks: 'ValidationException',
    pageTooLarge: 'ValidationException',
    portfolioInUse: 'ResourceInUseException',
    productInUse: 'ResourceInUseException',
  });
});

it('launches once for a token, and finds what it launched', async () => {
  const record = await catalog.launch('a', { Purpose: 'uploads' });
  expect(await catalog.launch('a', { Purpose: 'uploads' })).toBe(record);
  const { RecordDetail, RecordOutputs } = await catalog.ended(record);
  expect(RecordDetail).toMatchObject({
    Status: 'SUCCEEDED',
    RecordType: 'PROVISION_PRODUCT',
    RecordErrors: [],
  });
  expect(RecordOutputs).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ OutputKey: 'CloudformationStackARN' }),
      expect.objectContaining({ OutputKey: 'Purpose', OutputValue: 'uploads' }),
    ]),
  );
  const launched = await provisionedProduct('a');
  expect(launched).toMatchObject({
    Status: 'AVAILABLE',
    Type: 'CFN_STACK',
    IdempotencyToken: `${catalog.name}-a`,
    LastRecordId: record,
    LastProvisioningRecordId: record,
    LastSuccessfulProvisioningRecordId: record,
  });
  // The name is taken, whatever the token.
  expect([
    'InvalidParametersException',
    'DuplicateResourceException',
  ]).toContain(
    await refusal(
      catalog.launch('a', { Purpose: 'uploads' }, { ProvisionToken: 'other' }),
    ),
  );

  await catalog.ended(await catalog.launch('b', { Purpose: 'archive' }));
  const names = [`${catalog.name}-a`, `${catalog.name}-b`];
  await catalog.until(
    () => search(`productId:${catalog.productId}`),
    found => found.length === names.length,
  );
  expect(await search(`productId:${catalog.productId}`)).toEqual(names);
  expect(await search(`name:${names[1]}`)).toEqual([names[1]]);
  expect(await search(`idempotencyToken:${names[0]}`)).toEqual([names[0]]);
  expect(
    await search(`productId:${catalog.productId}`, `name:${names[0]}`),
  ).toEqual([names[0]]);
  const first = await client.searchProvisionedProducts({
    AccessLevelFilter: ACCOUNT,
    Filters: { SearchQuery: [`productId:${catalog.productId}`] },
    SortBy: 'name',
    SortOrder: 'ASCENDING',
    PageSize: 1,
  });
  const second = await client.searchProvisionedProducts({
    AccessLevelFilter: ACCOUNT,
    Filters: { SearchQuery: [`productId:${catalog.productId}`] },
    SortBy: 'name',
    SortOrder: 'ASCENDING',
    PageSize: 1,
    PageToken: first.NextPageToken,
  });
  expect(
    [first, second].map(({ ProvisionedProducts }) =>
      ProvisionedProducts!.map(({ Name }) => Name),
    ),
  ).toEqual([[names[0]], [names[1]]]);
  expect(
    first.ProvisionedProducts![0].Tags!.map(({ Key }) => Key).sort(),
  ).toEqual(
    expect.arrayContaining([
      'aws:servicecatalog:portfolioArn',
      'aws:servicecatalog:productArn',
      'aws:servicecatalog:provisionedProductArn',
      'aws:servicecatalog:provisioningPrincipalArn',
    ]),
  );
});

it('updates, taints what it could not update, and repairs that', async () => {
  const launched = await catalog.launch('c', { Purpose: 'uploads' });
  await catalog.ended(launched);
  const updated = await catalog.update('c', pairs({ Purpose: 'archive' }));
  expect((await catalog.ended(updated)).RecordDetail).toMatchObject({
    Status: 'SUCCEEDED',
    RecordType: 'UPDATE_PROVISIONED_PRODUCT',
  });
  expect(await outputs('c')).toMatchObject({ Purpose: 'archive' });

  const failing = await catalog.update('c', [
    { Key: 'Purpose', Value: 'nothing' },
    { Key: 'Fails', Value: 'yes' },
  ]);
  const { RecordDetail } = await catalog.ended(failing);
  expect(RecordDetail).toMatchObject({
    Status: 'FAILED',
    RecordErrors: [{ Description: expect.stringMatching(/./) }],
  });
  // The old version runs on, and the record that made it remains the last one to succeed.
  expect(await provisionedProduct('c')).toMatchObject({
    Status: 'TAINTED',
    LastRecordId: failing,
    LastProvisioningRecordId: failing,
    LastSuccessfulProvisioningRecordId: updated,
  });
  expect(await outputs('c')).toMatchObject({ Purpose: 'archive' });

  const repaired = await catalog.update(
    'c',
    pairs({ Purpose: 'repaired', Fails: 'no' }),
  );
  await catalog.ended(repaired);
  expect(await provisionedProduct('c')).toMatchObject({
    Status: 'AVAILABLE',
    LastSuccessfulProvisioningRecordId: repaired,
  });
  expect(await outputs('c')).toMatchObject({ Purpose: 'repaired' });
});

it('keeps the name of what it could not launch, until that is terminated', async () => {
  const record = await catalog.launch('d', { Purpose: 'NOT ALLOWED' });
  expect((await catalog.ended(record)).RecordDetail!.Status).toBe('FAILED');
  expect(await provisionedProduct('d')).toMatchObject({
    Status: 'ERROR',
    LastProvisioningRecordId: record,
  });
  const name = `${catalog.name}-d`;
  const { RecordDetail } = await client.terminateProvisionedProduct({
    ProvisionedProductName: name,
    TerminateToken: undefined,
  });
  const terminated = await catalog.ended(RecordDetail!.RecordId!);
  expect(terminated.RecordDetail).toMatchObject({
    Status: 'SUCCEEDED',
    RecordType: 'TERMINATE_PROVISIONED_PRODUCT',
  });
  expect(await refusal(client.describeProvisionedProduct({ Name: name }))).toBe(
    'ResourceNotFoundException',
  );
});
