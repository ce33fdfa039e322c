import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiCloudLine } from '@remixicon/react';
import { rootRouteRef } from './routes';

/** The page; its tabs are the sub-pages below, in the order in which the plugin lists them. */
export const awsServiceCatalogPage = PageBlueprint.make({
  params: {
    path: '/aws-service-catalog',
    routeRef: rootRouteRef,
    title: 'AWS',
    icon: <RiCloudLine />,
  },
});

/** What may be ordered: gallery, product page and order form. */
export const productsSubPage = SubPageBlueprint.make({
  name: 'products',
  params: {
    path: 'products',
    title: 'Catalog',
    loader: () =>
      import('./components/products/ProductsRouter').then(m => (
        <m.ProductsRouter />
      )),
  },
});

/** What was ordered. */
export const ordersSubPage = SubPageBlueprint.make({
  name: 'orders',
  params: {
    path: 'orders',
    title: 'Orders',
    loader: () =>
      import('./components/orders/OrdersRouter').then(m => <m.OrdersRouter />),
  },
});

/** What is running. */
export const resourcesSubPage = SubPageBlueprint.make({
  name: 'resources',
  params: {
    path: 'resources',
    title: 'Resources',
    loader: () =>
      import('./components/resources/ResourcesRouter').then(m => (
        <m.ResourcesRouter />
      )),
  },
});
