import { readdir, readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createServiceFactory,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import request from 'supertest';
import { startEmulator, TestEmulator } from '../../__testUtils__/emulator';
import { component, group } from '../../__testUtils__/entities';
import {
  createLastingDatabase,
  lastingDatabaseIds,
} from '../../__testUtils__/lastingDatabase';
import {
  OrderPortal,
  orderPortalConfig,
  startOrderPortal,
} from '../../__testUtils__/orderPortal';
import { migrationsDirectory } from '../../database/migrate';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: [...lastingDatabaseIds] });

const PLATFORM = 'group:default/platform-engineering';
const SECRETS = [
  'Zebra-Quartz-4711-first',
  'Zebra-Quartz-4712-"second"',
  'Zebra-Quartz-4713-third',
  'Zebra-Quartz-4714-refused',
];

/** Every way in which a value may have been written down. */
function spellingsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  // Within a longer text in base64 only the middle stays the same, and it depends on where the value begins.
  const base64 = [0, 1, 2].map(offset =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(4, -6),
  );
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString('hex'),
    ...base64,
  ];
}

const spellings = SECRETS.flatMap(spellingsOf);

function findSecrets(where: string, text: string): string[] {
  return spellings
    .filter(spelling => text.includes(spelling))
    .map(spelling => `${where}: ${spelling}`);
}

/** A logger that keeps everything, down to the finest level. */
function createKeeper(lines: string[]): LoggerService {
  const keep = (message: string | Error, meta?: object) => {
    const text = message instanceof Error ? message.stack : message;
    lines.push(`${text} ${JSON.stringify(meta)}`);
  };
  const keeper: LoggerService = {
    error: keep,
    warn: keep,
    info: keep,
    debug: keep,
    child: () => keeper,
  };
  return keeper;
}

