import { JsonObject } from '@backstage/types';
import { createTestDatabases } from '../../__testUtils__/databases';
import {
  OrderPortal,
  orderPortalConfig,
} from '../../__testUtils__/orderPortal';
import { useReplicas } from '../../__testUtils__/replicas';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const SECRET = 'correct-horse-battery';

const keys = {
  first: { id: 'first', secret: Buffer.alloc(32, 1).toString('base64') },
  second: { id: 'second', secret: Buffer.alloc(32, 2).toString('base64') },
};

describe.each(databases.eachId)('the rotation of keys, %s', databaseId => {
  const world = useReplicas(databases, databaseId, {
    sandbox: [
      {
        name: 'Secretive',
        versions: {
          v1: {
            Parameters: { Password: { Type: 'String', NoEcho: true } },
            Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
            Outputs: {
              Url: { Value: { 'Fn::Sub': 'https://x:${Password}@y' } },
            },
          },
        },
      },
    ],
  });

  async function start(...ids: (keyof typeof keys)[]): Promise<OrderPortal> {
    const config = orderPortalConfig(world.emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    const secrets = { keys: ids.map(id => keys[id]) };
    return world.start({
      config: { ...config, awsServiceCatalog: { ...plugin, secrets } },
    });
  }

  const order = async (portal: OrderPortal, name: string) =>
    portal.order(
      await portal.launchOf('Secretive', {
        name,
        parameters: { Password: SECRET },
      }),
    );

  it('keeps what the old key has encrypted, until it was encrypted anew', async () => {
    const before = await start('first');
    const launched = await before.finish((await order(before, 'launched')).id);
    const waiting = await order(before, 'waiting');

    // The key that is in use cannot be removed, not even when only the traces of wiped secrets need it.
    await expect(start('second')).rejects.toThrow(
      "awsServiceCatalog.secrets.keys lacks 'first' (2 orders)",
    );

    const during = await start('second', 'first');
    expect(
      await during.post('/secrets/re-encrypt', {}, 'payments-dev'),
    ).toMatchObject({ status: 403 });
    expect(
      await during.post('/secrets/re-encrypt', {}, 'platform-engineer'),
    ).toMatchObject({
      status: 200,
      // One secret that waits, and what recognises those of two orders.
      body: { keyId: 'second', reencrypted: 3 },
    });
    expect(
      await during.post('/secrets/re-encrypt', {}, 'platform-engineer'),
    ).toMatchObject({ body: { reencrypted: 0 } });

    const after = await start('second');
    const done = await after.finish(waiting.id);
    expect(done.state).toBe('succeeded');
    // Recognised in what AWS answers, by the order that has just been sent and by one that ended under the old key.
    expect(done.outputs.find(({ key }) => key === 'Url')).toMatchObject({
      secret: true,
    });
    await after.sync('sandbox');
    const { body } = await after.get(
      `/provisioned-products/sandbox/${launched.provisionedProduct.id}/outputs`,
      'payments-dev',
    );
    expect(JSON.stringify(body)).toContain('Url');
    expect(JSON.stringify(body)).not.toContain(SECRET);
  });
});
