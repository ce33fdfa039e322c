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
  createCardExtension<{}>({
    name: 'HomePageAwsApprovals',
    title: 'AWS approvals waiting for me',
    description: 'The orders of AWS products that you have to decide',
    layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
    components: () => import('./components/approvals/ApprovalsHomeCard'),
  }),
);

/**
 * The home page's card "My open AWS orders".
 *
 * @public
 */
export const HomePageAwsOpenOrders: (
  props: CardExtensionProps<{}>,
) => JSX.Element = awsServiceCatalogPlugin.provide(
  createCardExtension<{}>({
    name: 'HomePageAwsOpenOrders',
    title: 'My open AWS orders',
    description: 'What you have ordered and is not finished',
    layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
    components: () => import('./components/home/OpenOrdersHomeCard'),
  }),
);

/**
 * The home page's card "AWS leases ending".
 *
 * @public
 */
export const HomePageAwsLeases: (props: CardExtensionProps<{}>) => JSX.Element =
  awsServiceCatalogPlugin.provide(
    createCardExtension<{}>({
      name: 'HomePageAwsLeases',
      title: 'AWS leases ending',
      description: 'The AWS products of your teams that end soon',
      layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
      components: () => import('./components/home/LeasesHomeCard'),
    }),
  );

/**
 * The home page's card "AWS costs of my teams".
 *
 * @public
 */
export const HomePageAwsCosts: (props: CardExtensionProps<{}>) => JSX.Element =
  awsServiceCatalogPlugin.provide(
    createCardExtension<{}>({
      name: 'HomePageAwsCosts',
      title: 'AWS costs of my teams',
      description: 'What the AWS products of your teams cost this month',
      layout: { width: { defaultColumns: 6 }, height: { defaultRows: 5 } },
      components: () => import('./components/home/CostsHomeCard'),
    }),
  );

export { awsServiceCatalogApiRef } from './api';