describe.each(lastingDatabaseIds)('secrets are nowhere, %s', databaseId => {
  const logged: string[] = [];
  const answers: string[] = [];
  let folder: string;
  let knex: Knex;
  let emulator: TestEmulator;
  let portal: OrderPortal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
    ({ knex } = await createLastingDatabase({
      databases,
      id: databaseId,
      folder,
    }));
    await knex.migrate.latest({ directory: migrationsDirectory });
    emulator = await startEmulator({
      sandbox: [
        {
          name: 'Database',
          versions: {
            v1: {
              Parameters: {
                Password: { Type: 'String', NoEcho: true },
                Size: { Type: 'String', Default: 'small' },
              },
              Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
              Outputs: {
                Url: { Value: { 'Fn::Sub': 'db://admin:${Password}@host' } },
              },
            },
          },
        },
      ],
    });
    const config = orderPortalConfig(emulator.url);
    const plugin = config.awsServiceCatalog as JsonObject;
    const logger = createKeeper(logged);
    portal = await startOrderPortal({
      knex,
      emulator,
      entities: [
        component('payments-api', 'group:default/team-payments'),
        group('group:default/team-payments', [
          'payments-dev',
          'payments-dev-2',
        ]),
        group(PLATFORM, ['platform-engineer']),
      ],
      config: {
        ...config,
        awsServiceCatalog: {
          ...plugin,
          approval: { default: { approvers: [PLATFORM] } },
        },
      },
      features: [
        createServiceFactory({
          service: coreServices.logger,
          deps: {},
          factory: () => logger,
        }),
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => logger,
        }),
      ],
    });
  });

  afterAll(async () => {
    await portal?.stop();
    await knex?.destroy();
    await emulator?.close();
    await rm(folder, { recursive: true });
  });

  /** Sends a request and keeps the answer. */
  async function ask(test: request.Test) {
    const response = await test;
    answers.push(
      `${test.method} ${test.url} ${response.text} ${JSON.stringify(
        response.headers,
      )}`,
    );
    return response.body;
  }

  async function order(what: object) {
    const placed = await ask(portal.post('/orders', what, 'payments-dev'));
    expect(placed).toMatchObject({ state: 'awaiting-approval' });
    return approve(placed);
  }

  async function approve({ id, digest }: { id: string; digest: string }) {
    await ask(portal.get('/orders?scope=approvals', 'platform-engineer'));
    await ask(portal.get(`/orders/${id}`, 'platform-engineer'));
    await ask(
      portal.post(`/orders/${id}/approve`, { digest }, 'platform-engineer'),
    );
    return portal.finish(id);
  }

  /** Everything that the database holds, and the very bytes of its files. */
  async function readDatabase(): Promise<Map<string, string>> {
    const tables: string[] =
      databaseId === 'SQLITE_3'
        ? await knex('sqlite_master').where({ type: 'table' }).pluck('name')
        : await knex('information_schema.tables')
            .where({ table_schema: 'public' })
            .pluck('table_name');
    expect(tables).toContain('order_secrets');
    const contents = new Map<string, string>();
    for (const table of tables) {
      contents.set(table, JSON.stringify(await knex(table).select()));
    }
    for (const file of await readdir(folder)) {
      contents.set(file, await readFile(join(folder, file), 'latin1'));
    }
    return contents;
  }

  it('after everything that can happen to them', async () => {
    const { id: productId } = await portal.findProduct('Database');
    const launch = {
      kind: 'provision',
      target: 'sandbox',
      productId,
      name: 'ledger',
      parameters: { Password: SECRETS[0] },
      entityRef: 'component:default/payments-api',
    };
    await ask(portal.post('/orders/preview', launch, 'payments-dev'));
    // What is refused was never stored, and is not repeated.
    for (const parameters of [
      { Password: SECRETS[3], Unknown: SECRETS[3] },
      { Password: SECRETS[3], Size: { deep: SECRETS[3] } },
    ]) {
      const refused = { ...launch, parameters };
      await ask(portal.post('/orders', refused, 'payments-dev'));
    }

    // AWS quotes what it refuses.
    emulator.faults.add({
      kind: 'provisionFailure',
      reason: `The password ${SECRETS[0]} is too plain`,
      count: 1,
    });
    const failed = await order(launch);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.failure?.message).toContain('***');
    await portal.sync('sandbox');
    await ask(
      portal.post(
        `/orders/${failed.id}/retry`,
        { digest: failed.digest, secrets: { Password: SECRETS[1] } },
        'payments-dev',
      ),
    );
    const launched = await portal.finish(failed.id);
    expect(launched).toMatchObject({ state: 'succeeded', attempt: 2 });

    const { id: provisionedProductId } = launched.provisionedProduct;
    const change = { target: 'sandbox', provisionedProductId };
    for (const parameters of [{ Size: 'large' }, { Password: SECRETS[2] }]) {
      const updated = await order({ ...change, kind: 'update', parameters });
      expect(updated).toMatchObject({ state: 'succeeded' });
    }
    await portal.sync('sandbox');
    // AWS has it, so there was something to find.
    const state = await fetch(`${emulator.url}/_emulator/state`);
    expect(await state.text()).toContain(SECRETS[2]);

    const address = `/provisioned-products/sandbox/${provisionedProductId}`;
    for (const user of ['payments-dev', 'platform-engineer', undefined]) {
      for (const path of [
        '/orders',
        `/orders/${launched.id}`,
        '/provisioned-products',
        address,
        `${address}/outputs`,
        `${address}/records`,
        `/products/sandbox/${productId}/launch-form`,
      ]) {
        await ask(portal.get(path, user));
      }
    }
    const waiting = { ...launch, name: 'second-ledger' };
    await ask(portal.post('/orders', waiting, 'payments-dev'));
    const termination = { ...change, kind: 'terminate' };
    const { id } = await ask(
      portal.post('/orders', termination, 'payments-dev'),
    );
    expect(await portal.finish(id)).toMatchObject({ state: 'succeeded' });

    const { told } = portal;
    for (const heard of Object.values(told)) {
      expect(heard).not.toEqual([]);
    }
    expect(answers.length).toBeGreaterThan(30);
    expect(logged.length).toBeGreaterThan(0);
    const places: [string, string][] = [
      ...(await readDatabase()),
      ['the log', logged.join('\n')],
      ['the answers', answers.join('\n')],
      ...Object.entries(told).map(([name, heard]): [string, string] => [
        name,
        JSON.stringify(heard),
      ]),
    ];
    expect(places.flatMap(([where, text]) => findSecrets(where, text))).toEqual(
      [],
    );
  });
});
