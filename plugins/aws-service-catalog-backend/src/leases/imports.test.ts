import { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { useLeases } from '../__testUtils__/leases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

const OPERATOR = 'platform-engineer';

describe.each(databases.eachId)('the lease of an import, %s', databaseId => {
  const world = useLeases(databases, databaseId);

  it('begins if its stack has the tag of this portal, which its preview does not know', async () => {
    const portal = await world.start();
    const launched = await world.launch(portal, 'moving');
    const left = await portal.order(
      {
        kind: 'terminate',
        target: launched.target,
        provisionedProductId: launched.provisionedProduct.id,
        retainResources: true,
        reason: 'It moves',
      },
      OPERATOR,
    );
    expect((await portal.finish(left.id)).state).toBe('succeeded');
    const request = {
      kind: 'import',
      target: launched.target,
      productId: launched.product.id,
      versionId: launched.version?.id,
      name: 'moved',
      stackArn: launched.outputs.find(
        ({ key }) => key === 'CloudformationStackARN',
      )?.value,
      owner: 'group:default/team-payments',
    };
    const lease = { policy: 'Buckets', onExpiry: 'terminate', renewals: 0 };

    const { body: preview } = await portal.post(
      '/orders/preview',
      request,
      OPERATOR,
    );
    expect(preview).toMatchObject({ acceptable: true });
    expect(preview.lease).toBeUndefined();
    const order: OrderDetail = await portal.order(request, OPERATOR);
    expect(order.lease).toBeUndefined();

    const imported = await portal.finish(order.id, OPERATOR);
    expect(imported.state).toBe('succeeded');
    const begun = await world.lease(portal, imported);
    expect(begun).toMatchObject(lease);
    expect(imported.lease?.endsAt).toBe(begun?.endsAt);
  });
});
