import { randomUUID } from 'node:crypto';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { startEmulator, TestEmulator } from '../__testUtils__/emulator';
import { component } from '../__testUtils__/entities';
import {
  OrderPortal,
  orderPortalConfig,
  startOrderPortal,
} from '../__testUtils__/orderPortal';
import { portalConfig } from '../__testUtils__/portal';

jest.setTimeout(120_000);

const MUTATIONS = [
  'ProvisionProduct',
  'UpdateProvisionedProduct',
  'TerminateProvisionedProduct',
];

const rulesTemplate = {
  Parameters: {
    Choice: { Type: 'String', AllowedValues: ['a', 'b'], Default: 'a' },
    Pattern: {
      Type: 'String',
      AllowedPattern: '[a-z]+',
      ConstraintDescription: 'lower-case letters only',
      Default: 'abc',
    },
    Length: { Type: 'String', MinLength: 3, MaxLength: 5, Default: 'abc' },
    Range: { Type: 'Number', MinValue: 1, MaxValue: 30, Default: 7 },
    List: {
      Type: 'CommaDelimitedList',
      AllowedValues: ['x', 'y'],
      Default: 'x',
    },
    Required: { Type: 'String' },
    Secret: {
      Type: 'String',
      NoEcho: true,
      MinLength: 8,
      Default: 'unchanged',
    },
  },
  Rules: {
    BIsLong: {
      RuleCondition: { 'Fn::Equals': [{ Ref: 'Choice' }, 'b'] },
      Assertions: [
        {
          Assert: { 'Fn::Equals': [{ Ref: 'Range' }, '30'] },
          AssertDescription: 'b is kept for 30 days',
        },
      ],
    },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
};

const databases = createTestDatabases();

describe('bad input', () => {
  let knex: Knex;
  let emulator: TestEmulator;
  let portal: OrderPortal;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    emulator = await startEmulator({
      sandbox: [
        { name: 'Bucket', versions: { v1: rulesTemplate } },
        { name: 'Twice', portfolios: ['Storage', 'Cold'] },
        {
          name: 'Tagged',
          versions: { v1: rulesTemplate },
          tagOptions: { Team: ['blue', 'red'] },
        },
      ],
      production: [{ name: 'Bucket', versions: { v1: rulesTemplate } }],
    });
    portal = await startOrderPortal({
      knex,
      emulator,
      entities: [
        component('payments-api', 'group:default/team-payments'),
        component('search-api', 'group:default/team-search'),
        component('orphan'),
      ],
    });
  });
  afterAll(async () => {
    await portal?.stop();
    await emulator?.close();
  });

  const mutations = () =>
    MUTATIONS.reduce(
      (sum, operation) => sum + emulator.calls.count({ operation }),
      0,
    );

  /** A request that would be taken, with some of it replaced. */
  async function launch(changes: object = {}, product = 'Bucket') {
    return portal.launchOf(product, {
      name: `bucket-${randomUUID()}`,
      parameters: { Required: 'r' },
      ...changes,
    });
  }

  async function expectHarmless(
    body: object,
    user: string | undefined,
    expected: { status: number; field?: string; message?: RegExp },
  ) {
    const before = await knex('orders').pluck('id');
    const preview = await portal.post('/orders/preview', body, user);
    const { status, body: answer } = await portal.post('/orders', body, user);
    expect({ status, answer }).toMatchObject({ status: expected.status });
    expect(answer.error.message).toMatch(expected.message ?? /./);
    const fields = (answer.error.fields ?? []).map(
      ({ field }: { field: string }) => field,
    );
    expect(fields).toEqual(expected.field ? [expected.field] : []);
    // What the order is refused for, its preview says beforehand.
    const foreseen =
      preview.status === 200
        ? preview.body.problems
        : preview.body.error.fields;
    expect(foreseen).toEqual(answer.error.fields);
    await portal.tick(60);
    expect(await knex('orders').pluck('id')).toEqual(before);
    expect(mutations()).toBe(0);
  }

  const long = (length: number) => 'x'.repeat(length);
  const values = (parameters: object) => ({
    parameters: { Required: 'r', ...parameters },
  });
  const tag = (key: string, value = 'mine') => ({ tags: [{ key, value }] });

  beforeEach(() => emulator.calls.clear());

  it.each<{
    reason: string;
    changes: object;
    user?: string;
    product?: string;
    status?: number;
    field?: string;
    message?: RegExp;
  }>([
    {
      reason: 'an entity of another team',
      changes: { entityRef: 'component:default/search-api' },
      status: 403,
    },
    {
      reason: 'an entity of another team, whose owner is named',
      changes: {
        entityRef: 'component:default/search-api',
        owner: 'group:default/team-search',
      },
      status: 403,
    },
    {
      reason: 'an entity without an owner',
      changes: { entityRef: 'component:default/orphan' },
      field: 'entityRef',
      message: /has no owner/,
    },
    {
      reason: 'an unknown entity',
      changes: { entityRef: 'component:default/unknown' },
      field: 'entityRef',
    },
    {
      reason: 'an entity ref that is none',
      changes: { entityRef: 'payments-api' },
      field: 'entityRef',
    },
    {
      reason: "an owner other than the entity's",
      changes: {
        entityRef: 'component:default/payments-api',
        owner: 'group:default/team-search',
      },
      user: 'both-dev',
      field: 'owner',
    },
    {
      reason: 'a target that does not serve the team',
      changes: { target: 'production' },
      user: 'search-dev',
      status: 403,
      message: /serves neither you nor any of your teams/,
    },
    {
      reason: "a target that does not serve the entity's team",
      changes: {
        target: 'production',
        entityRef: 'component:default/search-api',
      },
      user: 'both-dev',
      status: 403,
    },
    {
      reason: 'somebody whom no target serves',
      changes: {},
      user: 'outsider',
      status: 403,
    },
    {
      reason: 'an operator whom the target does not serve',
      changes: {},
      user: 'platform-engineer',
      status: 403,
    },
    {
      reason: "an owner that is another's team",
      changes: { owner: 'group:default/team-search' },
      status: 403,
      message: /not a member/,
    },
    {
      reason: 'no owner, of somebody with two teams',
      changes: {},
      user: 'both-dev',
      field: 'owner',
      message: /Choose which of your teams/,
    },
    { reason: 'a service', changes: {}, user: 'nobody', status: 403 },
    ...['owner', 'entity', 'requester', 'order', 'portal'].map(name => ({
      reason: `the tag that names the ${name}`,
      changes: tag(`backstage.io/${name}`),
      field: `tags.backstage.io/${name}`,
      message: /The portal sets the tag/,
    })),
    {
      reason: "a tag of AWS's own",
      changes: tag('aws:createdBy'),
      field: 'tags.aws:createdBy',
    },
    {
      reason: 'a tag value that AWS does not take',
      changes: tag('note', 'a;b'),
      field: 'tags.note',
    },
    {
      reason: 'a tag that is given twice',
      changes: { tags: [...tag('note').tags, ...tag('note').tags] },
      field: 'tags.note',
    },
    {
      reason: 'a tag value that the TagOptions leave out',
      product: 'Tagged',
      changes: tag('Team', 'green'),
      field: 'tags.Team',
      message: /blue, red/,
    },
    {
      reason: 'no value for a TagOption',
      product: 'Tagged',
      changes: {},
      field: 'tags.Team',
    },
    {
      reason: 'too many tags',
      changes: {
        tags: Array.from({ length: 49 }, (_, index) => ({
          key: `key-${index}`,
          value: 'v',
        })),
      },
      field: 'tags',
    },
    {
      reason: 'an unknown product',
      changes: { productId: 'prod-unknown' },
      field: 'productId',
    },
    {
      reason: 'an unknown version',
      changes: { versionId: 'pa-unknown' },
      field: 'versionId',
    },
    {
      reason: 'an unknown target',
      changes: { target: 'moon', productId: 'prod-1' },
      field: 'target',
    },
    {
      reason: 'an unknown launch path',
      changes: { pathId: 'lpv3-unknown' },
      field: 'pathId',
    },
    {
      reason: 'no launch path where there are two',
      product: 'Twice',
      changes: { parameters: {} },
      field: 'pathId',
      message: /several portfolios/,
    },
    {
      reason: 'an unknown parameter',
      changes: values({ Nonsense: 'x' }),
      field: 'parameters.Nonsense',
      message: /do not exist in the template/,
    },
    {
      reason: 'a parameter named like a property of every object',
      changes: values(JSON.parse('{"constructor":"x"}')),
      field: 'parameters.constructor',
    },
    {
      reason: 'a value that is not allowed',
      changes: values({ Choice: 'c' }),
      field: 'parameters.Choice',
      message: /AllowedValues: a, b/,
    },
    {
      reason: 'a value that matches the pattern only in part',
      changes: values({ Pattern: 'abc1' }),
      field: 'parameters.Pattern',
      message: /lower-case letters only/,
    },
    {
      reason: 'a value that is too short',
      changes: values({ Length: 'ab' }),
      field: 'parameters.Length',
    },
    {
      reason: 'a value that is too long',
      changes: values({ Length: 'abcdef' }),
      field: 'parameters.Length',
    },
    {
      reason: 'a number that is too small',
      changes: values({ Range: '0' }),
      field: 'parameters.Range',
    },
    {
      reason: 'a number that is too large',
      changes: values({ Range: '31' }),
      field: 'parameters.Range',
    },
    {
      reason: 'a number that is none',
      changes: values({ Range: 'seven' }),
      field: 'parameters.Range',
    },
    {
      reason: 'a list with a value that is not allowed',
      changes: values({ List: 'x,z' }),
      field: 'parameters.List',
    },
    {
      reason: 'no value where one is required',
      changes: { parameters: {} },
      field: 'parameters.Required',
    },
    {
      reason: 'a value longer than AWS takes',
      changes: values({ Required: long(4097) }),
      field: 'parameters.Required',
    },
    {
      reason: 'values that break a rule of the template together',
      changes: values({ Choice: 'b' }),
      field: 'parameters',
      message: /b is kept for 30 days/,
    },
    {
      reason: 'a secret that is too short',
      changes: values({ Secret: 'hush' }),
      field: 'parameters.Secret',
      message: /^(?!.*hush)/,
    },
    {
      reason: 'a dynamic reference',
      changes: values({ Required: '{{resolve:secretsmanager:admin}}' }),
      field: 'parameters.Required',
      message: /must not contain \{\{resolve:/,
    },
    {
      reason: 'a dynamic reference within a value',
      changes: values({ Required: 'a {{resolve:ssm:/x}} b' }),
      field: 'parameters.Required',
    },
    {
      reason: 'a name that AWS does not take',
      changes: { name: 'my bucket' },
      field: 'name',
      message: /letters, digits/,
    },
    { reason: 'no name', changes: { name: undefined }, field: 'name' },
    {
      reason: 'a name that is too long',
      changes: { name: long(129) },
      field: 'name',
    },
    { reason: 'an unknown kind', changes: { kind: 'destroy' }, field: 'kind' },
  ])('refuses $reason', async row => {
    const { changes, product, status = 400, field, message } = row;
    const { target, ...rest } = changes as { target?: string };
    const inTarget = target === 'production' ? { target } : {};
    const body = await launch({ ...rest, ...inTarget }, product);
    await expectHarmless(
      target ? { ...body, target } : body,
      row.user === 'nobody' ? undefined : row.user ?? 'payments-dev',
      { status, field, message },
    );
  });

  it('refuses who is nobody', async () => {
    const response = await portal.postAnonymously('/orders', await launch());
    expect(response.status).toBe(401);
    expect(mutations()).toBe(0);
  });

  it('refuses a body that is too large', async () => {
    const body = await launch(values({ Required: long(1024 * 1024) }));
    const response = await portal.post('/orders', body, 'payments-dev');
    expect(response.status).toBe(413);
    expect(mutations()).toBe(0);
  });

  it('refuses a name that is taken, by an order or in AWS', async () => {
    const taken = await portal.order(await launch({ name: 'taken' }));
    // Nothing is sent, so that the order stays open.
    const second = await launch({ name: 'taken' });
    const other = { ...second, owner: 'group:default/team-search' };
    const expected = { status: 400, field: 'name', message: /taken-2/ };
    const refused = await portal.post('/orders', other, 'search-dev');
    expect(refused.body.error.fields).toMatchObject([{ field: 'name' }]);

    await portal.finish(taken.id);
    emulator.calls.clear();
    await expectHarmless(second, 'payments-dev', expected);

    // AWS has it, and the portal has not heard of it yet.
    await knex('provisioned_products').where({ name: 'taken' }).delete();
    const late = await portal.order(second);
    const failed = await portal.finish(late.id);
    expect(failed).toMatchObject({
      state: 'failed',
      failure: { message: expect.stringMatching(/already exists/) },
    });
    expect(failed.provisionedProduct.id).toBeUndefined();
  });

  it.each(['update', 'terminate'] as const)(
    "refuses to %s what is not the caller's",
    async kind => {
      const launched = await portal.finish(
        (
          await portal.order(await launch())
        ).id,
      );
      const body = {
        kind,
        target: 'sandbox',
        provisionedProductId: launched.provisionedProduct.id,
        ...(kind === 'update' && { parameters: {} }),
      };
      emulator.calls.clear();
      const field = 'provisionedProductId';
      await expectHarmless(body, 'search-dev', { status: 400, field });
      await expectHarmless({ ...body, target: 'moon' }, 'payments-dev', {
        status: 400,
        field: 'target',
      });
      await expectHarmless({ ...body, target: 'production' }, 'payments-dev', {
        status: 400,
        field,
      });
      await expectHarmless(body, undefined, { status: 403 });
    },
  );

  it('refuses a secret where it cannot be encrypted', async () => {
    const other = await startOrderPortal({
      knex,
      emulator,
      config: portalConfig(emulator.url),
    });
    const body = await launch(values({ Secret: 'long enough' }));
    const response = await other.post('/orders', body, 'payments-dev');
    expect(response.body.error.fields).toEqual([
      {
        field: 'parameters.Secret',
        message: expect.stringMatching(
          /awsServiceCatalog.secrets.keys is not configured/,
        ),
      },
    ]);
    expect(response.text).not.toContain('long enough');
    expect(mutations()).toBe(0);
    await other.stop();
  });

  it.each<{ reason: string; fault: object; status: number }>([
    {
      reason: 'refuses',
      fault: { kind: 'accessDenied' },
      status: 502,
    },
    { reason: 'throttles', fault: { kind: 'throttle' }, status: 503 },
    { reason: 'is down', fault: { kind: 'html503' }, status: 503 },
  ])('stores nothing when AWS $reason', async ({ fault, status }) => {
    const body = await launch();
    emulator.faults.add({
      operation: 'DescribeProvisioningParameters',
      ...fault,
    } as Parameters<typeof emulator.faults.add>[0]);
    const response = await portal.post('/orders', body, 'payments-dev');
    expect(response.status).toBe(status);
    emulator.faults.clear();
    expect(
      await knex('orders').where({ provisioned_product_name: body.name }),
    ).toEqual([]);
    expect(mutations()).toBe(0);
  });

  it('sends nothing with the credentials of another account', async () => {
    const config = orderPortalConfig(emulator.url);
    const mixedUp: JsonObject = {
      ...config,
      aws: {
        accounts: [
          {
            accountId: '111111111111',
            accessKeyId: '222222222222',
            secretAccessKey: 'not-a-secret',
          },
        ],
      },
    };
    const body = await launch();
    const accepted = await portal.order(body);
    const other = await startOrderPortal({ knex, emulator, config: mixedUp });
    const refused = await other.post(
      '/orders',
      { ...body, name: 'another' },
      'payments-dev',
    );
    expect(refused.status).toBe(502);
    expect(refused.body.error.message).toMatch(/belong to AWS account/);

    expect(await other.finish(accepted.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'WrongAccount' },
    });
    expect(mutations()).toBe(0);
    await other.stop();
  });
});
