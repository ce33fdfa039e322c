import { Product } from 'backstage-plugin-aws-service-catalog-common';
import { SECRET, useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

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
});
