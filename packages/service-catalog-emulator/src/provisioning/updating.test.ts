import { SearchProvisionedProductsCommand } from '@aws-sdk/client-service-catalog';
import { PortfolioSeed } from '../__testUtils__/seeds';
import {
  STORAGE,
  client,
  describeMine,
  describeRecord,
  emulator,
  outputs,
  provision,
  start,
  terminate,
  update,
} from '../__testUtils__/storage';

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
