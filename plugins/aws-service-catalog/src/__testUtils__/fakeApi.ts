import type { AwsServiceCatalogApi } from 'backstage-plugin-aws-service-catalog-common';

/** An API of which a test answers what it expects; every other call fails and says which one it was. */
export function createFakeApi(
  answers: Partial<AwsServiceCatalogApi>,
): AwsServiceCatalogApi {
  const unexpected = (name: string) => async () => {
    throw new Error(`Unexpected call of ${name}`);
  };
  return {
    listProducts: unexpected('listProducts'),
    getProduct: unexpected('getProduct'),
    getLaunchForm: unexpected('getLaunchForm'),
    previewOrder: unexpected('previewOrder'),
    placeOrder: unexpected('placeOrder'),
    listOrders: unexpected('listOrders'),
    getOrder: unexpected('getOrder'),
    cancelOrder: unexpected('cancelOrder'),
    retryOrder: unexpected('retryOrder'),
    listProvisionedProducts: unexpected('listProvisionedProducts'),
    getProvisionedProduct: unexpected('getProvisionedProduct'),
    listOutputs: unexpected('listOutputs'),
    listRecords: unexpected('listRecords'),
    listTargets: unexpected('listTargets'),
    ...answers,
  };
}
