import { ListRecordHistoryCommand } from '@aws-sdk/client-service-catalog';
import {
  client,
  describeMine,
  describeRecord,
  emulator,
  provision,
  start,
  terminate,
} from '../__testUtils__/storage';

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
