import {
  DescribeProvisionedProductCommand,
  DescribeRecordCommand,
  GetProvisionedProductOutputsCommand,
  ListRecordHistoryCommand,
  ProvisionProductCommand,
  ProvisionProductCommandInput,
  SearchProvisionedProductsCommand,
  ServiceCatalogClient,
  TerminateProvisionedProductCommand,
  UpdateProvisionedProductCommand,
  UpdateProvisionedProductCommandInput,
} from '@aws-sdk/client-service-catalog';
import { serviceCatalogClient } from '../__testUtils__/clients';
import { startEmulator } from '../__testUtils__/harness';
import {
  BUCKET_TEMPLATE,
  DATABASE_TEMPLATE,
  FAILING_TEMPLATE,
  PortfolioSeed,
  seedTemplate,
} from '../__testUtils__/seeds';
import { EmulatorOptions, RunningEmulator } from '../createEmulator';

const STORAGE: PortfolioSeed = {
  products: {
    Bucket: 'bucket.yaml',
    Database: 'database.json',
    Failing: 'failing.yaml',
  },
};

let emulator: RunningEmulator;
let client: ServiceCatalogClient;

async function start(
  options: EmulatorOptions = {},
  portfolio: PortfolioSeed = STORAGE,
) {
  emulator = await startEmulator({
    templates: {
      'bucket.yaml': BUCKET_TEMPLATE,
      'database.json': DATABASE_TEMPLATE,
      'failing.yaml': FAILING_TEMPLATE,
    },
    seeds: [{ template: seedTemplate({ Storage: portfolio }) }],
    ...options,
  });
  client = serviceCatalogClient(emulator.url);
}

async function provision(
  product: string,
  parameters: { [key: string]: string } = {},
  more: Partial<ProvisionProductCommandInput> = {},
) {
  const { RecordDetail } = await client.send(
    new ProvisionProductCommand({
      ProductName: product,
      ProvisioningArtifactName: 'v1',
      ProvisionedProductName: 'mine',
      ProvisioningParameters: Object.entries(parameters).map(
        ([Key, Value]) => ({ Key, Value }),
      ),
      ...more,
    }),
  );
  return RecordDetail!;
}

async function update(more: Partial<UpdateProvisionedProductCommandInput>) {
  const { RecordDetail } = await client.send(
    new UpdateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      UpdateToken: undefined,
      ...more,
    }),
  );
  return RecordDetail!;
}

async function terminate(token?: string) {
  const { RecordDetail } = await client.send(
    new TerminateProvisionedProductCommand({
      ProvisionedProductName: 'mine',
      TerminateToken: token,
    }),
  );
  return RecordDetail!;
}

async function describeMine() {
  const { ProvisionedProductDetail } = await client.send(
    new DescribeProvisionedProductCommand({ Name: 'mine' }),
  );
  return ProvisionedProductDetail!;
}

async function describeRecord(id: string | undefined) {
  return client.send(new DescribeRecordCommand({ Id: id }));
}

