import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import {
  DoctorFinding,
  DoctorReport,
} from 'backstage-plugin-aws-service-catalog-common';
import { Knex } from 'knex';
import { createTestTargets, launch } from '../__testUtils__/awsTargets';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { group } from '../__testUtils__/entities';
import { portalConfig, startPortal, TestPortal } from '../__testUtils__/portal';
import { newRoleStack } from '../__testUtils__/repairs';
import { SeededProduct } from '../__testUtils__/seed';
import { examineVersions } from './examinePortal';
import { FindingCode, findingKinds } from './findings';

jest.setTimeout(120_000);

const operator = 'platform-engineer';
const DAY = 24 * 60 * 60;

const role = (account: string) => `arn:aws:iam::${account}:role/launch`;
const sandboxRole = role('111111111111');

const tiny = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
const withParameter = (parameter: object) => ({
  ...tiny,
  Parameters: { Size: parameter },
});

const bucket: SeededProduct = {
  name: 'Bucket',
  versions: { v1: tiny },
  launchRoleArn: sandboxRole,
};

const groups = [
  group('group:default/platform-engineering', ['platform-engineer']),
  group('group:default/team-payments', ['payments-dev']),
  group('group:default/team-search', ['search-dev']),
];

/** What is found where all is well. */
const always = ['costs-not-configured', 'not-a-role', 'not-a-role'];

const databases = createTestDatabases();

type DatabaseId = Parameters<typeof databases.init>[0];

/** A portal, and what is wrong with it. */
type World = {
  knex: Knex;
  emulator: TestEmulator;
  portal: TestPortal;
};

/** How something is made to be wrong. */
type Setup = {
  /** Instead of the bucket, in the sandbox. */
  products?: SeededProduct[];
  /** Instead of what the production has. */
  production?: 'nothing';
  config?: JsonObject;
  /** The keys of targets that are different, by index. */
  targets?: Record<number, JsonObject>;
  /** Access keys of accounts that are different. */
  accessKeyIds?: Record<string, string>;
  entities?: Entity[];
  /** What happens before the doctor looks. */
  arrange?: (world: World) => Promise<void> | void;
};

async function start(knex: Knex, setup: Setup): Promise<World> {
  const emulator = await startEmulator({
    sandbox: setup.products ?? [bucket],
    production:
      setup.production === 'nothing'
        ? undefined
        : [{ ...bucket, launchRoleArn: role('222222222222') }],
  });
  const { awsServiceCatalog, aws } = portalConfig(emulator.url) as {
    awsServiceCatalog: { targets: JsonObject[] };
    aws: { accounts: { accountId: string }[] };
  };
  const portal = await startPortal({
    knex,
    emulator,
    entities: [...groups, ...(setup.entities ?? [])],
    config: {
      aws: {
        accounts: aws.accounts.map(account => ({
          ...account,
          accessKeyId:
            setup.accessKeyIds?.[account.accountId] ?? account.accountId,
        })),
      },
      awsServiceCatalog: {
        ...awsServiceCatalog,
        ...(JSON.parse(
          JSON.stringify(setup.config ?? {}).replaceAll(
            'EMULATOR',
            emulator.url,
          ),
        ) as JsonObject),
        targets: awsServiceCatalog.targets.map((target, index) => ({
          ...target,
          ...setup.targets?.[index],
        })),
      },
    },
  });
  return { knex, emulator, portal };
}

async function readReport({ portal }: World): Promise<DoctorReport> {
  const { status, body } = await portal.get('/doctor', operator);
  expect({ status, error: body.error }).toEqual({ status: 200 });
  return body;
}

const payer = (more: JsonObject = {}) => ({
  costs: {
    payers: [{ accountId: '111111111111', endpoint: 'EMULATOR' }],
    ...more,
  },
});

/** Lets something run for a day, and reads what it costs. */
async function runForADay({ emulator, portal }: World) {
  await launch(emulator, createTestTargets(emulator).get('sandbox'), {
    product: 'Bucket',
    name: 'one',
  });
  emulator.clock.advance(DAY);
  await portal.runTasks('sync-');
  await portal.runTask('read-costs');
}

/** What has to be wrong for each finding, and what it says. */
const cases: Record<
  Exclude<FindingCode, 'not-a-role' | 'version-skewed'>,
  Setup & {
    about?: string;
    says: RegExp;
    /** What else is found. */
    instead?: string[];
    /** How often it is found, unless once. */
    times?: number;
  }
