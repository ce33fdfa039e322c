import {
  FieldError,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { SECRET, useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

type RefusalBody = { error: { fields?: FieldError[] } };

const ENTITY = 'component:default/payments-api';
const OWNER = 'group:default/team-payments';

describe.each(databases.eachId)('what a request says, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  it('means the same entity and owner in whatever letter case it is written', async () => {
    const Entity = 'Component:Default/Payments-API';
    const Owner = 'Group:default/Team-Payments';
    const { id, versions }: Product = await world.portal.findProduct('Bucket');
    const placed = await world.portal.order({
      kind: 'provision',
      target: 'sandbox',
      productId: id,
      versionId: versions.find(({ name }) => name === 'v1')?.id,
      name: 'spelled',
      parameters: { Purpose: 'invoices', Password: SECRET },
      entityRef: Entity,
      owner: Owner,
    });
    expect(placed).toMatchObject({ entityRef: ENTITY, owner: OWNER });
    expect(placed.tags).toEqual(
      expect.arrayContaining([
        { key: 'backstage.io/entity', value: ENTITY },
        { key: 'backstage.io/owner', value: OWNER },
      ]),
    );
    await world.portal.finish(placed.id);

    const count = async (path: string) => {
      const { status, body } = await world.portal.get(path, 'payments-dev');
      expect({ path, status }).toEqual({ path, status: 200 });
      return body.totalItems;
    };
    for (const list of ['/orders', '/provisioned-products']) {
      expect(await count(`${list}?entityRef=${Entity}`)).toBe(1);
      expect(await count(`${list}?owner=${Owner}`)).toBe(1);
    }
    expect(await count(`/provisioned-products?entityRef=${Owner}`)).toBe(1);
    expect(await count(`/products?entityRef=${Entity}`)).toBe(
      await count(`/products?entityRef=${ENTITY}`),
    );
    const form = await world.portal.get(
      `/products/sandbox/${id}/launch-form?entityRef=${Entity}&owner=${Owner}`,
      'payments-dev',
    );
    expect(form.body.stampedTags).toEqual(
      expect.arrayContaining([{ key: 'backstage.io/entity', value: ENTITY }]),
    );
  });

  it.each([
    ['/orders', 'entityRef'],
    ['/orders', 'owner'],
    ['/provisioned-products', 'entityRef'],
    ['/provisioned-products', 'owner'],
    ['/products', 'entityRef'],
    ['/products/sandbox/prod-1/launch-form', 'entityRef'],
    ['/products/sandbox/prod-1/launch-form', 'owner'],
  ])('is refused by %s when its %s is no reference', async (path, field) => {
    for (const ref of ['payments-api', 'default/payments-api', 'a:b/c/d']) {
      const { status, body } = await world.portal.get(
        `${path}?${field}=${ref}`,
        'payments-dev',
      );
      expect([status, body.error.fields]).toEqual([
        400,
        [{ field, message: expect.stringContaining('kind:namespace/name') }],
      ]);
    }
  });

  describe.each([
    ['a NUL', 'a\0b'],
    ['half of a surrogate pair', 'a\ud800b'],
  ])('is refused with %s, which databases do not store,', (_, text) => {
    const id = '00000000-0000-4000-8000-000000000000';
    const expectRefusal = (
      { status, body }: { status: number; body: RefusalBody },
      field: string,
    ) =>
      expect([status, body.error.fields]).toEqual([
        400,
        [{ field, message: expect.stringMatching(/NUL.*surrogate/) }],
      ]);

    it.each<[string, string, object]>([
      ['parameters.Purpose', '/orders', { parameters: { Purpose: text } }],
      ['parameters.Password', '/orders', { parameters: { Password: text } }],
      [`parameters.${text}`, '/orders', { parameters: { [text]: 'x' } }],
      ['tags.0.key', '/orders', { tags: [{ key: text, value: 'x' }] }],
      ['tags.0.value', '/orders', { tags: [{ key: 'x', value: text }] }],
      ['reason', `/orders/${id}/cancel`, { digest: 'x', reason: text }],
      ['digest', `/orders/${id}/cancel`, { digest: text }],
      ['digest', `/orders/${id}/retry`, { digest: text }],
      ['reason', `/orders/${id}/approve`, { digest: 'x', reason: text }],
      ['reason', `/orders/${id}/reject`, { digest: 'x', reason: text }],
      [
        'secrets.Password',
        `/orders/${id}/retry`,
        { digest: 'x', secrets: { Password: text } },
      ],
    ])('in %j of %s', async (field, path, changes) => {
      const body = path.startsWith('/orders/')
        ? changes
        : await world.portal.launchOf('Bucket', {
            name: 'unstorable',
            parameters: {},
            ...changes,
          });
      expectRefusal(await world.portal.post(path, body, 'payments-dev'), field);
    });

    it.each(['/orders', '/products', '/provisioned-products'])(
      'in a cursor of %s',
      async path => {
        const cursor = (length: number) =>
          Buffer.from(JSON.stringify(Array(length).fill(text))).toString(
            'base64url',
          );
        for (const length of [1, 2, 3, 4]) {
          const { status, body } = await world.portal.get(
            `${path}?cursor=${cursor(length)}`,
            'payments-dev',
          );
          expect([status, body.error.fields]).toMatchObject([
            400,
            [{ field: 'cursor' }],
          ]);
        }
      },
    );
  });

  it.each([
    ['/products', 'search'],
    ['/products', 'name'],
    ['/products', 'portfolio'],
    ['/products', 'cursor'],
    ['/provisioned-products', 'search'],
  ])('is refused by %s when its %s has a NUL', async (path, field) => {
    const { status, body } = await world.portal.get(
      `${path}?${field}=a%00b`,
      'payments-dev',
    );
    expect([status, body.error.fields]).toEqual([
      400,
      [{ field, message: expect.stringContaining('NUL') }],
    ]);
  });
});
