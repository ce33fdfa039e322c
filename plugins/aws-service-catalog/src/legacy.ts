/**
 * The extensions of the legacy frontend system, over the same components as the new one.
 *
 * @packageDocumentation
 */
import type { JSX } from 'react';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  CardExtensionProps,
  createCardExtension,
} from '@backstage/plugin-home-react';
import { AwsServiceCatalogClient } from 'backstage-plugin-aws-service-catalog-common';
import { awsServiceCatalogApiRef } from './api';
import { homeCards } from './homeCards';
import {
  orderFormRouteRef,
  orderRouteRef,
  productRouteRef,
  resourceRouteRef,
  rootRouteRef,
} from './routes';

/**
 * The plugin for the legacy frontend system.
 *
 * @public
 */
export const awsServiceCatalogPlugin = createPlugin({
  id: 'aws-service-catalog',
  routes: {
    root: rootRouteRef,
    product: productRouteRef,
    orderForm: orderFormRouteRef,
    order: orderRouteRef,
    resource: resourceRouteRef,
  },
  apis: [
    createApiFactory({
      api: awsServiceCatalogApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: apis => new AwsServiceCatalogClient(apis),
    }),
  ],
});

/**
 * The page with its tabs. Mount it at `/aws-service-catalog`.
 *
 * @public
 */
export const AwsServiceCatalogPage = awsServiceCatalogPlugin.provide(
  createRoutableExtension({
    name: 'AwsServiceCatalogPage',
    component: () => import('./components/LegacyPage').then(m => m.LegacyPage),
    mountPoint: rootRouteRef,
  }),
);

/**
 * The content of an entity page's tab "AWS".
 *
 * @public
 */
export const EntityAwsServiceCatalogContent: () => JSX.Element =
  awsServiceCatalogPlugin.provide(
    createComponentExtension({
      name: 'EntityAwsServiceCatalogContent',
      component: {
        lazy: () =>
          import('./components/entity/EntityAwsContent').then(
            m => m.EntityAwsContent,
          ),
      },
    }),
  );

/**
 * The card for an entity's overview.
 *
 * @public
 */
export const EntityAwsServiceCatalogCard: () => JSX.Element =
  awsServiceCatalogPlugin.provide(
    createComponentExtension({
      name: 'EntityAwsServiceCatalogCard',
      component: {
        lazy: () =>
          import('./components/entity/EntityAwsCard').then(
            m => m.EntityAwsCard,
          ),
      },
    }),
  );

/**
 * The home page's card "AWS approvals waiting for me".
 *
 * @public
 */
export const HomePageAwsApprovals: (
  props: CardExtensionProps<{}>,
) => JSX.Element = awsServiceCatalogPlugin.provide(
  createCardExtension<{}>(homeCards.approvals),
);

/**
 * The home page's card "My open AWS orders".
 *
 * @public
 */
export const HomePageAwsOpenOrders: (
  props: CardExtensionProps<{}>,
) => JSX.Element = awsServiceCatalogPlugin.provide(
  createCardExtension<{}>(homeCards.openOrders),
);

/**
 * The home page's card "AWS leases ending".
 *
 * @public
 */
export const HomePageAwsLeases: (props: CardExtensionProps<{}>) => JSX.Element =
  awsServiceCatalogPlugin.provide(createCardExtension<{}>(homeCards.leases));

/**
 * The home page's card "AWS costs of my teams".
 *
 * @public
 */
export const HomePageAwsCosts: (props: CardExtensionProps<{}>) => JSX.Element =
  awsServiceCatalogPlugin.provide(createCardExtension<{}>(homeCards.costs));

export { awsServiceCatalogApiRef } from './api';
