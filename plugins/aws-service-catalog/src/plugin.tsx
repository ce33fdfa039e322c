import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiCloudLine } from '@remixicon/react';
import { awsServiceCatalogApi } from './apis';
import { awsEntityCard } from './entityCards';
import { awsEntityContent } from './entityContents';
import { orderContextMenuItem } from './entityContextMenuItems';
import {
  approvalsHomeCard,
  costsHomeCard,
  leasesHomeCard,
  openOrdersHomeCard,
} from './homePageWidgets';
import {
  approvalsSubPage,
  awsServiceCatalogPage,
  ordersSubPage,
  platformSubPage,
  productsSubPage,
  resourcesSubPage,
} from './pages';
import {
  orderFormRouteRef,
  orderRouteRef,
  productRouteRef,
  resourceRouteRef,
  rootRouteRef,
} from './routes';

/**
 * The plugin for the new frontend system.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'aws-service-catalog',
  title: 'AWS',
  icon: <RiCloudLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    product: productRouteRef,
    orderForm: orderFormRouteRef,
    order: orderRouteRef,
    resource: resourceRouteRef,
  },
  extensions: [
    awsServiceCatalogApi,
    awsServiceCatalogPage,
    productsSubPage,
    ordersSubPage,
    approvalsSubPage,
    resourcesSubPage,
    platformSubPage,
    awsEntityContent,
    awsEntityCard,
    orderContextMenuItem,
    approvalsHomeCard,
    openOrdersHomeCard,
    leasesHomeCard,
    costsHomeCard,
  ],
});
