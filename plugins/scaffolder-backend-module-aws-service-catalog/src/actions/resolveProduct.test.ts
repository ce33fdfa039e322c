import { mockCredentials } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import {
  EntityOrdering,
  Product,
} from 'backstage-plugin-aws-service-catalog-common';
import { mockAwsServiceCatalogService } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { createProduct } from '../__testUtils__/orders';
import {
  resolvePathId,
  resolveProduct,
  resolveVersionId,
} from './resolveProduct';

const bucket = createProduct();
const elsewhere = createProduct({ target: 'production' });
const namedLikeAnId = createProduct({ id: 'prod-other', name: 'prod-bucket' });

/** A service that offers products in the targets `sandbox` and `production`. */
function createOptions(products: Product[], entity?: EntityOrdering) {
  const awsServiceCatalog = mockAwsServiceCatalogService.mock({
    listProducts: async ({ name, target }) => {
      const items = products.filter(
        each => each.name === name && (!target || each.target === target),
      );
      return {
        items: entity?.message ? [] : items,
        totalItems: items.length,
        portfolios: [],
        targets: [],
        entity,
      };
    },
    getProduct: async ({ target, id }) => {
      const found = products.find(
        each => each.id === id && each.target === target,
      );
      if (!found) {
        throw await ResponseError.fromResponse(
          new Response('{}', { status: 404 }),
        );
      }
      return found;
    },
    listTargets: async () => ({
      operator: false,
      items: ['sandbox', 'production'].map(name => ({
        name,
        accountId: '111111111111',
        region: 'eu-central-1',
      })),
    }),
  });
  return { awsServiceCatalog, credentials: mockCredentials.user() };
}

describe('resolveProduct', () => {
  it.each`
    products                   | request                                                  | expected         | reason
    ${[bucket]}                | ${{ product: 'Secure S3 Bucket' }}                       | ${bucket}        | ${'the only one of that name'}
    ${[bucket]}                | ${{ product: 'prod-bucket' }}                            | ${bucket}        | ${'the only one with that id'}
    ${[bucket, elsewhere]}     | ${{ product: 'Secure S3 Bucket', target: 'production' }} | ${elsewhere}     | ${'the target decides between equal names'}
    ${[bucket, elsewhere]}     | ${{ product: 'prod-bucket', target: 'sandbox' }}         | ${bucket}        | ${'the target decides between equal ids'}
    ${[bucket, namedLikeAnId]} | ${{ product: 'prod-bucket' }}                            | ${namedLikeAnId} | ${'a name goes before an id'}
  `('finds $request: $reason', async ({ products, request, expected }) => {
    await expect(
      resolveProduct(request, createOptions(products)),
    ).resolves.toEqual(expected);
  });

  it.each`
    products               | request                                             | error              | message
    ${[]}                  | ${{ product: 'Secure S3 Bucket' }}                  | ${'NotFoundError'} | ${'product: no product that you may order has the name or id "Secure S3 Bucket"'}
    ${[bucket]}            | ${{ product: 'prod-bucket', target: 'production' }} | ${'NotFoundError'} | ${'product: no product that you may order has the name or id "prod-bucket"'}
    ${[bucket, elsewhere]} | ${{ product: 'Secure S3 Bucket' }}                  | ${'ConflictError'} | ${'product: "Secure S3 Bucket" may be prod-bucket in target sandbox or prod-bucket in target production. Give the id, and the target'}
    ${[bucket, elsewhere]} | ${{ product: 'prod-bucket' }}                       | ${'ConflictError'} | ${'product: "prod-bucket" may be prod-bucket in target sandbox or prod-bucket in target production. Give the id, and the target'}
  `(
    'refuses $request of $products.length products: $error',
    async ({ products, request, error, message }) => {
      await expect(
        resolveProduct(request, createOptions(products)),
      ).rejects.toMatchObject({ name: error, message });
    },
  );

  it('says why nothing may be ordered for an entity', async () => {
    const options = createOptions([bucket], {
      entityRef: 'component:default/search-api',
      state: 'not-yours',
      message:
        'search-api belongs to team-search, and you are no member of it.',
    });

    await expect(
      resolveProduct(
        {
          product: 'Secure S3 Bucket',
          entityRef: 'component:default/search-api',
        },
        options,
      ),
    ).rejects.toThrow(
      'entityRef: search-api belongs to team-search, and you are no member of it.',
    );
  });

  it('passes on any failure but "not found"', async () => {
    const options = createOptions([]);
    options.awsServiceCatalog.getProduct.mockRejectedValue(
      await ResponseError.fromResponse(new Response('{}', { status: 503 })),
    );

    await expect(
      resolveProduct({ product: 'prod-bucket' }, options),
    ).rejects.toMatchObject({ statusCode: 503 });
  });
});

describe('resolveVersionId and resolvePathId', () => {
  const product = createProduct({
    versions: [
      { id: 'pa-3', name: 'stable', guidance: 'DEFAULT' },
      { id: 'pa-2', name: 'v2', guidance: 'DEFAULT' },
      { id: 'pa-1', name: 'v2', guidance: 'DEPRECATED' },
    ],
    paths: [
      { id: 'lp-1', portfolioId: 'port-1', portfolioName: 'Self-service' },
      { id: 'lp-2', portfolioId: 'port-2', portfolioName: 'Experiments' },
    ],
  });

  it('takes a version by id or name', () => {
    expect(resolveVersionId(product, 'stable')).toBe('pa-3');
    expect(resolveVersionId(product, 'pa-1')).toBe('pa-1');
  });

  it('names the choice when a version is unknown or ambiguous', () => {
    expect(() => resolveVersionId(product, 'v9')).toThrow(
      'version: "v9" is none of stable (pa-3), v2 (pa-2), v2 (pa-1)',
    );
    expect(() => resolveVersionId(product, 'v2')).toThrow(
      'version: "v2" is not unique. Give the id of one of stable (pa-3), v2 (pa-2), v2 (pa-1)',
    );
    expect(() =>
      resolveVersionId(createProduct({ versions: [] }), 'v1'),
    ).toThrow('version: "v1" is none of none at all');
  });

  it('takes a path by its id, or by the id or name of its portfolio', () => {
    expect(resolvePathId(product, 'lp-2')).toBe('lp-2');
    expect(resolvePathId(product, 'port-2')).toBe('lp-2');
    expect(resolvePathId(product, 'Experiments')).toBe('lp-2');
    expect(() => resolvePathId(product, 'Other')).toThrow(
      'path: "Other" is none of Self-service (lp-1), Experiments (lp-2)',
    );
  });
});
