import { SearchProvisionedProductsCommand } from '@aws-sdk/client-service-catalog';
import {
  client,
  describeMine,
  describeRecord,
  emulator,
  outputs,
  provision,
  start,
  terminate,
} from '../__testUtils__/storage';

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

  it('fails, with a reason or without, or never ends, when a fault says so', async () => {
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

    emulator.faults.add({ kind: 'unexplained', count: 1 });
    const unexplained = await provision(
      'Bucket',
      { BucketPurpose: 'Not allowed' },
      { ProvisionedProductName: 'unexplained' },
    );
    emulator.clock.advance(60);
    expect(
      (await describeRecord(unexplained.RecordId)).RecordDetail,
    ).toMatchObject({ Status: 'FAILED', RecordErrors: [] });
    const { ProvisionedProducts } = await client.send(
      new SearchProvisionedProductsCommand({
        Filters: { SearchQuery: ['name:unexplained'] },
      }),
    );
    expect(ProvisionedProducts).toMatchObject([
      {
        Status: 'ERROR',
        StatusMessage: expect.stringContaining('failed to satisfy constraint'),
      },
    ]);

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
