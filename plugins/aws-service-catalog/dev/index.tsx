/*
 * A portal without a backend: every state of the plugin's pages at http://localhost:3000. `yarn start` in the plugin's folder runs it.
 */
import type { Entity } from '@backstage/catalog-model';
import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  ApiBlueprint,
  createFrontendModule,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { JsonObject } from '@backstage/types';
import plugin from '../src';
import { awsServiceCatalogApiRef } from '../src/api';
import { ScenarioList } from './ScenarioList';
import { scenarios } from './scenarios';

const SESSION_KEY = 'scenario';

function getScenario() {
  const chosen = new URLSearchParams(window.location.search).get(SESSION_KEY);
  if (chosen) {
    window.sessionStorage.setItem(SESSION_KEY, chosen);
  }
  const name = chosen ?? window.sessionStorage.getItem(SESSION_KEY) ?? 'well';
  return scenarios[name] ?? scenarios.well;
}

const OWNER = 'group:default/team-payments';

/** An entity of the team whose resources the scenarios are about. */
function anEntity(kind: string, name: string, spec: JsonObject): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    spec: { ...spec, owner: OWNER },
    relations: [{ type: 'ownedBy', targetRef: OWNER }],
  };
}

const backend = createFrontendModule({
  pluginId: 'aws-service-catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: awsServiceCatalogApiRef,
          deps: {},
          factory: () => getScenario().makeApi(),
        }),
    }),
  ],
});

const catalog = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () =>
            catalogApiMock({
              entities: [
                anEntity('Component', 'payments-api', {
                  type: 'service',
                  lifecycle: 'production',
                }),
                anEntity('Resource', 'uploads', { type: 's3-bucket' }),
              ],
            }),
        }),
    }),
  ],
});

const start = createFrontendPlugin({
  pluginId: 'scenarios',
  title: 'Scenarios',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        title: 'Scenarios',
        loader: async () => <ScenarioList />,
      },
    }),
  ],
});

createDevApp({ features: [plugin, catalogPlugin, backend, catalog, start] });
