import { resolvePackagePath } from '@backstage/backend-plugin-api';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import emailModule from '@backstage/plugin-notifications-backend-module-email';
import { JsonObject } from '@backstage/types';
import { createTestDatabases } from '../../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../../__testUtils__/emulator';
import { group, user } from '../../__testUtils__/entities';
import { orderPortalConfig } from '../../__testUtils__/orderPortal';
import { startPortal, TestPortal } from '../../__testUtils__/portal';
import { SmtpSink, startSmtpSink } from '../../__testUtils__/smtpSink';

jest.setTimeout(120_000);

const SECRET = 'correct-horse-battery';
const PAYMENTS = 'group:default/team-payments';
const PLATFORM = 'group:default/platform-engineering';

const vault = {
  Parameters: { Pin: { Type: 'String', NoEcho: true } },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
};

describe("mail by Backstage's own module", () => {
  const databases = createTestDatabases();
  let sink: SmtpSink;
  let emulator: TestEmulator;
  let portal: TestPortal;

  beforeAll(async () => {
    sink = await startSmtpSink();
    emulator = await startEmulator({
      sandbox: [{ name: 'Vault', versions: { v1: vault } }],
    });
    const knex = await databases.init('SQLITE_3');
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@backstage/plugin-notifications-backend',
        'migrations',
      ),
      tableName: 'notifications_migrations',
    });
    const config = orderPortalConfig(emulator.url);
    portal = await startPortal({
      knex,
      emulator,
      entities: [
        group(PAYMENTS, ['payments-dev']),
        group(PLATFORM, ['platform-engineer']),
        user('payments-dev', [PAYMENTS]),
        user('platform-engineer', [PLATFORM]),
      ],
      config: {
        ...config,
        app: { baseUrl: 'https://portal.example.com' },
        awsServiceCatalog: {
          ...(config.awsServiceCatalog as JsonObject),
          approval: { default: { approvers: [PLATFORM] } },
        },
        notifications: {
          processors: {
            email: {
              sender: 'portal@example.com',
              transportConfig: {
                transport: 'smtp',
                hostname: '127.0.0.1',
                port: sink.port,
              },
            },
          },
        },
      },
      features: [notificationsPlugin, emailModule],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
    await sink?.close();
  });

  it('asks the approver once, tells the requester what became of it, and never the secret', async () => {
    const { body: products } = await portal.get('/products', 'payments-dev');
    const { status, body: order } = await portal.post(
      '/orders',
      {
        kind: 'provision',
        target: 'sandbox',
        productId: products.items[0].id,
        name: 'vault',
        parameters: { Pin: SECRET },
      },
      'payments-dev',
    );
    expect(status).toBe(202);
    await portal.runTask('deliver-order-events');
    await sink.waitFor(1);

    const reason = 'No <a href="https://evil.example">budget</a>';
    await portal.post(
      `/orders/${order.id}/reject`,
      { digest: order.digest, reason },
      'platform-engineer',
    );
    await portal.runTask('deliver-order-events');
    await sink.waitFor(2);

    const link = `https://portal.example.com/aws-service-catalog/orders/${order.id}`;
    const [asked, told] = sink.mails;
    expect(
      sink.mails.map(({ to, subject }) => [[to].flat()[0]?.text, subject]),
    ).toEqual([
      [
        'platform-engineer@example.com',
        'Launch of vault waits for your approval',
      ],
      ['payments-dev@example.com', 'Launch of vault was rejected'],
    ]);
    expect(asked.text).toContain(link);
    expect(asked.html).toContain(`<a href="${link}">`);
    expect(told.text).toContain(link);
    // The module puts what it is told into HTML as it is.
    expect(told.html).not.toContain('<a href="https://evil.example">');
    expect(told.html).toContain('‹a href=');
    expect(JSON.stringify(sink.mails)).not.toContain(SECRET);
  });
});
