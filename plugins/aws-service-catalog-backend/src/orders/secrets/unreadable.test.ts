import { JsonObject } from '@backstage/types';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../../__testUtils__/databases';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { useReplicas } from '../../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe('an order whose secrets cannot be decrypted', () => {
  const world = useReplicas(databases, 'SQLITE_3', {
    sandbox: [
      {
        name: 'Secretive',
        versions: {
          v1: {
            Parameters: { Password: { Type: 'String', NoEcho: true } },
            Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
          },
        },
      },
    ],
  });

  const sent = () =>
    world.emulator.calls.count({ operation: 'ProvisionProduct' });

  async function order(portal: OrderPortal, name: string) {
    return portal.order(
      await portal.launchOf('Secretive', {
        name,
        parameters: { Password: 'hunter22' },
      }),
    );
  }

  /** The configuration with another key, by default in place of the one that encrypted. */
  function withKey(id = 'new', byte = 8): JsonObject {
    const config = orderPortalConfig(world.emulator.url);
    const secret = Buffer.alloc(32, byte).toString('base64');
    return {
      ...config,
      awsServiceCatalog: {
        ...(config.awsServiceCatalog as JsonObject),
        secrets: {
          keys: [{ id, secret }],
          lostKeys: ['test', 'new'],
        },
      },
    };
  }

  it.each([
    {
      reason: 'key is gone',
      id: 'new',
      says: "the key 'test' is not in awsServiceCatalog.secrets.keys",
    },
    {
      reason: 'key is another by the same name',
      id: 'test',
      says: "the key 'test' in awsServiceCatalog.secrets.keys is not the one that they were encrypted with",
    },
  ])(
    'fails before anything is sent when the $reason, and can be tried again',
    async ({ id, says }) => {
      const before = await world.start({ config: withKey('test', 7) });
      const placed = await order(before, `unsent-${id}`);
      const portal = await world.start({ config: withKey(id) });
      await portal.tick();
      const failed = await portal.read(placed.id);
      expect(failed).toMatchObject({
        state: 'failed',
        failure: {
          code: 'SecretsUnreadable',
          message: `Nothing was sent to AWS, because the secret parameters cannot be decrypted: ${says}.`,
          advice: expect.stringMatching(/try again.*secret/i),
          retryable: true,
        },
        actions: { retry: { allowed: true } },
      });
      expect(sent()).toBe(0);

      await portal.post(
        `/orders/${placed.id}/retry`,
        { digest: failed.digest, secrets: { Password: 'hunter23' } },
        'payments-dev',
      );
      const done = await portal.finish(placed.id);
      expect(done).toMatchObject({ state: 'succeeded', attempt: 2 });
      // The first secret was never sent, so there is nothing to recognise it in.
      expect(done.outputs).toMatchObject([
        { key: 'CloudformationStackARN', secret: false },
      ]);
    },
  );

  async function kill(at: 'token-saved' | 'sent'): Promise<OrderDetail> {
    const killed = await world.start({ config: withKey('test', 7) });
    const placed = await order(killed, `killed-${at}`);
    killed.crashAt(at);
    await killed.tick();
    return placed;
  }

  it('goes on when AWS has it already', async () => {
    const placed = await kill('sent');
    const portal = await world.start({ config: withKey() });
    await portal.tick(20);
    expect((await portal.finish(placed.id)).state).toBe('succeeded');
    expect(sent()).toBe(1);
  });

  it('fails in the end when AWS may have it, and shows nothing', async () => {
    const placed = await kill('token-saved');
    const portal = await world.start({ config: withKey() });
    await portal.tick(20);
    expect(await portal.read(placed.id)).toMatchObject({
      state: 'submitting',
      events: [
        { type: 'ordered' },
        { type: 'submitted' },
        {
          type: 'delayed',
          message: expect.stringContaining("the key 'test' is not in"),
        },
      ],
    });
    await portal.tick(200);
    await portal.tick(200);
    expect(await portal.read(placed.id)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'SecretsUnreadable',
        message:
          "AWS shows nothing of it, and it cannot be sent again, because the secret parameters cannot be decrypted: the key 'test' is not in awsServiceCatalog.secrets.keys.",
      },
    });
    expect(sent()).toBe(0);
  });
});
