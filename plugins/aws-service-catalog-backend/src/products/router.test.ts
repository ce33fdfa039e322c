import { createTestDatabases } from '../__testUtils__/databases';
import { accountIds } from '../__testUtils__/emulator';
import { portalConfig } from '../__testUtils__/portal';
import {
  namesOf,
  payments,
  search,
  startTwoTeams,
  TwoTeams,
} from '../__testUtils__/twoTeams';

jest.setTimeout(120_000);

describe('products and launch forms over HTTP', () => {
  const databases = createTestDatabases();

  describe.each(databases.eachId)('on %s', databaseId => {
    let world: TwoTeams;

    beforeAll(async () => {
      world = await startTwoTeams(await databases.init(databaseId));
    });
    afterAll(() => world?.stop());

    it.each([
      ['no-owner', 'orphan', 'payments-dev', []],
      ['not-yours', 'search-api', 'payments-dev', []],
      ['not-served', 'ads-api', 'ads-dev', []],
      ['unknown-annotation-value', 'typo', 'payments-dev', []],
      ['ok', 'cold', 'payments-dev', ['sandbox/Bucket']],
      ['ok', 'search-api', 'search-dev', ['sandbox/Bucket', 'sandbox/Queue']],
    ])('says %s about %s to %s', async (state, name, user, products) => {
      const body = await world.ok(
        `/products?entityRef=component:default/${name}`,
        user,
      );
      expect(body.entity).toMatchObject({
        state,
        entityRef: `component:default/${name}`,
      });
      expect(Boolean(body.entity.message)).toBe(state !== 'ok');
      expect(namesOf(body.items)).toEqual(products);
    });

    it('answers 404 for an entity that the catalog does not show', async () => {
      const path = '/products?entityRef=component:default/unknown';
      expect(await world.portal.get(path, 'payments-dev')).toMatchObject({
        status: 404,
      });
    });

    it('narrows products by words, name, target and portfolio, and offers all portfolios', async () => {
      const names = async (query: string) =>
        namesOf((await world.ok(`/products?${query}`, 'payments-dev')).items);
      expect(await names('search=PRIVATE%20buck')).toEqual(['sandbox/Bucket']);
      expect(await names('search=100%25_')).toEqual([]);
      expect(await names('name=Bucket&target=production')).toEqual([
        'production/Bucket',
      ]);
      expect(await names('name=bucket')).toEqual([]);
      expect(await names('portfolio=Messaging')).toEqual(['sandbox/Queue']);
      expect(await names('target=nowhere')).toEqual([]);
      const { portfolios } = await world.ok(
        '/products?search=vault',
        'payments-dev',
      );
      expect(portfolios).toEqual(['Cold', 'Messaging', 'Storage']);
    });

    it('shows versions newest first and paths by portfolio', async () => {
      const [queue] = (await world.ok('/products?name=Queue', 'search-dev'))
        .items;
      expect(queue).toMatchObject({
        accountId: '111111111111',
        region: 'eu-central-1',
        provider: 'Platform',
        versions: [
          { name: 'v2', guidance: 'DEFAULT' },
          { name: 'v1', guidance: 'DEFAULT' },
        ],
        syncedAt: expect.stringMatching(/^2026-11-01T/),
      });
      const [bucket] = (await world.ok('/products?name=Bucket', 'search-dev'))
        .items;
      expect(
        bucket.paths.map(
          ({ portfolioName }: { portfolioName: string }) => portfolioName,
        ),
      ).toEqual(['Cold', 'Storage']);
    });

    it('gives the launch form, and keeps it', async () => {
      const [bucket] = (
        await world.ok('/products?name=Bucket&target=sandbox', 'payments-dev')
      ).items;
      const path = bucket.paths[0].id;
      const url = `/products/sandbox/${bucket.id}/launch-form`;
      const before = world.emulator.calls.count({
        operation: 'DescribeProvisioningParameters',
      });
      const form = await world.ok(
        `${url}?path=${path}&entityRef=component:default/payments-api`,
        'payments-dev',
      );
      expect(form).toMatchObject({
        target: 'sandbox',
        accountId: '111111111111',
        product: { id: bucket.id, name: 'Bucket' },
        version: bucket.versions[0],
        path: { id: path, portfolioName: 'Cold' },
        paths: bucket.paths,
        groups: [
          { label: 'Bucket', parameters: ['Purpose', 'Environment'] },
          { parameters: ['Days', 'Zones', 'Password'] },
        ],
        rules: [
          {
            name: 'ProdIsKept',
            assertions: [{ description: 'prod is kept for 30 days' }],
          },
        ],
        launchRole: 'arn:aws:iam::111111111111:role/launch',
        owners: [payments],
        stampedTags: [
          { key: 'backstage.io/owner', value: payments },
          {
            key: 'backstage.io/entity',
            value: 'component:default/payments-api',
          },
          { key: 'backstage.io/requester', value: 'user:default/payments-dev' },
          { key: 'backstage.io/portal', value: 'test' },
        ],
      });
      await world.ok(`${url}?path=${path}`, 'search-dev');
      expect(
        world.emulator.calls.count({
          operation: 'DescribeProvisioningParameters',
        }),
      ).toBe(before + 1);
    });

    it('asks which team the form is for, and takes one of the caller’s', async () => {
      const [queue] = (await world.ok('/products?name=Queue', 'both-dev'))
        .items;
      const url = `/products/sandbox/${queue.id}/launch-form`;
      const form = await world.ok(`${url}?owner=${search}`, 'both-dev');
      expect(form.owners).toEqual([payments, search]);
      expect(form.stampedTags).toContainEqual({
        key: 'backstage.io/owner',
        value: search,
      });
      const { status, body } = await world.portal.get(
        `${url}?owner=${search}`,
        'payments-dev',
      );
      expect([status, body.error.fields]).toEqual([
        400,
        [{ field: 'owner', message: `You are not a member of ${search}.` }],
      ]);
    });

    it.each<[string, string, string, number, string | undefined]>([
      ['needs a path where there are several', 'Bucket', '', 400, 'path'],
      [
        'refuses a path of something else',
        'Queue',
        'path=lpv3-nothing',
        400,
        'path',
      ],
      [
        'refuses a version of something else',
        'Queue',
        'version=pa-nothing',
        400,
        'version',
      ],
      [
        'refuses the entity of another team',
        'Queue',
        'entityRef=component:default/search-api',
        403,
        undefined,
      ],
      [
        'refuses an entity without an owner',
        'Queue',
        'entityRef=component:default/orphan',
        400,
        'entityRef',
      ],
      [
        'refuses what the annotations leave out',
        'Queue',
        'entityRef=component:default/cold',
        400,
        'entityRef',
      ],
    ])('%s', async (_, product, query, expected, field) => {
      const [found] = (
        await world.ok(
          `/products?name=${product}&target=sandbox`,
          'payments-dev',
        )
      ).items;
      const before = world.emulator.calls.count();
      const { status, body } = await world.portal.get(
        `/products/sandbox/${found.id}/launch-form?${query}`,
        'payments-dev',
      );
      expect(status).toBe(expected);
      expect(
        body.error.fields?.map((each: { field: string }) => each.field),
      ).toEqual(field && [field]);
      expect(world.emulator.calls.count()).toBe(before);
    });

    it('says that a secret has a default, and not which', async () => {
      const [found] = (await world.ok('/products?name=Vault', 'payments-dev'))
        .items;
      const form = await world.ok(
        `/products/production/${found.id}/launch-form`,
        'payments-dev',
      );
      expect(form.parameters).toEqual([
        { key: 'Pin', type: 'String', noEcho: true, default: '' },
      ]);
    });

    it('takes only the paths in the portfolios that an entity is limited to', async () => {
      const [bucket] = (
        await world.ok('/products?name=Bucket&target=sandbox', 'payments-dev')
      ).items;
      const form = await world.ok(
        `/products/sandbox/${bucket.id}/launch-form?entityRef=component:default/cold`,
        'payments-dev',
      );
      expect(form.path.portfolioName).toBe('Cold');
      expect(form.paths).toHaveLength(1);
    });

    it('reads no form with the credentials of another account', async () => {
      const config = portalConfig(world.emulator.url);
      const aws = {
        accounts: Object.values(accountIds).map(accountId => ({
          accountId,
          accessKeyId: '222222222222',
          secretAccessKey: 'not-a-secret',
        })),
      };
      await world.knex('launch_forms').delete();
      const confused = await world.startAnother({ config: { ...config, aws } });
      const [queue] = (
        await confused.get('/products?name=Queue', 'payments-dev')
      ).body.items;
      world.emulator.calls.clear();
      const { status, body } = await confused.get(
        `/products/sandbox/${queue.id}/launch-form`,
        'payments-dev',
      );
      expect([status, body.error.kind]).toEqual([502, 'wrong-account']);
      expect(world.emulator.calls.counts()).toEqual({
        '222222222222': { GetCallerIdentity: 1 },
      });
      await confused.stop();
    });
  });
});
