import { cpus } from 'node:os';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { notificationService } from '@backstage/plugin-notifications-node';
import { clockServiceRef } from 'backstage-plugin-aws-service-catalog-node';
import { Knex } from 'knex';
import {
  databaseNames,
  DatabaseName,
  openDatabase,
} from '../portal/openDatabase';
import { OPERATOR, Place, startPortal } from '../portal/startPortal';
import { TaskRunner } from '../portal/TaskRunner';
import { measureWork, Work } from './measureWork';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const OWNERS = 60;
const ROWS_PER_STATEMENT = 500;
/** How long telling is measured. */
const DELIVERY_MS = 30_000;
const LIMITS = { heapGrowthMebibytes: 100, idleSeconds: 1 };

const places: Place[] = ['sandbox', 'sandbox-us', 'production'].map(
  (name, index) => ({
    name,
    accountId: `${index + 1}`.repeat(12),
    region: 'eu-central-1',
  }),
);

const leases = [
  {
    name: 'Production',
    match: { tags: { stage: ['prod'] } },
    lifetime: { days: 365 },
    onExpiry: 'flag',
  },
  { name: 'Everything else', lifetime: { days: 30 }, onExpiry: 'terminate' },
];

/**
 * Measures the work on many leases, on both databases: all begin at once, all are compared with the policies again, nothing is due, and
 * nine of ten are to be warned in the same minute. Fails when too much memory is held, or when what has nothing to do writes anything.
 *
 * @param args - number of leases, 100,000 by default
 */
export async function main(args: string[]): Promise<void> {
  const [count = 100_000] = args.map(Number);
  process.stdout.write(
    `Node.js ${process.version}, ${cpus().length} x ${
      cpus()[0].model
    }; ${count} leases in ${places.length} targets\n\n`,
  );
  print('database', 'work', 'leases', 'time', 'reads', 'writes', 'heap growth');
  print('---', '---', '---', '---', '---', '---', '---');
  const problems: string[] = [];
  for (const name of databaseNames) {
    problems.push(...(await measure(name, count)));
  }
  if (problems.length > 0) {
    throw new Error(`Limits exceeded:\n${problems.join('\n')}`);
  }
}

async function measure(name: DatabaseName, count: number): Promise<string[]> {
  const { knex, close } = await openDatabase(name);
  const scheduler = new TaskRunner();
  let nowMs = Date.parse('2026-11-01T00:00:00Z');
  let told = 0;
  const portal = await startPortal({
    knex,
    places,
    // Nobody calls AWS.
    emulatorUrl: 'http://127.0.0.1:9',
    plugin: { leases },
    scheduler,
    entities: listEntities(),
    features: [
      createServiceFactory({
        service: clockServiceRef,
        deps: {},
        factory: () => ({ now: () => new Date(nowMs) }),
      }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({
          send: async () => {
            told += 1;
          },
        }),
      }),
    ],
  });
  const problems: string[] = [];
  /** @param wanted - how many leases it has to be about, if it is to come to its end */
  const step = async (
    title: string,
    run: () => Promise<void>,
    countDone: () => Promise<number>,
    wanted?: number,
  ): Promise<Work> => {
    const before = await countDone();
    const work = await measureWork(knex, run);
    const done = (await countDone()) - before;
    print(
      name,
      title,
      `${done}`,
      `${work.seconds.toFixed(1)} s`,
      `${work.reads}`,
      `${work.writes}`,
      `${work.heapGrowthMebibytes.toFixed(0)} MiB`,
    );
    if (wanted === undefined ? done === 0 : done !== wanted) {
      problems.push(`${title}, on ${name}: ${done}`);
    }
    if (work.heapGrowthMebibytes >= LIMITS.heapGrowthMebibytes) {
      problems.push(`${title}, on ${name}: ${work.heapGrowthMebibytes} MiB`);
    }
    return work;
  };
  const look = () => scheduler.run('look-after-leases');
  const deliver = () => scheduler.run('deliver-lease-events', DELIVERY_MS);
  const countUntold = async () => {
    const [{ total }] = await knex('lease_outbox').count({ total: '*' });
    return -Number(total);
  };
  const countOf = async (where: object) => {
    const [{ total }] = await knex('lease_events')
      .where(where)
      .count({ total: '*' });
    return Number(total);
  };
  try {
    await fill(knex, count);
    const countAll = () => countOf({});
    await step('all begin', look, countAll, count);
    await step('audit log hears of them', deliver, countUntold);
    await knex('lease_outbox').delete();
    nowMs += HOUR_MS;
    const again = await step('all are compared again', look, countAll, 0);
    nowMs += HOUR_MS / 2;
    const idle = await step('nothing is due', look, countAll, 0);
    // The row that notes that somebody has looked, and when all were compared.
    if (again.writes > 4 || idle.writes > 2) {
      problems.push(`On ${name} there were writes where nothing had changed`);
    }
    if (idle.seconds > LIMITS.idleSeconds) {
      problems.push(`Nothing to do took ${idle.seconds} s on ${name}`);
    }
    // Production lives longer.
    const ending = count - Math.floor(count / 10);
    nowMs += 24 * DAY_MS;
    await step('warnings are asked for', look, countAll, ending);
    await step('people are warned', deliver, async () => told);
    return problems;
  } finally {
    await portal.stop();
    await close();
  }
}

function listEntities() {
  const member = { name: 'developer', namespace: 'default' };
  const groups = Array.from({ length: OWNERS }, (_, index) => `team-${index}`);
  return [
    ...groups.map(name => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name, namespace: 'default' },
      spec: { type: 'team', children: [] },
      relations: [{ type: 'hasMember', targetRef: 'user:default/developer' }],
    })),
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: member,
      spec: {},
      relations: groups.map(name => ({
        type: 'memberOf',
        targetRef: `group:default/${name}`,
      })),
    },
  ];
}

/** Writes provisioned products, a tenth of which are of production. */
async function fill(knex: Knex, count: number): Promise<void> {
  const at = '2026-10-01T00:00:00.000Z';
  await knex.transaction(async tx => {
    for (let from = 0; from < count; from += ROWS_PER_STATEMENT) {
      const length = Math.min(ROWS_PER_STATEMENT, count - from);
      await tx('provisioned_products').insert(
        Array.from({ length }, (_, offset) => {
          const index = from + offset;
          const { name: target, accountId } = places[index % places.length];
          return {
            target,
            id: `pp-${index}`,
            name: `resource-${index}`,
            sort_name: `resource-${index}`,
            arn: `arn:aws:servicecatalog:eu-central-1:${accountId}:stack/resource-${index}/pp-${index}`,
            type: 'CFN_STACK',
            status: 'AVAILABLE',
            product_id: `prod-${index % 20}`,
            product_name: `Product ${index % 20}`,
            version_id: 'pa-1',
            version_name: 'v1',
            tags: JSON.stringify([
              { key: 'backstage.io/portal', value: 'benchmark' },
              { key: 'stage', value: index % 10 === 9 ? 'prod' : 'dev' },
            ]),
            created_at: at,
            owner_ref: `group:default/team-${index % OWNERS}`,
            owner_source: 'order',
            requester_ref: OPERATOR,
            digest: 'd',
            read_at: at,
          };
        }),
      );
    }
  });
  await knex.raw('analyze');
}

function print(...cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
