import { OrderRequest } from 'backstage-plugin-aws-service-catalog-common';
import { SECRET, useBuckets } from '../__testUtils__/buckets';
import { createTestDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const databases = createTestDatabases();

describe.each(databases.eachId)('a preview, %s', databaseId => {
  const world = useBuckets(databases, databaseId);

  const countReads = () =>
    world.emulator.calls.count({ operation: 'DescribeProvisioningParameters' });

  /** Previews a request again and again, as a form does while somebody types, and then places it. */
  async function previewAndPlace(request: OrderRequest) {
    const preview = async () => {
      const { body } = await world.portal.post(
        '/orders/preview',
        request,
        'payments-dev',
      );
      expect(body).toMatchObject({ acceptable: true, problems: [] });
    };
    await preview();
    world.emulator.calls.clear();
    await preview();
    await preview();
    const byPreviews = countReads();
    const order = await world.portal.order(request);
    return { order, byPreviews, byPlacing: countReads() - byPreviews };
  }

  it('asks AWS for no launch form that is known; placing the order does', async () => {
    const launch = await previewAndPlace(
      await world.portal.launchOf('Secretive', {
        name: 'previewed',
        parameters: { Password: SECRET },
      }),
    );
    expect(launch).toMatchObject({ byPreviews: 0, byPlacing: 1 });
    const launched = await world.portal.finish(launch.order.id);

    const update = await previewAndPlace({
      kind: 'update',
      target: 'sandbox',
      provisionedProductId: launched.provisionedProduct.id!,
      parameters: {},
    });
    expect(update).toMatchObject({ byPreviews: 0, byPlacing: 1 });
    await world.portal.finish(update.order.id);
  });
});
