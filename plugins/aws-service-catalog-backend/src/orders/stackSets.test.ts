import {
  ListConstraintsForPortfolioCommand,
  ListPortfoliosCommand,
  ListStackInstancesForProvisionedProductCommand,
  ServiceCatalogClient,
  StackSetOperationType,
  UpdateConstraintCommand,
  UpdateProvisionedProductCommand,
} from '@aws-sdk/client-service-catalog';
import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestTargets } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { sandboxClientConfig } from '../__testUtils__/emulator';
import { OrderPortal } from '../__testUtils__/orderPortal';
import { useReplicas } from '../__testUtils__/replicas';
import { listStackInstances } from '../aws';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const [A, B, C, D] = [
  '333333333333',
  '444444444444',
  '555555555555',
  '666666666666',
];
/** Not sorted; with three accounts AWS lists the last one on its second page alone. */
const REGIONS = [
  'us-west-2',
  'us-west-1',
  'us-east-2',
  'us-east-1',
  'eu-west-3',
  'eu-west-2',
  'eu-west-1',
  'ap-south-1',
];
const LAST = 'ap-south-1';

/** Longer than a whole stack set takes. */
const LONG = 1_000;

const spread = {
  name: 'Spread',
  versions: {
    v1: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
    v2: { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } },
  },
  stackSet: { accounts: [A, B, C, D], regions: REGIONS },
};

