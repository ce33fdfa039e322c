import { cpus } from 'node:os';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { measureInTurns } from '../entityTab/measureInTurns';
import { databaseNames, openDatabase } from '../portal/openDatabase';
import { Place, startPortal } from '../portal/startPortal';
import { TaskRunner } from '../portal/TaskRunner';

const MONTHS = 13;
const ROWS_PER_STATEMENT = 500;
/** The median of no sum may take longer. */
const LIMIT_MS = 150;

const places: Place[] = ['sandbox', 'sandbox-us', 'production'].map(
  (name, index) => ({
    name,
    accountId: `${index + 1}`.repeat(12),
    region: 'eu-central-1',
  }),
);

/** What an operator asks for, from the platform page's default to one owner's. */
const queries: Record<string, string> = {
  'by product': '',
  'by owner': 'groupBy=owner',
  'by entity': 'groupBy=entity',
  'by target': 'groupBy=target',
  'by provisioned product': 'groupBy=provisionedProduct',
  'by product, of one target': 'target=sandbox',
  'by product, of one owner': 'owner=group:default/team-7',
};

const derived = '20261112000000_cost_histories.js';

/**
 * Measures how long an operator waits for the sums of all costs, on both databases. Fails when the median of one takes longer than
 * 150 ms.
 *
 * @param args - number of provisioned products, 15,000 by default; each has costs in thirteen months
 */
export async function main(args: string[]): Promise<void> {
  const [count = 15_000] = args.map(Number);
  process.stdout.write(
    `Node.js ${process.version}, ${cpus().length} x ${
      cpus()[0].model
    }; ${count} provisioned products in ${MONTHS} months\n\n`,
  );
  print('database', 'sum', 'median', 'p95');
  print('---', '---', '---', '---');
  const problems: string[] = [];
  for (const name of databaseNames) {
    const database = await openDatabase(name);
    const portal = await startPortal({
      knex: database.knex,
      places,
      // Nobody calls AWS.
      emulatorUrl: 'http://127.0.0.1:9',
      plugin: { costs: { payers: [{ accountId: '999999999999' }] } },
      scheduler: new TaskRunner(),
    });
    try {
      await fill(database.knex, count);
      const times = await measureInTurns(
        Object.fromEntries(
          Object.entries(queries).map(([title, query]) => [
            title,
            () => portal.call('GET', `/aws-service-catalog/costs?${query}`),
          ]),
        ),
        { warmUp: 3, rounds: 40 },
      );
      for (const [title, { median, p95 }] of Object.entries(times)) {
        print(name, title, `${median.toFixed(0)} ms`, `${p95.toFixed(0)} ms`);
        if (median >= LIMIT_MS) {
          problems.push(`${title}, on ${name}: ${median.toFixed(0)} ms`);
        }
      }
    } finally {
      await portal.stop();
      await database.close();
    }
  }
  if (problems.length > 0) {
    throw new Error(`Limit exceeded:\n${problems.join('\n')}`);
  }
}

/** Writes costs, and has the migration derive from them what sums read. */
async function fill(knex: Knex, count: number): Promise<void> {
  const migration = {
    directory: path.join(
      resolvePackagePath('backstage-plugin-aws-service-catalog-backend'),
      'migrations',
    ),
    name: derived,
  };
  const thisMonth = new Date();
  const months = Array.from({ length: MONTHS }, (_, index) =>
    new Date(
      Date.UTC(thisMonth.getUTCFullYear(), thisMonth.getUTCMonth() - index),
    )
      .toISOString()
      .slice(0, 7),
  );
  await knex.migrate.down(migration);
  const rows = Array.from({ length: count }).flatMap((_, index) =>
    months.map((month, age) => ({
      account_id: '999999999999',
      target: places[index % places.length].name,
      provisioned_product_id: `pp-${index}`,
      month,
      currency: 'USD',
      amount: (index % 97) * 1.37,
      forecast: age === 0 ? (index % 97) * 2 : null,
      name: `resource-${index}`,
      product_id: `prod-${index % 20}`,
      product_name: `Product ${index % 20}`,
      owner_ref: `group:default/team-${index % 60}`,
      entity_ref: `component:default/service-${index % 1500}`,
      requester_ref: `user:default/developer-${index % 500}`,
    })),
  );
  await knex.transaction(async tx => {
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
      await tx('costs').insert(rows.slice(from, from + ROWS_PER_STATEMENT));
    }
  });
  await knex.migrate.up(migration);
  await knex.raw('analyze');
}

function print(...cells: string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
