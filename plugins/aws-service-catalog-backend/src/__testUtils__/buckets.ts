import { Knex } from 'knex';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from './databases';
import { OrderPortal } from './orderPortal';
import { useReplicas } from './replicas';
import { bucketTemplate } from './seed';

/** A value that must turn up nowhere. */
export const SECRET = 'correct-horse-battery';

/** The bucket's next version: a parameter fewer, one more, and outputs that show what came in. */
const { Days: _, ...keptParameters } = bucketTemplate.Parameters;
const nextTemplate = {
  ...bucketTemplate,
  Rules: undefined,
  Parameters: {
    ...keptParameters,
    Tier: { Type: 'String', Default: 'standard' },
  },
  Outputs: {
    Purpose: { Value: { Ref: 'Purpose' } },
    Environment: { Value: { Ref: 'Environment' } },
    Tier: { Value: { Ref: 'Tier' } },
    Leak: { Value: { Ref: 'Password' } },
  },
};

const secretiveTemplate = {
  Parameters: { Password: { Type: 'String', NoEcho: true } },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
};

/**
 * A portal for all tests of a `describe`, with the products `Bucket` (two versions), `Secretive` and `Twice` (two launch paths).
 */
export function useBuckets(
  databases: ReturnType<typeof createTestDatabases>,
  databaseId: Parameters<typeof databases.init>[0],
) {
  const world = useReplicas(databases, databaseId, {
    sandbox: [
      {
        name: 'Bucket',
        versions: { v1: bucketTemplate, v2: nextTemplate },
        launchRoleArn: 'arn:aws:iam::111111111111:role/launch',
        tagUpdates: true,
      },
      { name: 'Secretive', versions: { v1: secretiveTemplate } },
      {
        name: 'Twice',
        portfolios: ['Storage', 'Cold'],
        versions: { v1: secretiveTemplate },
      },
    ],
  });
  let portal: OrderPortal;

  beforeEach(async () => {
    portal = await world.start();
  });

  /** Orders version v1 of the bucket for a component of team-payments. */
  async function orderBucket(
    name: string,
    values: Record<string, string> = {},
  ): Promise<OrderDetail> {
    const { versions } = await portal.findProduct('Bucket');
    return portal.order(
      await portal.launchOf('Bucket', {
        name,
        versionId: versions.find(version => version.name === 'v1')?.id,
        parameters: { Purpose: 'invoices', Password: SECRET, ...values },
        entityRef: 'component:default/payments-api',
      }),
    );
  }

  return {
    get knex() {
      return world.knex;
    },
    get emulator() {
      return world.emulator;
    },
    get portal() {
      return portal;
    },
    /** Starts another replica. */
    start: world.start,
    readStored: world.readStored,
    orderBucket,
    /** Orders a bucket, and waits until it runs. */
    async launchBucket(name: string): Promise<OrderDetail> {
      const order = await portal.finish((await orderBucket(name)).id);
      expect(order.state).toBe('succeeded');
      return order;
    },
    /** Asks the inventory for what an order is about. */
    async askInventory(order: OrderDetail) {
      const { id } = order.provisionedProduct;
      return portal.get(`/provisioned-products/sandbox/${id}`, 'payments-dev');
    },
    /** Every row of every table. */
    dump: () => dump(world.knex),
  };
}

/**
 * Every row of every table.
 *
 * @param options.except - names of tables that do not count
 */
export async function dump(
  knex: Knex,
  options: { except?: readonly string[] } = {},
): Promise<string> {
  const names: string[] = knex.client.config.client.includes('sqlite')
    ? await knex('sqlite_master').where({ type: 'table' }).pluck('name')
    : await knex('pg_tables')
        .where({ schemaname: 'public' })
        .pluck('tablename');
  return JSON.stringify(
    await Promise.all(
      names
        .filter(name => !options.except?.includes(name))
        .map(name => knex(name).select()),
    ),
  );
}
