import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { awsServiceCatalogServiceRef } from '../awsServiceCatalogServiceRef';
import { mockAwsServiceCatalogService } from './mockAwsServiceCatalogService';

describe('mockAwsServiceCatalogService', () => {
  it('takes the place of the service in a backend and remembers its calls', async () => {
    const mock = mockAwsServiceCatalogService.mock({
      listTargets: async () => ({ items: [], operator: false }),
    });
    const options = { credentials: mockCredentials.user() };
    let answer: unknown;
    await startTestBackend({
      features: [
        mock.factory,
        createBackendPlugin({
          pluginId: 'other',
          register(env) {
            env.registerInit({
              deps: { awsServiceCatalog: awsServiceCatalogServiceRef },
              async init({ awsServiceCatalog }) {
                answer = await awsServiceCatalog.listTargets(options);
              },
            });
          },
        }),
      ],
    });

    expect(answer).toEqual({ items: [], operator: false });
    expect(mock.listTargets).toHaveBeenCalledWith(options);
    expect(mock.placeOrder).not.toHaveBeenCalled();
  });
});
