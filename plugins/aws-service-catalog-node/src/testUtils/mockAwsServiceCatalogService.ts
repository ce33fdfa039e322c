import { createServiceMock } from '@backstage/backend-test-utils';
import { awsServiceCatalogServiceRef } from '../awsServiceCatalogServiceRef';

/**
 * Mock functionality for the AWS Service Catalog service.
 *
 * @public
 */
export namespace mockAwsServiceCatalogService {
  /**
   * Creates a service whose methods are jest mock functions, with some of them implemented by the caller. Its `factory`
   * installs it in a test backend.
   */
  export const mock = createServiceMock(awsServiceCatalogServiceRef, () => ({
    listProducts: jest.fn(),
    getProduct: jest.fn(),
    getLaunchForm: jest.fn(),
    previewOrder: jest.fn(),
    placeOrder: jest.fn(),
    listOrders: jest.fn(),
    getOrder: jest.fn(),
    approveOrder: jest.fn(),
    rejectOrder: jest.fn(),
    cancelOrder: jest.fn(),
    retryOrder: jest.fn(),
    resumeOrder: jest.fn(),
    listProvisionedProducts: jest.fn(),
    getProvisionedProduct: jest.fn(),
    listOutputs: jest.fn(),
    listRecords: jest.fn(),
    listServiceActions: jest.fn(),
    getPrincipals: jest.fn(),
    listStackResources: jest.fn(),
    listStackEvents: jest.fn(),
    listStackParameters: jest.fn(),
    listStackInstances: jest.fn(),
    getUpdateForm: jest.fn(),
    createPlan: jest.fn(),
    getPlan: jest.fn(),
    adoptProvisionedProduct: jest.fn(),
    disownProvisionedProduct: jest.fn(),
    handOverProvisionedProduct: jest.fn(),
    listOwners: jest.fn(),
    handOverOwner: jest.fn(),
    refreshProvisionedProduct: jest.fn(),
    refreshProvisionedProducts: jest.fn(),
    listCosts: jest.fn(),
    getDoctorReport: jest.fn(),
    runDoctor: jest.fn(),
    holdLease: jest.fn(),
    releaseLease: jest.fn(),
    listPolicies: jest.fn(),
    listTargets: jest.fn(),
    syncTarget: jest.fn(),
    reencryptSecrets: jest.fn(),
  }));
}