async function outputs() {
  const { Outputs } = await client.send(
    new GetProvisionedProductOutputsCommand({ ProvisionedProductName: 'mine' }),
  );
  return Object.fromEntries(
    Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
}

async function tags() {
  const { ProvisionedProducts } = await client.send(
    new SearchProvisionedProductsCommand({}),
  );
  return Object.fromEntries(
    ProvisionedProducts![0]
      .Tags!.filter(({ Key }) => !Key!.startsWith('aws:'))
      .map(({ Key, Value }) => [Key, Value]),
  );
}

describe('provisioning', () => {
  it('goes from CREATED over IN_PROGRESS to SUCCEEDED as time passes', async () => {
    await start();
    const accepted = await provision('Bucket', { BucketPurpose: 'uploads' });
    expect(accepted).toMatchObject({
      Status: 'CREATED',
      RecordType: 'PROVISION_PRODUCT',
      ProvisionedProductType: 'CFN_STACK',
      RecordErrors: [],
      CreatedTime: new Date(Date.UTC(2026, 0, 5, 9, 0, 0, 123)),
    });
    expect(await describeMine()).toMatchObject({ Status: 'UNDER_CHANGE' });

    emulator.clock.advance(1);
    let record = await describeRecord(accepted.RecordId);
    expect(record.RecordDetail!.Status).toBe('IN_PROGRESS');
    expect(record.RecordOutputs!.map(({ OutputKey }) => OutputKey)).toEqual([
      'CloudformationStackARN',
    ]);

    emulator.clock.advance(18.999);
    expect(await describeMine()).toMatchObject({ Status: 'UNDER_CHANGE' });
    emulator.clock.advance(0.001);
    record = await describeRecord(accepted.RecordId);
    expect(record.RecordDetail).toMatchObject({
      Status: 'SUCCEEDED',
      UpdatedTime: new Date(Date.UTC(2026, 0, 5, 9, 0, 20, 123)),
    });
    expect(record.RecordOutputs!.map(({ OutputKey }) => OutputKey)).toEqual([
      'CloudformationStackARN',
      'BucketName',
      'BucketArn',
      'Label',
    ]);
    expect(await describeMine()).toMatchObject({
      Status: 'AVAILABLE',
      LastSuccessfulProvisioningRecordId: accepted.RecordId,
    });
    const { BucketName, BucketArn, Label } = await outputs();
    expect(BucketName).toMatch(
      /^sc-123456789012-pp-[a-z0-9]{13}-bucket-[a-z0-9]{12}$/,
    );
    expect(BucketArn).toBe(`arn:aws:s3:::${BucketName}`);
    expect(Label).toBe('uploads-dev in us-east-1');
  });

  it.each([
    ['a missing value', {}, 'Parameters: [BucketPurpose] must have values'],
    [
      'an unknown parameter',
      { BucketPurpose: 'uploads', Colour: 'red' },
      'Parameters: [Colour] do not exist in the template',
    ],
    [
      'a value that breaks a rule',
      { BucketPurpose: 'Uploads' },
      'Parameter BucketPurpose failed to satisfy constraint: 3 to 20 lower-case letters, digits and hyphens',
    ],
  ])(
    'accepts %s, fails afterwards, and keeps the name',
    async (_, parameters, message) => {
      await start();
      const { RecordId } = await provision('Bucket', parameters);
      emulator.clock.advance(20);
      const full = expect.stringMatching(
        new RegExp(
          `^AmazonCloudFormationException {2}${message.replace(
            /[[\]]/g,
            '\\$&',
          )} \\(Service: AmazonCloudFormation; Status Code: 400; Error Code: ValidationError; Request ID: [0-9a-f-]{36}\\)$`,
        ),
      );
      expect(await describeMine()).toMatchObject({
        Status: 'ERROR',
        StatusMessage: full,
      });
      const { RecordDetail } = await describeRecord(RecordId);
      expect(RecordDetail).toMatchObject({
        Status: 'FAILED',
        RecordErrors: [
          {
            Code: 'AmazonCloudFormationException',
            Description: expect.stringContaining(message),
          },
        ],
      });
      await expect(outputs()).rejects.toMatchObject({
        name: 'InvalidParametersException',
      });
      await expect(
        provision('Bucket', { BucketPurpose: 'uploads' }),
      ).rejects.toMatchObject({
        name: 'InvalidParametersException',
        message: 'A stack named mine already exists.',
      });

      await terminate();
      emulator.clock.advance(20);
      await provision('Bucket', { BucketPurpose: 'uploads' });
    },
  );

  it('rolls back when a resource fails, and ends in ERROR with the reason', async () => {
    await start();
    const { RecordId } = await provision('Failing');
    emulator.clock.advance(15);
    expect((await describeRecord(RecordId)).RecordDetail!.Status).toBe(
      'IN_PROGRESS',
    );
    emulator.clock.advance(10);
    expect((await describeRecord(RecordId)).RecordDetail!.Status).toBe(
      'IN_PROGRESS_IN_ERROR',
    );
    expect(await describeMine()).toMatchObject({ Status: 'UNDER_CHANGE' });
    emulator.clock.advance(10);
    const reason = expect.stringContaining(
      'WaitCondition timed out. Received 0 conditions when expecting 1',
    );
    expect((await describeRecord(RecordId)).RecordDetail).toMatchObject({
      Status: 'FAILED',
      RecordErrors: [{ Description: reason }],
    });
    expect(await describeMine()).toMatchObject({
      Status: 'ERROR',
      StatusMessage: reason,
    });
  });

  it('answers the same token the same way, once', async () => {
    await start();
    const more = { ProvisionToken: 'order-1' };
    const first = await provision('Bucket', { BucketPurpose: 'a-1' }, more);
    emulator.clock.advance(20);
    const again = await provision('Bucket', { BucketPurpose: 'a-1' }, more);
    expect(again).toEqual(first);
    await expect(
      provision('Bucket', { BucketPurpose: 'other' }, more),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: ['idempotencyToken:order-1'] },
      }),
    );
    expect(ProvisionedProducts).toHaveLength(1);
  });

  it('tags with the caller’s tags and its own', async () => {
    await start();
    const record = await provision(
      'Bucket',
      { BucketPurpose: 'uploads' },
      { Tags: [{ Key: 'team', Value: 'payments' }] },
    );
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({}),
    );
    const { Arn, Tags } = ProvisionedProducts![0];
    expect(Tags).toEqual([
      { Key: 'team', Value: 'payments' },
      {
        Key: 'aws:servicecatalog:portfolioArn',
        Value: expect.stringMatching(
          /^arn:aws:catalog:us-east-1:123456789012:portfolio\/port-[a-z0-9]{13}$/,
        ),
      },
      {
        Key: 'aws:servicecatalog:productArn',
        Value: `arn:aws:catalog:us-east-1:123456789012:product/${record.ProductId}`,
      },
      {
        Key: 'aws:servicecatalog:provisioningPrincipalArn',
        Value: 'arn:aws:iam::123456789012:user/emulator',
      },
      { Key: 'aws:servicecatalog:provisionedProductArn', Value: Arn },
      {
        Key: 'aws:servicecatalog:provisioningArtifactIdentifier',
        Value: record.ProvisioningArtifactId,
      },
    ]);
    expect(record.RecordTags).toEqual([{ Key: 'team', Value: 'payments' }]);
    await expect(
      provision(
        'Bucket',
        {},
        {
          ProvisionedProductName: 'other',
          Tags: [{ Key: 'aws:own', Value: 'x' }],
        },
      ),
    ).rejects.toMatchObject({ name: 'InvalidParametersException' });
  });

  it('lays out resources by their dependencies, and honours times of their own', async () => {
    await start({ resourceSeconds: { 'AWS::S3::Bucket': 100 } });
    await provision('Bucket', { BucketPurpose: 'uploads' });
    emulator.clock.advance(119.999);
    expect(await describeMine()).toMatchObject({ Status: 'UNDER_CHANGE' });
    // A second until it begins, the bucket's own 100, and 19 for the policy.
    emulator.clock.advance(0.001);
    expect(await describeMine()).toMatchObject({ Status: 'AVAILABLE' });
  });

  it('fails, or never ends, when a fault says so', async () => {
    await start();
    emulator.faults.add({
      kind: 'provisionFailure',
      reason: 'No capacity',
      count: 1,
    });
    await provision('Bucket', { BucketPurpose: 'uploads' });
    emulator.clock.advance(60);
    expect(await describeMine()).toMatchObject({
      Status: 'ERROR',
      StatusMessage: expect.stringContaining('No capacity'),
    });

    emulator.faults.add({ kind: 'stuck', operation: 'ProvisionProduct' });
    const { RecordId } = await provision(
      'Bucket',
      { BucketPurpose: 'uploads' },
      { ProvisionedProductName: 'stuck' },
    );
    emulator.clock.advance(24 * 3600);
    expect((await describeRecord(RecordId)).RecordDetail!.Status).toBe(
      'IN_PROGRESS',
    );
  });
});

