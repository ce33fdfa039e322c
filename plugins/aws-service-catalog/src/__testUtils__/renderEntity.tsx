import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { awsServiceCatalogApiRef } from '../api';
import { awsEntityCard } from '../entityCards';
import { awsEntityContent } from '../entityContents';
import { rootRouteRef } from '../routes';
import { FakeAwsServiceCatalogApi } from './FakeAwsServiceCatalogApi';
import { FakeSignalApi } from './FakeSignalApi';

/** The entity whose page is shown unless a test says otherwise. */
export const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments-api', namespace: 'default' },
  spec: { type: 'service', owner: 'team-payments' },
};

/** Shows the tab or the card of an entity's page. */
export function renderEntity(
  extension: typeof awsEntityContent | typeof awsEntityCard,
  api: FakeAwsServiceCatalogApi,
  options: { entity?: Entity; signals?: FakeSignalApi } = {},
) {
  const { entity = component, signals } = options;
  return renderTestApp({
    extensions: [createTestEntityPage({ entity }), extension],
    mountedRoutes: { '/aws-service-catalog': rootRouteRef },
    apis: [
      [awsServiceCatalogApiRef, api],
      ...(signals ? [[signalApiRef, signals] as const] : []),
    ],
  });
}
