import {
  CreateProvisioningArtifactCommand,
  SearchProductsCommand,
} from '@aws-sdk/client-service-catalog';
import { TEMPLATE_BASE } from '../__testUtils__/harness';
import { seedTemplate } from '../__testUtils__/seeds';
import { client, emulator, ids, start } from '../__testUtils__/ownCatalog';

describe('searching products', () => {
  it('filters products by words, owner and type, and counts by owner', async () => {
    await start({
      Storage: {
        products: { 'Secure Bucket': 'bucket.yaml', Archive: 'bucket.yaml' },
      },
    });
    const search = async (Filters: { [name: string]: string[] }) =>
      client.send(new SearchProductsCommand({ Filters, SortBy: 'Title' }));
    const names = async (Filters: { [name: string]: string[] }) =>
      (await search(Filters)).ProductViewSummaries!.map(({ Name }) => Name);

    expect(await names({})).toEqual(['Archive', 'Secure Bucket']);
    expect(await names({ FullTextSearch: ['bucket secure'] })).toEqual([
      'Secure Bucket',
    ]);
    expect(await names({ Owner: ['Nobody'] })).toEqual([]);
    expect(
      await names({ Owner: ['Nobody', 'Platform'], FullTextSearch: ['arch'] }),
    ).toEqual(['Archive']);
    const { ProductViewAggregations } = await search({});
    expect(ProductViewAggregations).toMatchObject({
      Owner: [{ Value: 'Platform', ApproximateCount: 2 }],
      ProductType: [{ Value: 'CLOUD_FORMATION_TEMPLATE', ApproximateCount: 2 }],
    });
  });

  it('sorts products by title, number of versions and age', async () => {
    await start({
      Storage: { products: { Beta: 'bucket.yaml', Gamma: 'bucket.yaml' } },
    });
    emulator.clock.advance(60);
    await emulator.seed({
      template: seedTemplate({
        Storage: { products: { Beta: 'bucket.yaml', Alpha: 'bucket.yaml' } },
      }),
    });
    await client.send(
      new CreateProvisioningArtifactCommand({
        ProductId: ids('Gamma'),
        Parameters: {
          Name: 'v2',
          Info: { LoadTemplateFromURL: `${TEMPLATE_BASE}bucket.yaml` },
        },
      }),
    );
    const names = async (
      SortBy: 'Title' | 'VersionCount' | 'CreationDate',
      SortOrder?: 'ASCENDING' | 'DESCENDING',
    ) => {
      const { ProductViewSummaries } = await client.send(
        new SearchProductsCommand({ SortBy, SortOrder }),
      );
      return ProductViewSummaries!.map(({ Name }) => Name);
    };
    expect(await names('Title')).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(await names('Title', 'DESCENDING')).toEqual([
      'Gamma',
      'Beta',
      'Alpha',
    ]);
    expect((await names('VersionCount', 'DESCENDING'))[0]).toBe('Gamma');
    expect((await names('CreationDate', 'DESCENDING'))[0]).toBe('Alpha');
  });
});
