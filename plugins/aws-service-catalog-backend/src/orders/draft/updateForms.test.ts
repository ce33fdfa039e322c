import { SECRET, useBuckets } from '../../__testUtils__/buckets';
import { createTestDatabases } from '../../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('preparing an update, %s', databaseId => {
  const world = useBuckets(databases, databaseId);
  let count = 0;

  async function start(product = 'Bucket') {
    count += 1;
    const name = `prepare-${count}`;
    const launched =
      product === 'Bucket'
        ? await world.launchBucket(name)
        : await world.portal.finish(
            (
              await world.portal.order(
                await world.portal.launchOf(product, {
                  name,
                  pathId: (await world.portal.findProduct(product)).paths[1].id,
                  parameters: { Password: SECRET },
                }),
              )
            ).id,
          );
    const { id } = launched.provisionedProduct;
    const { versions } = await world.portal.findProduct(product);
    const versionId = (wanted: string) =>
      versions.find(version => version.name === wanted)?.id;
    return {
      id,
      versionId,
      async form(query = '') {
        const { status, body } = await world.portal.get(
          `/provisioned-products/sandbox/${id}/update-form${query}`,
          'payments-dev',
        );
        expect({ status, error: body.error }).toEqual({ status: 200 });
        return body;
      },
      async preview(request: object) {
        const { status, body } = await world.portal.post(
          '/orders/preview',
          {
            kind: 'update',
            target: 'sandbox',
            provisionedProductId: id,
            parameters: {},
            ...request,
          },
          'payments-dev',
        );
        expect(status).toBe(200);
        return body;
      },
      update: (request: object) =>
        world.portal.order({
          kind: 'update',
          target: 'sandbox',
          provisionedProductId: id,
          parameters: {},
          ...request,
        }),
    };
  }

  it('knows the values that AWS has, and keeps secrets', async () => {
    const { form, versionId } = await start();
    const same = await form();
    expect(same).toMatchObject({
      form: { version: { name: 'v1' }, path: { portfolioName: 'Storage' } },
      keepsValues: true,
      added: [],
      dropped: [],
      tags: { updatable: true },
      readAt: expect.any(String),
    });
    expect(same.current).toEqual(
      expect.arrayContaining([
        { key: 'Days', value: '7', source: 'aws', secret: false, kept: true },
        { key: 'Password', source: 'aws', secret: true, kept: true },
      ]),
    );
    expect(same.tags.current).toContainEqual({
      key: 'backstage.io/owner',
      value: 'group:default/team-payments',
    });
    expect(JSON.stringify(same.tags)).not.toContain('aws:');

    const next = await form(`?version=${versionId('v2')}`);
    expect(next).toMatchObject({
      form: { version: { name: 'v2' } },
      added: ['Tier'],
      dropped: [{ key: 'Days', value: '7', secret: false }],
    });
    expect(next.current.map(({ key }: { key: string }) => key)).not.toContain(
      'Tier',
    );
  });

  it('falls back to the last order, and then to nothing', async () => {
    const { id, form } = await start();
    world.emulator.faults.add({
      kind: 'accessDenied',
      operation: 'DescribeStacks',
    });
    const days = { key: 'Days', secret: false, kept: true };
    const ordered = await form();
    expect(ordered.unavailable).toContain('cloudformation:DescribeStacks');
    expect(ordered.current).toContainEqual({
      ...days,
      value: '7',
      source: 'order',
    });
    // Somebody else has changed the version since.
    await world
      .knex('orders')
      .where({ provisioned_product_id: id })
      .update({ version_id: 'pa-another' });
    expect((await form()).current).toContainEqual({
      ...days,
      source: 'unknown',
    });
  });

  it('says what an update changes, and plainly when that is nothing', async () => {
    const { preview, versionId } = await start();
    const nothing = await preview({ parameters: { Purpose: 'invoices' } });
    expect(nothing).toMatchObject({ acceptable: true, changes: [] });
    expect(nothing.unchanged).toEqual(
      expect.arrayContaining([
        { key: 'Purpose', value: 'invoices', secret: false },
        { key: 'Password', secret: true },
      ]),
    );
    const much = await preview({
      versionId: versionId('v2'),
      parameters: { Environment: 'prod', Password: 'another-secret' },
    });
    expect(much.changes).toEqual([
      { key: 'version', kind: 'version', from: 'v1', to: 'v2', secret: false },
      {
        key: 'Environment',
        kind: 'parameter',
        from: 'dev',
        to: 'prod',
        secret: false,
      },
      { key: 'Password', kind: 'parameter', secret: true },
      { key: 'Tier', kind: 'parameter', to: 'standard', secret: false },
      { key: 'Days', kind: 'parameter', from: '7', secret: false },
    ]);
    expect(JSON.stringify(much)).not.toContain('another-secret');
    // Of the values that AWS keeps as well.
    expect(
      await preview({ parameters: { Environment: 'prod' } }),
    ).toMatchObject({
      acceptable: false,
      problems: [{ field: 'parameters', message: 'prod is kept for 30 days' }],
    });
  });

  it('asks for a path only where it cannot know it', async () => {
    const { id, form } = await start('Twice');
    const { paths } = await world.portal.findProduct('Twice');
    expect((await form()).form.path).toEqual(paths[1]);
    await world
      .knex('orders')
      .where({ provisioned_product_id: id })
      .update({ state: 'failed' });
    const open = await form();
    expect(open).not.toHaveProperty('form');
    expect(open.paths).toEqual(paths);
    expect((await form(`?path=${paths[0].id}`)).form.path).toEqual(paths[0]);
  });

  it('writes the tags that it should have, only where it may', async () => {
    const { id, preview, update } = await start();
    await world
      .knex('provisioned_product_owners')
      .where({ provisioned_product_id: id })
      .update({ entity_ref: 'component:default/ledger' });
    await world
      .knex('provisioned_products')
      .where({ id })
      .update({ entity_ref: 'component:default/ledger' });
    const change = {
      key: 'backstage.io/entity',
      kind: 'tag',
      from: 'component:default/payments-api',
      to: 'component:default/ledger',
      secret: false,
    };
    expect(await preview({})).toMatchObject({ changes: [] });
    expect(await preview({ writeTags: true })).toMatchObject({
      acceptable: true,
      changes: [change],
    });
    const order = await update({ writeTags: true });
    expect(order.changes).toEqual([change]);
    expect((await world.portal.finish(order.id)).state).toBe('succeeded');
    const { body } = await world.askInventory(order);
    expect(body.tags).toContainEqual({
      key: 'backstage.io/entity',
      value: 'component:default/ledger',
    });
    expect(body).not.toHaveProperty('drift');

    const fixed = await start('Twice');
    expect(await fixed.preview({ writeTags: true })).toMatchObject({
      acceptable: false,
      problems: [
        {
          field: 'writeTags',
          message: expect.stringContaining('RESOURCE_UPDATE'),
        },
      ],
    });
  });

  it('writes no more tags than AWS takes', async () => {
    const { id, preview } = await start();
    const row = world.knex('provisioned_products').where({ id });
    const { tags } = await row.clone().first('tags');
    const others = JSON.parse(tags).filter(
      ({ key }: { key: string }) => !/^(aws:|backstage)/.test(key),
    );
    // Somebody has replaced those of the portal by as many as AWS takes.
    const tagWith = (total: number) =>
      row.clone().update({
        tags: JSON.stringify([
          ...others,
          ...Array.from({ length: total - others.length }, (_, index) => ({
            key: `own-${index}`,
            value: 'x',
          })),
        ]),
      });
    await tagWith(45);
    expect(await preview({ writeTags: true })).toMatchObject({
      acceptable: true,
    });
    await tagWith(46);
    expect((await preview({ writeTags: true })).problems).toEqual([
      {
        field: 'writeTags',
        message:
          'A provisioned product has at most 50 tags; with those of the portal these are 51.',
      },
    ]);
    expect(await preview({})).toMatchObject({ problems: [] });
  });

  it('has everything given again where AWS keeps nothing', async () => {
    const { id, form, preview } = await start();
    await world
      .knex('products')
      .where({ name: 'Bucket' })
      .update({ type: 'EXTERNAL' });
    await world
      .knex('provisioned_products')
      .where({ id })
      .update({ type: 'EXTERNAL' });
    try {
      const external = await form();
      expect(external).toMatchObject({ keepsValues: false });
      expect(external.current).toEqual(
        expect.arrayContaining([
          {
            key: 'Days',
            value: '7',
            source: 'order',
            secret: false,
            kept: false,
          },
          { key: 'Password', source: 'order', secret: true, kept: false },
        ]),
      );
      expect((await preview({})).problems).toContainEqual({
        field: 'parameters.Purpose',
        message: "Parameter 'Purpose' must have a value.",
      });
    } finally {
      await world
        .knex('products')
        .where({ name: 'Bucket' })
        .update({ type: 'CLOUD_FORMATION_TEMPLATE' });
    }
  });

  it('upgrades many, each judged by itself', async () => {
    const some = [await start(), await start()];
    const { body } = await world.portal.get(
      '/provisioned-products?outdated=true&search=prepare&limit=100',
      'payments-dev',
    );
    const ids = body.items.map((item: { id: string }) => item.id);
    expect(ids).toEqual(expect.arrayContaining(some.map(({ id }) => id)));
    const placeAll = () =>
      Promise.all(
        [...some.map(({ id }) => id), 'pp-unknown'].map(id =>
          world.portal.post(
            '/orders',
            {
              kind: 'update',
              requestToken: `upgrade-${databaseId}-${id}`,
              target: 'sandbox',
              provisionedProductId: id,
              versionId: some[0].versionId('v2'),
              parameters: {},
            },
            'payments-dev',
          ),
        ),
      );
    const placed = await placeAll();
    expect(placed.map(({ status }) => status)).toEqual([202, 202, 400]);
    const again = await placeAll();
    expect(again.map(answer => answer.body.id)).toEqual(
      placed.map(answer => answer.body.id),
    );
    for (const answer of placed.slice(0, 2)) {
      const done = await world.portal.finish(answer.body.id);
      expect(done).toMatchObject({ state: 'succeeded' });
      expect(done.outputs).toContainEqual(
        expect.objectContaining({ key: 'Purpose', value: 'invoices' }),
      );
    }
  });
});
