/*
 * What a portal process runs: this plugin alone, with the scheduler, the database and the HTTP server of a real installation.
 * Started by portalProcess.ts, which says in its argument what with.
 */
import { flushCompileCache } from 'node:module';
import { AddressInfo } from 'node:net';
import { createBackend } from '@backstage/backend-defaults';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { clockServiceRef } from 'backstage-plugin-aws-service-catalog-node';
import awsServiceCatalogPlugin from '../index';
import { stepBoundaryServiceRef } from '../orders';
import { StepBoundary } from '../orders/ReconcileContext';
import { component } from './entities';
import { PortalProcessMessage, PortalProcessOptions } from './portalProcess';

const TEAM = 'group:default/team-payments';
const USER = 'user:default/payments-dev';

const { config, clock }: PortalProcessOptions = JSON.parse(process.argv[2]);

function tell(message: PortalProcessMessage) {
  process.send?.(message);
}

// Whoever started it is gone, and may not have been able to end it.
process.on('disconnect', () => process.exit(1));

let deadlyBoundary: StepBoundary | undefined;
process.on('message', (boundary: StepBoundary) => {
  deadlyBoundary = boundary;
  tell({ type: 'armed' });
});

let url = '';
const backend = createBackend();
backend.add(awsServiceCatalogPlugin);
backend.add(mockServices.rootConfig.factory({ data: config }));
backend.add(
  rootHttpRouterServiceFactory({
    configure({ server, applyDefaults }) {
      server.on('listening', () => {
        const { address, port } = server.address() as AddressInfo;
        url = `http://${address}:${port}`;
      });
      applyDefaults();
    },
  }),
);
backend.add(
  createServiceFactory({
    service: stepBoundaryServiceRef,
    deps: {},
    factory: () => ({
      reach: async boundary => {
        if (boundary === deadlyBoundary) {
          process.kill(process.pid, 'SIGKILL');
        }
      },
    }),
  }),
);
backend.add(
  createServiceFactory({
    service: clockServiceRef,
    deps: {},
    factory: () => ({
      now: () =>
        new Date(clock.start + (Date.now() - clock.wallStart) * clock.speed),
    }),
  }),
);
backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(
  mockServices.permissions.factory({ result: AuthorizeResult.ALLOW }),
);
backend.add(
  createServiceFactory({
    service: coreServices.userInfo,
    deps: {},
    factory: () =>
      mockServices.userInfo({
        userEntityRef: USER,
        ownershipEntityRefs: [USER, TEAM],
      }),
  }),
);
backend.add(
  catalogServiceMock.factory({ entities: [component('payments-api', TEAM)] }),
);
// The plugins that they would call over HTTP are not installed.
backend.add(
  createServiceFactory({
    service: notificationService,
    deps: {},
    factory: () => ({ send: async () => {} }),
  }),
);
backend.add(
  createServiceFactory({
    service: signalsServiceRef,
    deps: {},
    factory: () => ({ publish: async () => {} }),
  }),
);

backend.start().then(
  () => {
    tell({ type: 'started', url });
    // It would be done at the end, which a process that is killed does not have.
    flushCompileCache();
  },
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