describe.each(databases.eachId)('an update of a stack set, %s', databaseId => {
  const world = useReplicas(databases, databaseId, { sandbox: [spread] });
  let portal: OrderPortal;
  let client: ServiceCatalogClient;

  beforeEach(async () => {
    portal = await world.start();
    client = new ServiceCatalogClient(sandboxClientConfig(world.emulator));
  });
  afterEach(() => client.destroy());

  const versionId = async (name: string) => {
    const { versions } = await portal.findProduct('Spread');
    return versions.find(version => version.name === name)?.id;
  };

  async function finish({ id }: OrderDetail): Promise<OrderDetail> {
    await portal.tick();
    await portal.tick(LONG);
    return portal.finish(id);
  }

  /** Adds or removes stacks, as somebody does with another tool. */
  async function change(
    { product, provisionedProduct }: OrderDetail,
    operation: StackSetOperationType,
    account: string,
    regions: string[],
  ): Promise<void> {
    await client.send(
      new UpdateProvisionedProductCommand({
        ProvisionedProductId: provisionedProduct.id,
        ProductId: product.id,
        ProvisioningArtifactId: await versionId('v1'),
        ProvisioningPreferences: {
          StackSetAccounts: [account],
          StackSetRegions: regions,
          StackSetOperationType: operation,
        },
        UpdateToken: undefined,
      }),
    );
    world.emulator.clock.advance(LONG);
  }

  /** The statuses of an account's stacks, by Region. */
  async function statusesIn(
    { provisionedProduct }: OrderDetail,
    account: string,
  ): Promise<Record<string, string | undefined>> {
    const statuses: Record<string, string | undefined> = {};
    let PageToken: string | undefined;
    do {
      const { StackInstances = [], NextPageToken } = await client.send(
        new ListStackInstancesForProvisionedProductCommand({
          ProvisionedProductId: provisionedProduct.id,
          PageToken,
        }),
      );
      for (const {
        Account,
        Region = '',
        StackInstanceStatus,
      } of StackInstances) {
        if (Account === account) {
          statuses[Region] = StackInstanceStatus;
        }
      }
      PageToken = NextPageToken;
    } while (PageToken);
    return statuses;
  }

  async function launch(name: string): Promise<OrderDetail> {
    const launched = await finish(
      await portal.order(
        await portal.launchOf('Spread', {
          name,
          versionId: await versionId('v1'),
          parameters: {},
          entityRef: 'component:default/payments-api',
        }),
      ),
    );
    expect(launched.state).toBe('succeeded');
    return launched;
  }

  /** Says anew where the STACKSET constraint lets stacks be. */
  async function constrain(accounts: string[]): Promise<void> {
    const { PortfolioDetails = [] } = await client.send(
      new ListPortfoliosCommand({}),
    );
    const { ConstraintDetails = [] } = await client.send(
      new ListConstraintsForPortfolioCommand({
        PortfolioId: PortfolioDetails[0].Id,
      }),
    );
    await client.send(
      new UpdateConstraintCommand({
        Id: ConstraintDetails.find(({ Type }) => Type === 'STACKSET')
          ?.ConstraintId,
        Parameters: JSON.stringify({
          Version: '2.0',
          Properties: {
            AccountList: accounts,
            RegionList: REGIONS,
            AdminRole: 'arn:aws:iam::111111111111:role/admin',
            ExecutionRole: 'execution',
            StackInstanceControl: 'ALLOWED',
          },
        }),
      }),
    );
  }

  const statusesOf = async (order: OrderDetail) =>
    (await world.listResults(portal, order)).map(({ status }) => status);

  it('shows each of its stacks, read once, and why one is not up to date', async () => {
    const launched = await launch('shown');
    await change(launched, 'DELETE', D, REGIONS);
    await change(launched, 'CREATE', D, [LAST]);
    await portal.sync('sandbox');
    const path = `/provisioned-products/sandbox/${launched.provisionedProduct.id}`;
    world.emulator.calls.clear();
    const [shown, again] = await Promise.all([
      portal.get(`${path}/stack-instances`, 'payments-dev'),
      portal.get(`${path}/stack-instances`, 'payments-dev-2'),
    ]);
    expect(shown.body).toEqual({
      items: [A, B, C]
        .flatMap(accountId =>
          [...REGIONS]
            .sort()
            .map(region => ({ accountId, region, status: 'CURRENT' })),
        )
        .concat({ accountId: D, region: LAST, status: 'CURRENT' }),
      hasMore: false,
      readAt: new Date(world.emulator.clock.now()).toISOString(),
    });
    expect(again.body).toEqual(shown.body);
    // Of 25 stacks, two pages of 20.
    expect(
      world.emulator.calls.count({
        operation: 'ListStackInstancesForProvisionedProduct',
      }),
    ).toBe(2);
    // Of many more, no page is read that is not shown.
    const most = await listStackInstances(
      createTestTargets(world.emulator).get('sandbox'),
      launched.provisionedProduct.id ?? '',
      { most: 15 },
    );
    expect(most).toHaveLength(15);
    expect(
      world.emulator.calls.count({
        operation: 'ListStackInstancesForProvisionedProduct',
      }),
    ).toBe(3);
    expect(
      (await portal.get(`${path}/stack-instances`, 'outsider')).status,
    ).toBe(404);
    const { body } = await portal.get(path, 'payments-dev');
    expect(body.capabilities).toMatchObject({
      stack: false,
      stackInstances: true,
    });

    world.emulator.clock.advance(301);
    world.emulator.faults.add({
      kind: 'accessDenied',
      operation: 'ListStackInstancesForProvisionedProduct',
    });
    const denied = await portal.get(`${path}/stack-instances`, 'payments-dev');
    expect(denied.body).toEqual({
      ...shown.body,
      unavailable:
        "The portal's role may not read stacks in target sandbox: it lacks servicecatalog:ListStackInstancesForProvisionedProduct.",
    });
  });

  it('is refused by AWS once its constraint is narrower, and changes nothing', async () => {
    const launched = await launch('narrowed');
    await constrain([A, B, C]);
    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      versionId: await versionId('v2'),
      parameters: {},
    });
    expect(await finish(update)).toMatchObject({
      state: 'failed',
      failure: {
        code: 'InvalidParametersException',
        message: expect.stringContaining(
          `${D} not among those of the STACKSET constraint`,
        ),
        retryable: true,
      },
    });
    expect(await statusesOf(launched)).toEqual(['AVAILABLE']);

    await constrain([A, B, C, D]);
    const failed = await portal.read(update.id);
    await portal.post(
      `/orders/${update.id}/retry`,
      { digest: failed.digest },
      'payments-dev',
    );
    expect((await finish(update)).state).toBe('succeeded');
  });

  it('is for the accounts and Regions that it had when it was ordered', async () => {
    const launched = await launch('spread');
    await change(launched, 'DELETE', D, REGIONS);

    const update = await portal.order({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id,
      versionId: await versionId('v2'),
      parameters: {},
    });
    expect((await world.readStored(update.id)).content?.stackSet).toEqual({
      accounts: [A, B, C],
      regions: [...REGIONS].sort(),
    });
    await change(launched, 'CREATE', D, [LAST]);
    expect(await statusesIn(launched, D)).toEqual({ [LAST]: 'CURRENT' });

    expect(await finish(update)).toMatchObject({
      state: 'succeeded',
      version: { name: 'v2' },
    });
    for (const account of [A, B, C]) {
      expect(await statusesIn(launched, account)).toEqual(
        Object.fromEntries(REGIONS.map(region => [region, 'CURRENT'])),
      );
    }
    // AWS, left to itself, would have updated it as well.
    expect(await statusesIn(launched, D)).toEqual({ [LAST]: 'OUTDATED' });
  });
});
