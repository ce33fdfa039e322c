import { callRaw, startEmulator } from '../__testUtils__/harness';
import {
  BUCKET_TEMPLATE,
  DATABASE_TEMPLATE,
  seedTemplate,
} from '../__testUtils__/seeds';
import { RunningEmulator } from '../createEmulator';

interface Found {
  [member: string]: unknown;
  Name: string;
}

async function start(): Promise<RunningEmulator> {
  const emulator = await startEmulator({
    stackSeconds: 1,
    templates: {
      'bucket.yaml': BUCKET_TEMPLATE,
      'database.json': DATABASE_TEMPLATE,
    },
    seeds: [
      {
        template: seedTemplate({
          Storage: {
            products: { Bucket: 'bucket.yaml', Database: 'database.json' },
          },
        }),
      },
    ],
  });
  for (const [index, name] of ['alpha', 'beta', 'gamma'].entries()) {
    const { status } = await callRaw(emulator, 'ProvisionProduct', {
      ProductName: 'Bucket',
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: name,
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'uploads' }],
      Tags: [{ Key: 'team', Value: index === 2 ? 'Payments' : 'Search' }],
      ProvisionToken: `token-${name}`,
    });
    expect(status).toBe(200);
    emulator.clock.advance(1);
  }
  await callRaw(emulator, 'ProvisionProduct', {
    ProductName: 'Database',
    ProvisioningArtifactName: 'v1',
    ProvisionedProductName: 'delta',
    ProvisioningParameters: [{ Key: 'Password', Value: 'short' }],
    ProvisionToken: 'token-delta',
  });
  emulator.clock.advance(1);
  return emulator;
}

async function search(
  emulator: RunningEmulator,
  query: string | string[],
  input: object = {},
): Promise<Found[]> {
  const { body } = await callRaw(emulator, 'SearchProvisionedProducts', {
    Filters: { SearchQuery: [query].flat() },
    SortBy: 'name',
    ...input,
  });
  expect(body).toHaveProperty('ProvisionedProducts');
  return body.ProvisionedProducts as Found[];
}

const namesOf = (found: Found[]) => found.map(({ Name }) => Name);

