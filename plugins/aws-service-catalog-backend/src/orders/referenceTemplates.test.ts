import { Product } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { OrderPortal, startOrderPortal } from '../__testUtils__/orderPortal';
import { describeWithReference } from '../__testUtils__/reference';

jest.setTimeout(120_000);

const database = {
  DBVPC: 'vpc-0123456789abcdef0',
  DBInputCIDR: '10.0.0.0/16',
  DBSubnets: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  DBSecurityGroupName: 'invoices',
  DBSubnetGroupName: 'invoices',
  DBMasterUsername: 'invoices',
  DBMasterUserPassword: 'Correct-Horse-8',
};

/** The seven with the most parameters, and what has no default. */
const templates: Record<string, Record<string, string>> = {
  'dynamodb/sc-dynamodb-ra.yml': {
    TableName: 'invoices',
    PartitionKey: 'id',
    SortKey: 'at',
    KMSMasterKeyId: 'alias/aws/dynamodb',
    TrailS3BucketName: 'invoices-trail',
    TrailS3KeyPrefix: 'trail',
  },
  'rds/sc-rds-aurora-ra.json': (({ DBInputCIDR: _, ...rest }) => rest)(
    database,
  ),
  'rds/sc-rds-mariadb-ra.json': database,
  'rds/sc-rds-mssql-ra.json': database,
  'rds/sc-rds-mysql-ra.json': database,
  'rds/sc-rds-postgresql-ra.json': database,
  'vpc/sc-vpc-ra.json': {
    RegionAZ1Name: 'eu-central-1a',
    RegionAZ2Name: 'eu-central-1b',
    EC2KeyPair: 'bastion',
    BastionSSHCIDR: '10.0.0.0/16',
  },
};

const databases = createTestDatabases();

describeWithReference("orders of AWS's reference architectures", texts => {
  let emulator: TestEmulator;
  let portal: OrderPortal;

  beforeAll(async () => {
    const products = Object.keys(templates).map(path => ({
      name: path,
      versions: { v1: texts[path] },
    }));
    emulator = await startEmulator({ sandbox: products });
    portal = await startOrderPortal({
      knex: await databases.init('SQLITE_3'),
      emulator,
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
  });

  it.each(Object.entries(templates))(
    'orders %s to AVAILABLE',
    async (path, parameters) => {
      const product: Product = await portal.findProduct(path);
      const form = await portal.get(
        `/products/sandbox/${product.id}/launch-form`,
        'payments-dev',
      );
      expect(form.body.parameters.length).toBeGreaterThanOrEqual(13);
      const order = await portal.order(
        await portal.launchOf(path, {
          name: path.replace(/\W/g, '-'),
          parameters,
        }),
      );
      const done = await portal.finish(order.id);
      expect(done).toMatchObject({ state: 'succeeded' });
      const { body } = await portal.get(
        `/provisioned-products/sandbox/${done.provisionedProduct.id}`,
        'payments-dev',
      );
      expect(body).toMatchObject({ status: 'AVAILABLE' });
      expect(done.outputs.length).toBeGreaterThan(1);
    },
  );
});
