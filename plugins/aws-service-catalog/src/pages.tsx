import {
  coreExtensionData,
  ExtensionBoundary,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiCloudLine } from '@remixicon/react';
import { APPROVALS_PATH, PLATFORM_PATH, rootRouteRef } from './routes';

/**
 * The page; its tabs are the sub-pages below, in the order in which the plugin lists them. Its layout is our own, because the
 * blueprint's tabs are fixed, and ours say how many approvals wait and show "Platform" to operators only.
 */
export const awsServiceCatalogPage = PageBlueprint.makeWithOverrides({
  *factory(originalFactory, { config, inputs, node }) {
    const title = config.title ?? 'AWS';
    const icon = <RiCloudLine />;
    const original = originalFactory({
      path: '/aws-service-catalog',
      routeRef: rootRouteRef,
      title,
      icon,
    });
    const { pluginId } = node.spec.plugin;
    const tabs = inputs.pages.map(page => {
      const path = page.get(coreExtensionData.routePath);
      return {
        path,
        title: page.get(coreExtensionData.title) ?? path,
        icon: page.get(coreExtensionData.icon),
        element: page.get(coreExtensionData.reactElement),
      };
    });
    yield coreExtensionData.routePath(
      original.get(coreExtensionData.routePath),
    );
    yield coreExtensionData.routeRef(rootRouteRef);
    yield coreExtensionData.title(title);
    yield coreExtensionData.icon(icon);
    yield coreExtensionData.reactElement(
      ExtensionBoundary.lazy(node, async () => {
        const { TabbedPage } = await import('./components/TabbedPage');
        return <TabbedPage {...{ pluginId, title, icon, tabs }} />;
      }),
    );
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

/** What waits for a decision of the reader's. */
export const approvalsSubPage = SubPageBlueprint.make({
  name: 'approvals',
  params: {
    path: APPROVALS_PATH,
    title: 'Approvals',
    loader: () =>
      import('./components/approvals/ApprovalsPage').then(m => (
        <m.ApprovalsPage />
      )),
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

/** Whether the service is healthy, for the people who run the portal. */
export const platformSubPage = SubPageBlueprint.make({
  name: 'platform',
  params: {
    path: PLATFORM_PATH,
    title: 'Platform',
    loader: () =>
      import('./components/platform/PlatformPage').then(m => (
        <m.PlatformPage />
      )),
  },
});