describe('updating', () => {
  async function startWithBucket(portfolio: PortfolioSeed = STORAGE) {
    await start({}, portfolio);
    await provision('Bucket', { BucketPurpose: 'uploads' });
    emulator.clock.advance(20);
  }

  it('applies new values, and defaults where none is sent', async () => {
    await startWithBucket();
    const { BucketName } = await outputs();
    const first = await update({
      ProvisioningParameters: [
        { Key: 'BucketPurpose', UsePreviousValue: true },
        { Key: 'Environment', Value: 'prod' },
      ],
    });
    expect(first).toMatchObject({
      RecordType: 'UPDATE_PROVISIONED_PRODUCT',
      Status: 'CREATED',
    });
    expect(await describeMine()).toMatchObject({
      Status: 'UNDER_CHANGE',
      LastRecordId: first.RecordId,
    });
    emulator.clock.advance(20);
    expect(await outputs()).toMatchObject({
      Label: 'uploads-prod in us-east-1',
      BucketName,
    });

    await update({
      ProvisioningParameters: [
        { Key: 'BucketPurpose', UsePreviousValue: true },
      ],
    });
    emulator.clock.advance(20);
    expect(await outputs()).toMatchObject({
      Label: 'uploads-dev in us-east-1',
    });
  });

  it.each([
    [
      'a previous value together with a value',
      [{ Key: 'BucketPurpose', Value: 'x', UsePreviousValue: true }],
      'Invalid input for parameter key BucketPurpose. Cannot specify usePreviousValue as true and non empty value for a parameter',
    ],
    ['no value at all', [], 'Parameters: [BucketPurpose] must have values'],
  ])(
    'ends in TAINTED with the old version running, given %s',
    async (_, ProvisioningParameters, message) => {
      await startWithBucket();
      const before = await describeMine();
      const { RecordId } = await update({ ProvisioningParameters });
      emulator.clock.advance(20);
      expect(await describeMine()).toMatchObject({
        Status: 'TAINTED',
        StatusMessage: expect.stringContaining(message),
        LastRecordId: RecordId,
        LastSuccessfulProvisioningRecordId:
          before.LastSuccessfulProvisioningRecordId,
      });
      expect(await outputs()).toMatchObject({
        Label: 'uploads-dev in us-east-1',
      });

      await update({
        ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'repaired' }],
      });
      emulator.clock.advance(20);
      expect(await describeMine()).toMatchObject({ Status: 'AVAILABLE' });
    },
  );

  it('rolls back when CloudFormation fails in the middle', async () => {
    await startWithBucket();
    emulator.faults.add({ kind: 'updateFailure', count: 1 });
    const { RecordId } = await update({
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'other' }],
    });
    emulator.clock.advance(21);
    expect((await describeRecord(RecordId)).RecordDetail!.Status).toBe(
      'IN_PROGRESS_IN_ERROR',
    );
    emulator.clock.advance(10);
    expect((await describeRecord(RecordId)).RecordDetail!.Status).toBe(
      'FAILED',
    );
    expect(await describeMine()).toMatchObject({ Status: 'TAINTED' });
  });

  it('keeps a NoEcho value that is not sent again, and does not show it', async () => {
    await start();
    await provision('Database', { Password: 'correct horse' });
    emulator.clock.advance(20);
    await update({
      ProvisioningParameters: [
        { Key: 'Password', UsePreviousValue: true },
        { Key: 'Storage', Value: '40' },
      ],
    });
    emulator.clock.advance(20);
    expect(await describeMine()).toMatchObject({ Status: 'AVAILABLE' });
    expect(await outputs()).toMatchObject({ Port: '5432' });
    const state = await fetch(`${emulator.url}/_emulator/state`);
    expect(await state.text()).not.toContain('correct horse');
  });

  it('cannot repair a launch that failed', async () => {
    await start();
    await provision('Failing');
    emulator.clock.advance(60);
    await update({});
    emulator.clock.advance(20);
    expect(await describeMine()).toMatchObject({
      Status: 'ERROR',
      StatusMessage: expect.stringContaining(
        'is in ROLLBACK_COMPLETE state and can not be updated.',
      ),
    });
  });

  it('refuses a second change while one is under way, and an unknown path', async () => {
    await startWithBucket();
    await expect(update({ PathId: 'lpv3-gone' })).rejects.toMatchObject({
      name: 'InvalidParametersException',
      message: expect.stringContaining('Invalid PathId'),
    });
    await update({
      ProvisioningParameters: [{ Key: 'BucketPurpose', Value: 'other' }],
    });
    for (const second of [() => update({}), () => terminate()]) {
      await expect(second()).rejects.toMatchObject({
        message: expect.stringContaining('UNDER_CHANGE'),
      });
    }
  });

  describe('tags', () => {
    const withConstraint = (allowed: 'ALLOWED' | 'NOT_ALLOWED') => ({
      ...STORAGE,
      constraints: {
        Bucket: [
          {
            Type: 'AWS::ServiceCatalog::ResourceUpdateConstraint',
            Properties: { TagUpdateOnProvisionedProduct: allowed },
          },
        ],
      },
    });
    const previous = [{ Key: 'BucketPurpose', UsePreviousValue: true }];
    const prod = [...previous, { Key: 'Environment', Value: 'prod' }];
    const a = { Key: 'a', Value: '1' };
    const b = { Key: 'b', Value: '2' };

    async function startTagged(portfolio: PortfolioSeed) {
      await start({}, portfolio);
      await provision('Bucket', { BucketPurpose: 'uploads' }, { Tags: [a, b] });
      emulator.clock.advance(20);
    }

    it.each([
      ['without a RESOURCE_UPDATE constraint', STORAGE],
      ['with one that does not allow it', withConstraint('NOT_ALLOWED')],
    ])('cannot be sent %s, and stay', async (_, portfolio) => {
      await startTagged(portfolio);
      await expect(
        update({ ProvisioningParameters: prod, Tags: [a] }),
      ).rejects.toMatchObject({
        name: 'InvalidParametersException',
        message: expect.stringContaining('RESOURCE_UPDATE'),
      });
      await update({ ProvisioningParameters: prod });
      emulator.clock.advance(20);
      expect(await tags()).toEqual({ a: '1', b: '2' });
    });

    it.each([
      ['replace those there', prod, [{ Key: 'c', Value: '3' }], { c: '3' }],
      ['are dropped when they are not sent again', prod, undefined, {}],
      [
        'stay when an update only removes one',
        previous,
        [a],
        { a: '1', b: '2' },
      ],
      ['go together with another change', prod, [a], { a: '1' }],
    ])('%s', async (_, ProvisioningParameters, Tags, expected) => {
      await startTagged(withConstraint('ALLOWED'));
      await update({ ProvisioningParameters, Tags });
      emulator.clock.advance(20);
      expect(await describeMine()).toMatchObject({ Status: 'AVAILABLE' });
      expect(await tags()).toEqual(expected);
    });
  });
});