describe('searching provisioned products', () => {
  it('finds by every documented field, and by its value alone', async () => {
    const emulator = await start();
    const [alpha] = await search(emulator, 'name:alpha');
    const own: { [field: string]: unknown } = {
      arn: alpha.Arn,
      id: alpha.Id,
      lastRecordId: alpha.LastRecordId,
      idempotencyToken: 'token-alpha',
      name: 'ALPHA',
      physicalId: alpha.PhysicalId,
      createdTime: new Date(Number(alpha.CreatedTime) * 1000).toISOString(),
      lastProvisioningRecordId: alpha.LastProvisioningRecordId,
      lastSuccessfulProvisioningRecordId:
        alpha.LastSuccessfulProvisioningRecordId,
    };
    for (const [field, value] of Object.entries(own)) {
      expect([field, namesOf(await search(emulator, `${field}:${value}`))]) //
        .toEqual([field, ['alpha']]);
      expect([field, namesOf(await search(emulator, String(value)))]).toEqual([
        field,
        ['alpha'],
      ]);
    }
    const shared: { [query: string]: string[] } = {
      [`productId:${alpha.ProductId}`]: ['alpha', 'beta', 'gamma'],
      [`provisioningArtifactId:${alpha.ProvisioningArtifactId}`]: [
        'alpha',
        'beta',
        'gamma',
      ],
      'productName:database': ['delta'],
      'provisioningArtifactName:v1': ['alpha', 'beta', 'delta', 'gamma'],
      'type:CFN_STACK': ['alpha', 'beta', 'delta', 'gamma'],
      'status:error': ['delta'],
      'status:AVAILABLE': ['alpha', 'beta', 'gamma'],
      [`userArn:${alpha.UserArn}`]: ['alpha', 'beta', 'delta', 'gamma'],
      [`userArnSession:${alpha.UserArnSession}`]: [
        'alpha',
        'beta',
        'delta',
        'gamma',
      ],
      'tags:payments': ['gamma'],
      'tags:team': ['alpha', 'beta', 'gamma'],
      'tags:team=search': ['alpha', 'beta'],
      'name:al*': ['alpha'],
      'token-*': ['alpha', 'beta', 'delta', 'gamma'],
      '"alpha"': ['alpha'],
      'tags:search name:beta': ['beta'],
      'name:alpha OR name:gamma': ['alpha', 'gamma'],
      nothing: [],
    };
    for (const [query, names] of Object.entries(shared)) {
      expect([query, namesOf(await search(emulator, query))]).toEqual([
        query,
        names,
      ]);
    }
    expect(
      namesOf(await search(emulator, ['tags:search', 'status:AVAILABLE'])),
    ).toEqual(['alpha', 'beta']);
  });

  it('sorts and pages what it finds', async () => {
    const emulator = await start();
    const down = await search(emulator, 'tags:team', {
      SortOrder: 'DESCENDING',
    });
    expect(namesOf(down)).toEqual(['gamma', 'beta', 'alpha']);
    const pages: string[][] = [];
    let PageToken: unknown;
    do {
      const { body } = await callRaw(emulator, 'SearchProvisionedProducts', {
        Filters: { SearchQuery: ['tags:team'] },
        SortBy: 'name',
        PageSize: 2,
        PageToken,
      });
      expect(body.TotalResultsCount).toBe(3);
      pages.push(namesOf(body.ProvisionedProducts as Found[]));
      PageToken = body.NextPageToken;
    } while (PageToken !== undefined);
    expect(pages).toEqual([['alpha', 'beta'], ['gamma']]);
  });

  it('keeps the order of what is launched, updated and terminated', async () => {
    const emulator = await start();
    await callRaw(emulator, 'UpdateProvisionedProduct', {
      ProvisionedProductName: 'alpha',
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'archive' }],
      UpdateToken: 'u',
    });
    await callRaw(emulator, 'TerminateProvisionedProduct', {
      ProvisionedProductName: 'gamma',
      TerminateToken: 't',
    });
    emulator.clock.advance(1);
    for (const [SortBy, member] of [
      ['name', 'Name'],
      ['id', 'Id'],
      ['arn', 'Arn'],
      ['lastRecordId', 'LastRecordId'],
    ]) {
      const keys = (await search(emulator, [], { SortBy })).map(found =>
        String(found[member]),
      );
      expect(keys).toHaveLength(3);
      expect([SortBy, keys]).toEqual([SortBy, [...keys].sort()]);
    }
  });

  it('finds what has changed by what it is now', async () => {
    const emulator = await start();
    const [before] = await search(emulator, 'beta');
    await callRaw(emulator, 'UpdateProvisionedProduct', {
      ProvisionedProductName: 'beta',
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'archive' }],
      UpdateToken: 'u',
    });
    expect(namesOf(await search(emulator, 'status:UNDER_CHANGE'))).toEqual([
      'beta',
    ]);
    emulator.clock.advance(1);
    expect(await search(emulator, 'status:UNDER_CHANGE')).toEqual([]);
    expect(
      await search(emulator, `lastRecordId:${before.LastRecordId}`),
    ).toEqual([]);
    const [after] = await search(emulator, 'beta');
    expect(
      namesOf(await search(emulator, `lastRecordId:${after.LastRecordId}`)),
    ).toEqual(['beta']);

    await callRaw(emulator, 'TerminateProvisionedProduct', {
      ProvisionedProductName: 'beta',
      TerminateToken: 't',
    });
    emulator.clock.advance(1);
    expect(await search(emulator, 'beta')).toEqual([]);
  });

  it.each([['colour:red'], ['Name:alpha']])(
    'refuses the unknown field of %s',
    async query => {
      const emulator = await startEmulator();
      const { body } = await callRaw(emulator, 'SearchProvisionedProducts', {
        Filters: { SearchQuery: [query] },
      });
      expect(body).toEqual({
        __type: 'InvalidParametersException',
        message: `Unsupported field in SearchQuery: ${query.split(':')[0]}`,
      });
    },
  );
});
