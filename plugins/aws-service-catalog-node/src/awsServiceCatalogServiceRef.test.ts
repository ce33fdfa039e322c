import {
  BackstageCredentials,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { awsServiceCatalogRoutes } from 'backstage-plugin-aws-service-catalog-common';
import express from 'express';
import { AwsServiceCatalogService } from './AwsServiceCatalogService';
import { awsServiceCatalogServiceRef } from './awsServiceCatalogServiceRef';

type ReceivedRequest = {
  route: string;
  credentials: BackstageCredentials;
  body: unknown;
};

/**
 * Starts a backend with a plugin that answers every route of the AWS Service Catalog plugin and notes who called, and
 * another plugin that calls it.
 */
async function startBackends() {
  const received: ReceivedRequest[] = [];
  let service: AwsServiceCatalogService | undefined;
  await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'aws-service-catalog',
        register(env) {
          env.registerInit({
            deps: {
              httpAuth: coreServices.httpAuth,
              httpRouter: coreServices.httpRouter,
            },
            async init({ httpAuth, httpRouter }) {
              const router = express.Router();
              router.use(express.json());
              router.use(async (req, res, next) => {
                received.push({
                  route: `${req.method} ${req.originalUrl}`,
                  credentials: await httpAuth.credentials(req),
                  body: req.body,
                });
                if (req.path === '/orders/missing') {
                  next(new NotFoundError('No such order'));
                } else {
                  res.json({ answer: req.path });
                }
              });
              httpRouter.use(router);
            },
          });
        },
      }),
      createBackendPlugin({
        pluginId: 'other',
        register(env) {
          env.registerInit({
            deps: { awsServiceCatalog: awsServiceCatalogServiceRef },
            async init({ awsServiceCatalog }) {
              service = awsServiceCatalog;
            },
          });
        },
      }),
    ],
  });
  return { service: service!, received };
}

const address = { target: 'sandbox', id: 'x-1' };
const terminate = {
  kind: 'terminate' as const,
  target: 'sandbox',
  provisionedProductId: 'pp-1',
};
const approve = { digest: 'd' };
const reject = { digest: 'd', reason: 'too large' };
const cancel = { digest: 'd', reason: 'not needed' };
const retry = { digest: 'd' };
const plan = { parameters: { Size: '20' } };
const hold = { reason: 'audit' };
const adopt = { owner: 'group:default/team-a' };
const handOver = { from: 'group:default/team-a', to: 'group:default/team-b' };
const entity = { entityRef: 'component:default/payments-api' };