> = {
  'credentials-refused': {
    arrange: ({ emulator }) =>
      emulator.faults.add({
        kind: 'error',
        name: 'UnrecognizedClientException',
        account: '222222222222',
      }),
    about: 'production',
    says: /does not accept the portal's credentials/,
    instead: ['costs-not-configured', 'not-a-role'],
  },
  'wrong-account': {
    accessKeyIds: { '222222222222': '333333333333' },
    about: 'production',
    says: /belong to account 333333333333, and the target is account 222222222222/,
    instead: ['costs-not-configured', 'not-a-role', 'sync-failed'],
  },
  'no-answer': {
    arrange: ({ emulator }) =>
      emulator.faults.add({ kind: 'http503', account: '222222222222' }),
    about: 'production',
    says: /got no usable answer/,
    instead: ['costs-not-configured', 'not-a-role'],
  },
  'permission-missing': {
    arrange: ({ emulator }) =>
      emulator.faults.add({
        kind: 'accessDenied',
        operation: 'ListPortfolios',
        account: '111111111111',
      }),
    about: 'sandbox',
    says: /may not call ListPortfolios/,
  },
  'clock-skewed': {
    arrange: ({ emulator }) =>
      emulator.faults.add({
        kind: 'skewedClock',
        seconds: 120,
        account: '111111111111',
      }),
    about: 'sandbox',
    says: /1(19|20|21) seconds behind/,
  },
  'sync-failed': {
    arrange: async ({ emulator, portal }) => {
      emulator.faults.add({
        kind: 'accessDenied',
        operation: 'SearchProducts',
        account: '111111111111',
      });
      await portal.sync('sandbox');
      emulator.faults.clear();
    },
    about: 'sandbox',
    says: /permission for SearchProducts.*The copy is of 2026-11-01/,
  },
  'no-products': {
    production: 'nothing',
    about: 'production',
    says: /no products to arn:aws:iam::222222222222:user\/emulator/,
  },
  'share-not-accepted': {
    arrange: async ({ emulator }) => {
      await emulator.seed({
        accountId: '111111111111',
        region: 'eu-central-1',
        template: {
          Resources: {
            Shared: {
              Type: 'AWS::ServiceCatalog::Portfolio',
              Properties: { DisplayName: 'Shared', ProviderName: 'Platform' },
            },
            Share: {
              Type: 'AWS::ServiceCatalog::PortfolioShare',
              Properties: {
                PortfolioId: { Ref: 'Shared' },
                AccountId: '999999999999',
              },
            },
          },
        },
      });
    },
    about: 'sandbox',
    says: /Account 999999999999 has not accepted the share of portfolio Shared/,
  },
  'serves-nobody': {
    targets: { 1: { owners: [] } },
    about: 'production',
    says: /serves no groups/,
  },
  'ref-unknown': {
    targets: {
      1: { owners: ['group:default/team-payments', 'group:default/typo'] },
    },
    about: 'production',
    says: /does not know group:default\/typo, named in owners of production/,
  },
  'no-launch-path': {
    arrange: async ({ emulator, portal }) => {
      emulator.faults.add({
        kind: 'error',
        name: 'ResourceNotFoundException',
        operation: 'ListLaunchPaths',
      });
      await portal.sync('sandbox');
    },
    about: 'sandbox/Bucket',
    says: /no way to launch it/,
  },
  'no-version': {
    arrange: async ({ knex }) => {
      await knex('product_versions')
        .where({ target: 'sandbox' })
        .update({ guidance: 'DEPRECATED' });
    },
    about: 'sandbox/Bucket',
    says: /no version that may be launched/,
  },
  'form-unreadable': {
    products: [bucket, { ...bucket, name: 'Queue' }],
    times: 2,
    arrange: ({ emulator }) =>
      emulator.faults.add({
        kind: 'error',
        name: 'InvalidParametersException',
        message: 'The template cannot be parsed',
        operation: 'DescribeProvisioningParameters',
        account: '111111111111',
      }),
    about: 'sandbox/Bucket',
    says: /version v1 takes cannot be read: The template cannot be parsed/,
  },
  'pattern-left-to-aws': {
    products: [
      {
        ...bucket,
        versions: {
          v1: withParameter({ Type: 'String', AllowedPattern: '(?=x)x+' }),
        },
      },
    ],
    about: 'sandbox/Bucket',
    says: /AllowedPattern of Size in version v1/,
  },
  'launch-role-missing': {
    products: [{ ...bucket, launchRoleArn: undefined }],
    about: 'sandbox/Bucket',
    says: /Portfolio Storage has no LAUNCH constraint/,
  },
  'launch-role-elsewhere': {
    products: [{ ...bucket, launchRoleArn: role('999999999999') }],
    about: 'sandbox/Bucket',
    says: /in account 999999999999, not in that of the target/,
  },
  'launch-role-lost': {
    arrange: async ({ emulator, portal }) => {
      await emulator.seed(newRoleStack);
      await launch(emulator, createTestTargets(emulator).get('sandbox'), {
        product: 'Bucket',
        name: 'one',
      });
      await portal.runTasks('sync-');
    },
    about: 'sandbox',
    says: /with launch role arn:aws:iam::111111111111:role\/launch the last time it was to launch or change one\.$/,
  },
  'tag-option-empty': {
    products: [
      {
        ...bucket,
        tagOptions: { Stage: ['dev'] },
        portfolioTagOptions: { Stage: ['prod'] },
      },
    ],
    about: 'sandbox/Bucket',
    says: /no value of Stage in common/,
  },
  'tag-option-blocks': {
    products: [
      {
        ...bucket,
        tagOptions: { 'backstage.io/owner': ['group:default/team-search'] },
      },
    ],
    about: 'sandbox/Bucket',
    says: /stamps backstage.io\/owner with group:default\/team-payments, and .* allow group:default\/team-search/,
  },
  'type-limited': {
    products: [{ ...bucket, type: 'EXTERNAL' }],
    about: 'sandbox/Bucket',
    says: /of the type EXTERNAL/,
  },
  'type-unsupported': {
    // AWS takes no new ones, and neither does the emulator.
    arrange: async ({ knex }) => {
      await knex('products')
        .where({ target: 'sandbox' })
        .update({ type: 'TERRAFORM_OPEN_SOURCE' });
    },
    about: 'sandbox/Bucket',
    says: /TERRAFORM_OPEN_SOURCE/,
  },
  'secrets-without-key': {
    products: [
      {
        ...bucket,
        versions: { v1: withParameter({ Type: 'String', NoEcho: true }) },
      },
    ],
    about: 'sandbox/Bucket',
    says: /v1 has secret parameters: Size/,
  },
  'policy-matches-nothing': {
    config: {
      quotas: [{ name: 'Old', match: { products: ['Bukcet'] }, limit: 3 }],
    },
    says: /quotas\[0\] \('Old'\): there is no product 'Bukcet'/,
  },
  'policy-names-unknown': {
    config: {
      estimates: [
        {
          match: { portfolios: ['Storage', 'Cold'] },
          monthly: 3,
          currency: 'USD',
        },
      ],
    },
    says: /estimates\[0\]: there is no portfolio 'Cold'/,
  },
  'nobody-approves': {
    config: {
      approval: { default: { approvers: ['group:default/empty'] } },
    },
    entities: [group('group:default/empty', [])],
    says: /approval.default takes 1 to approve, and group:default\/empty stand for 0/,
  },
  'costs-not-configured': { says: /costs.payers is empty/, instead: always },
  'costs-not-activated': {
    config: payer({ tagKey: 'nobody-has-it' }),
    arrange: runForADay,
    says: /nobody-has-it has to be activated/,
    instead: ['not-a-role', 'not-a-role'],
  },
  'costs-unreadable': {
    config: payer(),
    arrange: async world => {
      world.emulator.faults.add({
        kind: 'accessDenied',
        operation: 'GetCostAndUsage',
      });
      await runForADay(world);
    },
    says: /Account 111111111111: .*ce:GetCostAndUsage/,
    instead: ['not-a-role', 'not-a-role'],
  },
  'not-examined': {
    products: Array.from({ length: 26 }, (_, index) => ({
      ...bucket,
      name: `Bucket ${index}`,
      portfolios: Array.from(
        { length: 20 },
        (__, portfolio) => `P${portfolio}`,
      ),
    })),
    about: 'sandbox',
    says: /500 launch forms were looked at/,
  },
};

