import { createBackendModule } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import { awsServiceCatalogApprovalExtensionPoint } from 'backstage-plugin-aws-service-catalog-node';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator } from '../__testUtils__/emulator';
import { group } from '../__testUtils__/entities';
import { portalConfig, startPortal, TestPortal } from '../__testUtils__/portal';

jest.setTimeout(120_000);

const operator = 'platform-engineer';
const approvers = ['group:default/platform-engineering'];
const renewers = [...approvers, 'group:default/gone'];
const DAY = 24 * 60 * 60;

const policies: JsonObject = {
  approval: {
    policies: [
      {
        name: 'production',
        match: { targets: ['production'], kinds: ['provision', 'terminate'] },
        approvers,
        quorum: 2,
        timeout: { hours: 4 },
        onTimeout: 'reject',
      },
      { name: 'old', match: { products: ['Bukcet'] }, auto: true },
    ],
    default: { approvers },
  },
  quotas: [
    { name: 'old', match: { portfolios: ['gone', 'gone too'] }, limit: 3 },
    { name: 'all', limit: 20 },
  ],
  leases: [
    {
      name: 'trials',
      match: { parameters: { Purpose: ['trial'] } },
      lifetime: { days: 30 },
      renew: { approvalAbove: 1, approvers: renewers, max: 3 },
      onExpiry: 'terminate',
    },
  ],
};

/** A module that has a rule of its own for some orders. */
const policyModule = createBackendModule({
  pluginId: 'aws-service-catalog',
  moduleId: 'policy',
  register(env) {
    env.registerInit({
      deps: { approval: awsServiceCatalogApprovalExtensionPoint },
      async init({ approval }) {
        approval.setPolicyProvider({ judge: async () => undefined });
      },
    });
  },
});

const databases = createTestDatabases();

describe.each(databases.eachId)('GET /policies on %s', databaseId => {
  let portal: TestPortal;
  const closing: (() => Promise<void>)[] = [];

  async function start(config: JsonObject, features?: [typeof policyModule]) {
    const emulator = await startEmulator({
      sandbox: [
        {
          name: 'Bucket',
          versions: {
            v1: { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } },
          },
        },
      ],
    });
    const { awsServiceCatalog, ...rest } = portalConfig(emulator.url);
    portal = await startPortal({
      knex: await databases.init(databaseId),
      emulator,
      features,
      entities: [group(approvers[0], [operator])],
      config: {
        ...rest,
        awsServiceCatalog: { ...(awsServiceCatalog as JsonObject), ...config },
      },
    });
    closing.push(emulator.close, portal.stop);
    return emulator;
  }

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  });

  const read = async () => (await portal.get('/policies', operator)).body;

  it('says what was read, in its order, with the defaults that nobody wrote', async () => {
    const emulator = await start(policies);
    emulator.calls.clear();
    const rule = {
      auto: false,
      approvers,
      quorum: 1,
      timeoutSeconds: DAY,
      onTimeout: 'expire',
    };
    expect(await read()).toEqual({
      asksModule: false,
      approvals: [
        {
          ...rule,
          name: 'production',
          match: { targets: ['production'], kinds: ['provision', 'terminate'] },
          quorum: 2,
          timeoutSeconds: 4 * 60 * 60,
          onTimeout: 'reject',
          problems: [],
        },
        {
          ...rule,
          name: 'old',
          match: { products: ['Bukcet'] },
          auto: true,
          approvers: [],
          problems: [],
        },
      ],
      defaultApproval: rule,
      quotas: [
        {
          name: 'old',
          match: { portfolios: ['gone', 'gone too'] },
          limit: 3,
          problems: [],
        },
        { name: 'all', match: {}, limit: 20, problems: [] },
      ],
      leases: [
        {
          name: 'trials',
          match: { parameters: { Purpose: ['trial'] } },
          lifetimeSeconds: 30 * DAY,
          warnSeconds: 7 * DAY,
          renewal: {
            periodSeconds: 30 * DAY,
            max: 3,
            approvalAbove: 1,
            approvers: renewers,
          },
          graceSeconds: 0,
          onExpiry: 'terminate',
          problems: [],
        },
      ],
    });
    expect(emulator.calls.count()).toBe(0);
  });

  it('says that a module is asked first', async () => {
    await start({}, [policyModule]);
    expect(await read()).toMatchObject({
      asksModule: true,
      approvals: [],
      defaultApproval: { auto: true },
    });
  });

  it('says of each what it names that does not exist, and whether nobody can approve, once the doctor has looked', async () => {
    await start(policies);
    await portal.runTask('run-doctor');
    const { approvals, quotas, leases, examinedAt } = await read();
    expect(examinedAt).toEqual(expect.any(String));
    const problems = (list: { name: string; problems: string[] }[]) =>
      list.map(policy => [policy.name, policy.problems]);
    expect(problems(approvals)).toEqual([
      [
        'production',
        [expect.stringMatching(/takes 2 to approve.* stand for 1/)],
      ],
      ['old', [expect.stringMatching(/there is no product 'Bukcet'/)]],
    ]);
    // Another kind of policy may have the same name.
    expect(problems(quotas)).toEqual([
      [
        'old',
        [expect.stringMatching(/there is no portfolio 'gone', 'gone too'/)],
      ],
      ['all', []],
    ]);
    expect(problems(leases)).toEqual([
      [
        'trials',
        [
          expect.stringMatching(/there is no parameter 'Purpose'/),
          expect.stringMatching(/does not know group:default.gone/),
        ],
      ],
    ]);
  });
});