describe('awsServiceCatalogServiceRef', () => {
  it('reaches every route but health, as the user it is called on behalf of', async () => {
    const { service, received } = await startBackends();
    const options = { credentials: mockCredentials.user('user:default/ann') };

    const answers = [
      await service.listProducts({ search: 'bucket' }, options),
      await service.getProduct(address, options),
      await service.getLaunchForm(address, { version: 'pa-1' }, options),
      await service.previewOrder(terminate, options),
      await service.placeOrder(terminate, options),
      await service.listOrders({ open: true }, options),
      await service.getOrder('o-1', options),
      await service.approveOrder('o-1', approve, options),
      await service.rejectOrder('o-1', reject, options),
      await service.cancelOrder('o-1', cancel, options),
      await service.retryOrder('o-1', retry, options),
      await service.resumeOrder('o-1', retry, options),
      await service.listProvisionedProducts({ limit: 5 }, options),
      await service.getProvisionedProduct(address, options),
      await service.listOutputs(address, options),
      await service.listRecords(address, options),
      await service.listServiceActions(address, options),
      await service.getPrincipals(address, options),
      await service.listStackResources(address, options),
      await service.listStackEvents(address, options),
      await service.listStackParameters(address, options),
      await service.listStackInstances(address, options),
      await service.getUpdateForm(address, { version: 'pa-1' }, options),
      await service.createPlan(address, plan, options),
      await service.getPlan({ ...address, planId: 'p-1' }, options),
      await service.adoptProvisionedProduct(address, adopt, options),
      await service.disownProvisionedProduct(address, options),
      await service.handOverProvisionedProduct(address, handOver, options),
      await service.listOwners({ orphaned: true }, options),
      await service.handOverOwner(handOver, options),
      await service.refreshProvisionedProduct(address, options),
      await service.refreshProvisionedProducts(entity, options),
      await service.listCosts({ groupBy: 'owner' }, options),
      await service.getDoctorReport(options),
      await service.runDoctor(options),
      await service.holdLease(address, hold, options),
      await service.releaseLease(address, options),
      await service.listPolicies(options),
      await service.listTargets(options),
      await service.syncTarget('sandbox', options),
      await service.reencryptSecrets(options),
    ];

    expect(received.map(({ route, body }) => [route, body])).toEqual([
      ['GET /api/aws-service-catalog/products?search=bucket', {}],
      ['GET /api/aws-service-catalog/products/sandbox/x-1', {}],
      [
        'GET /api/aws-service-catalog/products/sandbox/x-1/launch-form?version=pa-1',
        {},
      ],
      ['POST /api/aws-service-catalog/orders/preview', terminate],
      ['POST /api/aws-service-catalog/orders', terminate],
      ['GET /api/aws-service-catalog/orders?open=true', {}],
      ['GET /api/aws-service-catalog/orders/o-1', {}],
      ['POST /api/aws-service-catalog/orders/o-1/approve', approve],
      ['POST /api/aws-service-catalog/orders/o-1/reject', reject],
      ['POST /api/aws-service-catalog/orders/o-1/cancel', cancel],
      ['POST /api/aws-service-catalog/orders/o-1/retry', retry],
      ['POST /api/aws-service-catalog/orders/o-1/resume', retry],
      ['GET /api/aws-service-catalog/provisioned-products?limit=5', {}],
      ['GET /api/aws-service-catalog/provisioned-products/sandbox/x-1', {}],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/outputs',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/records',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/service-actions',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/principals',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/resources',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/events',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/parameters',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/stack-instances',
        {},
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/update-form?version=pa-1',
        {},
      ],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/plan',
        plan,
      ],
      [
        'GET /api/aws-service-catalog/provisioned-products/sandbox/x-1/plan/p-1',
        {},
      ],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/adopt',
        adopt,
      ],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/disown',
        {},
      ],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/hand-over',
        handOver,
      ],
      ['GET /api/aws-service-catalog/owners?orphaned=true', {}],
      ['POST /api/aws-service-catalog/owners/hand-over', handOver],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/refresh',
        {},
      ],
      ['POST /api/aws-service-catalog/provisioned-products/refresh', entity],
      ['GET /api/aws-service-catalog/costs?groupBy=owner', {}],
      ['GET /api/aws-service-catalog/doctor', {}],
      ['POST /api/aws-service-catalog/doctor/run', {}],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/hold',
        hold,
      ],
      [
        'POST /api/aws-service-catalog/provisioned-products/sandbox/x-1/release',
        {},
      ],
      ['GET /api/aws-service-catalog/policies', {}],
      ['GET /api/aws-service-catalog/targets', {}],
      ['POST /api/aws-service-catalog/targets/sandbox/sync', {}],
      ['POST /api/aws-service-catalog/secrets/re-encrypt', {}],
    ]);
    expect(received).toHaveLength(
      Object.keys(awsServiceCatalogRoutes).length - 1,
    );
    expect(answers[0]).toEqual({ answer: '/products' });
    for (const { credentials } of received) {
      expect(credentials.principal).toMatchObject({
        type: 'user',
        userEntityRef: 'user:default/ann',
      });
    }
  });

  it('calls as the plugin itself with its own service credentials', async () => {
    const { service, received } = await startBackends();

    await service.getOrder('o-1', {
      credentials: mockCredentials.service('plugin:other'),
    });

    expect(received[0].credentials.principal).toMatchObject({
      type: 'service',
      subject: 'plugin:other',
    });
  });

  it('does not call for nobody', async () => {
    const { service, received } = await startBackends();

    await expect(
      service.listTargets({ credentials: mockCredentials.none() }),
    ).rejects.toThrow();
    expect(received).toEqual([]);
  });

  it('throws what the plugin answers', async () => {
    const { service } = await startBackends();

    await expect(
      service.getOrder('missing', { credentials: mockCredentials.user() }),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      body: { error: { name: 'NotFoundError', message: 'No such order' } },
    });
  });

  it('makes no request once the signal is aborted', async () => {
    const { service, received } = await startBackends();

    await expect(
      service.getOrder('o-1', {
        credentials: mockCredentials.user(),
        signal: AbortSignal.abort(),
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(received).toEqual([]);
  });
});
