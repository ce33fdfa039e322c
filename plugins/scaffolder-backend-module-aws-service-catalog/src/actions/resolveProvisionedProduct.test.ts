import { mockCredentials } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import { ProvisionedProductDetail } from 'backstage-plugin-aws-service-catalog-common';
import { mockAwsServiceCatalogService } from 'backstage-plugin-aws-service-catalog-node/testUtils';
import { createProvisionedProduct } from '../__testUtils__/orders';
import { resolveProvisionedProduct } from './resolveProvisionedProduct';

const receipts = createProvisionedProduct();
const longer = createProvisionedProduct({ id: 'pp-2', name: 'receipts-old' });
const elsewhere = createProvisionedProduct({ target: 'production' });

/** A service in which the caller may see these, and whose pages have one item. */
function createOptions(visible: ProvisionedProductDetail[]) {
  const awsServiceCatalog = mockAwsServiceCatalogService.mock({
    listProvisionedProducts: async ({ search = '', target, cursor = '0' }) => {
      const matches = visible.filter(
        each =>
          each.name.includes(search) && (!target || each.target === target),
      );
      const next = Number(cursor) + 1;
      return {
        items: matches.slice(next - 1, next),
        totalItems: matches.length,
        nextCursor: next < matches.length ? String(next) : undefined,
        targets: [],
      };
    },
    getProvisionedProduct: async ({ target, id }) => {
      const found = visible.find(
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

describe('resolveProvisionedProduct', () => {
  it.each`
    visible                  | provisionedProduct | target          | expected     | reason
    ${[longer, receipts]}    | ${'receipts'}      | ${undefined}    | ${receipts}  | ${'the name is equal, on whatever page'}
    ${[longer, receipts]}    | ${'pp-2'}          | ${undefined}    | ${longer}    | ${'named by id'}
    ${[receipts, elsewhere]} | ${'receipts'}      | ${'production'} | ${elsewhere} | ${'the target decides between equal names'}
    ${[receipts, elsewhere]} | ${'pp-1'}          | ${'sandbox'}    | ${receipts}  | ${'the target decides between equal ids'}
  `(
    'finds $provisionedProduct in $target: $reason',
    async ({ visible, expected, ...request }) => {
      await expect(
        resolveProvisionedProduct(request, createOptions(visible)),
      ).resolves.toEqual(expected);
    },
  );

  it.each`
    visible                  | provisionedProduct | error              | message
    ${[longer]}              | ${'receipts'}      | ${'NotFoundError'} | ${'provisionedProduct: no provisioned product that you may see has the name or id "receipts"'}
    ${[receipts, elsewhere]} | ${'receipts'}      | ${'ConflictError'} | ${'provisionedProduct: "receipts" may be pp-1 in target sandbox or pp-1 in target production. Give the id, and the target'}
  `(
    'refuses $provisionedProduct of $visible.length: $error',
    async ({ visible, provisionedProduct, error, message }) => {
      await expect(
        resolveProvisionedProduct(
          { provisionedProduct },
          createOptions(visible),
        ),
      ).rejects.toMatchObject({ name: error, message });
    },
  );
});