describe('the product doctor', () => {
  let world: World;
  const closing: (() => Promise<void>)[] = [];

  const begin = async (databaseId: DatabaseId, setup: Setup) => {
    world = await start(await databases.init(databaseId), setup);
    closing.push(world.emulator.close, world.portal.stop);
  };
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) {
      await close();
    }
  });

  it('knows what to do about everything that it can find', () => {
    expect(
      [...Object.keys(cases), 'not-a-role', 'version-skewed'].sort(),
    ).toEqual(Object.keys(findingKinds).sort());
  });

  it.each(Object.entries(cases))(
    'finds %s',
    async (
      code,
      { about, says, instead = always, times = 1, arrange, ...setup },
    ) => {
      await begin('SQLITE_3', setup);
      await arrange?.(world);
      await world.portal.runTask('run-doctor');
      const { findings } = await readReport(world);
      const found = findings.filter(each => each.code === code);
      expect(found).toHaveLength(times);
      const { target, product, message, mend, severity } = found[0];
      expect([target, product?.name].filter(Boolean).join('/')).toBe(
        about ?? '',
      );
      expect(message).toMatch(says);
      expect({ mend, severity }).toEqual(findingKinds[code as FindingCode]);
      // Nothing else is wrong.
      const others = findings.filter(each => each.code !== code);
      expect(others.map(each => each.code).sort()).toEqual(
        instead.filter(each => each !== code).sort(),
      );
    },
  );

  it('finds serial products that there are not', async () => {
    const serialProducts = ['Bucket', 'Account Factory'];
    await begin('SQLITE_3', { config: { reconcile: { serialProducts } } });
    await world.portal.runTask('run-doctor');
    const { findings } = await readReport(world);
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'policy-names-unknown',
        message:
          "reconcile.serialProducts: there is no product 'Account Factory'.",
      }),
    );
  });

  it('finds packages of different versions', () => {
    const name = 'backstage-plugin-aws-service-catalog';
    const versions = (common: string) =>
      new Map([
        [`${name}-backend`, '1.2.0'],
        [`${name}-common`, common],
      ]);
    expect(examineVersions(versions('1.2.0'))).toEqual([]);
    expect(examineVersions(versions('1.1.0'))).toMatchObject([
      { code: 'version-skewed', message: expect.stringMatching(/1\.1\.0/) },
    ]);
  });

  describe.each(databases.eachId)('on %s', databaseId => {
    const calls = () => world.emulator.calls.count();

    it('looks when it is time or an operator wants it, and never for a page', async () => {
      await begin(databaseId, {});
      const { portal, emulator } = world;
      expect(await readReport(world)).toEqual({
        running: false,
        products: 0,
        findings: [],
      });
      const request = () => portal.post('/doctor/run', {}, operator);
      expect(await request()).toMatchObject({
        status: 202,
        body: { running: true },
      });
      expect(portal.triggered).toEqual(['run-doctor']);
      emulator.calls.clear();
      await portal.runTask('run-doctor');
      // Of each target: who it is, its portfolios, the shares of the one that it has, and one launch form.
      expect(calls()).toBeLessThanOrEqual(2 * 5);
      emulator.calls.clear();
      const report = await readReport(world);
      expect(report).toMatchObject({ running: false, products: 2 });
      expect(report.findings.map(({ code }: DoctorFinding) => code)).toEqual(
        [...always].sort(),
      );
      expect(calls()).toBe(0);

      // Within a minute it is not begun again.
      await request();
      expect(portal.triggered).toHaveLength(1);
      emulator.clock.advance(61);
      portal.runningElsewhere.add('run-doctor');
      expect((await request()).status).toBe(202);
      portal.runningElsewhere.clear();
      await request();
      expect(portal.triggered).toHaveLength(2);
    });

    it('keeps its last report when a run is broken off', async () => {
      await begin(databaseId, {});
      const { portal, knex, emulator } = world;
      await portal.runTask('run-doctor');
      const before = await readReport(world);
      await knex.schema.renameTable('launch_forms', 'gone');
      emulator.clock.advance(60);
      await portal.runTask('run-doctor');
      await knex.schema.renameTable('gone', 'launch_forms');
      expect(await readReport(world)).toEqual(before);

      // A process that was killed ends no run; half an hour later it counts as ended.
      await knex('doctor_reports').update({
        running_since: new Date(emulator.clock.now()).toISOString(),
      });
      expect((await readReport(world)).running).toBe(true);
      emulator.clock.advance(30 * 60);
      expect((await readReport(world)).running).toBe(false);
    });
  });
});