describe('terminating', () => {
  it('removes the product and leaves its records', async () => {
    await start();
    const launched = await provision('Bucket', { BucketPurpose: 'uploads' });
    emulator.clock.advance(20);
    const first = await terminate('bye');
    expect(first).toMatchObject({
      RecordType: 'TERMINATE_PROVISIONED_PRODUCT',
      Status: 'CREATED',
    });
    expect(await terminate('bye')).toEqual(first);
    expect(await describeMine()).toMatchObject({ Status: 'UNDER_CHANGE' });

    emulator.clock.advance(20);
    await expect(describeMine()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(terminate('bye')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { RecordDetails } = await client.send(
      new ListRecordHistoryCommand({
        AccessLevelFilter: { Key: 'Account', Value: 'self' },
        SearchFilter: {
          Key: 'provisionedproduct',
          Value: launched.ProvisionedProductId,
        },
      }),
    );
    expect(
      RecordDetails!.map(({ RecordType, Status }) => [RecordType, Status]),
    ).toEqual([
      ['TERMINATE_PROVISIONED_PRODUCT', 'SUCCEEDED'],
      ['PROVISION_PRODUCT', 'SUCCEEDED'],
    ]);
  });

  it.each(['TAINTED', 'ERROR'] as const)(
    'that fails leaves the product %s, and can be tried again',
    async terminateFailureStatus => {
      await start({ terminateFailureStatus });
      await provision('Bucket', { BucketPurpose: 'uploads' });
      emulator.clock.advance(20);
      emulator.faults.add({
        kind: 'terminateFailure',
        reason: 'The bucket you tried to delete is not empty',
        count: 1,
      });
      const { RecordId } = await terminate('bye');
      emulator.clock.advance(20);
      expect((await describeRecord(RecordId)).RecordDetail).toMatchObject({
        Status: 'FAILED',
        RecordErrors: [
          {
            Description: expect.stringContaining(
              'The bucket you tried to delete is not empty',
            ),
          },
        ],
      });
      expect(await describeMine()).toMatchObject({
        Status: terminateFailureStatus,
      });

      // The token only counts while the termination is under way: this is a new one.
      const again = await terminate('bye');
      expect(again.RecordId).not.toBe(RecordId);
      emulator.clock.advance(20);
      await expect(describeMine()).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
    },
  );
});
