import { Entity } from '@backstage/catalog-model';
import {
  AnyApiRef,
  coreExtensionData,
  createExtension,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import type { AwsServiceCatalogApi } from 'backstage-plugin-aws-service-catalog-common';
import { useLocation } from 'react-router-dom';
import { awsServiceCatalogApiRef } from '../api';
import plugin from '../plugin';

function Address() {
  const { pathname, search } = useLocation();
  return <div data-testid="address">{`${pathname}${search}`}</div>;
}

const addressBar = createExtension({
  name: 'address-bar',
  attachTo: { id: 'app/root', input: 'elements' },
  output: [coreExtensionData.reactElement],
  factory: () => [coreExtensionData.reactElement(<Address />)],
});

/** The path and query that the browser would show. */
export function address(): string {
  return screen.getByTestId('address').textContent ?? '';
}

/** Opens the installed plugin at a path, in an app of the new frontend system. */
export function renderPlugin(
  path: string,
  api: AwsServiceCatalogApi,
  moreApis: Array<readonly [AnyApiRef, object]> = [],
  entities: Entity[] = [],
) {
  return renderTestApp({
    features: [plugin],
    extensions: [addressBar],
    initialRouteEntries: [path],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    apis: [
      [awsServiceCatalogApiRef, api],
      catalogApiMock({ entities }),
      ...moreApis,
    ],
  });
}
