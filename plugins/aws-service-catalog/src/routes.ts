/*
 * Conventions of this plugin's pages.
 *
 * - URLs are the same in the new and in the legacy frontend system. The page is mounted at `/aws-service-catalog` (apps may
 *   move it); its tabs are `products`, `orders`, `approvals`, `resources` and, for operators, `platform`. Each tab is one sub-page whose component
 *   is a router: `ProductsRouter`, `OrdersRouter`, `ResourcesRouter`. A deep page (a product, its order form, an order, a resource) is a
 *   nested route of its tab's router, so the tabs stay and the right one is selected. In the new system a tab is a
 *   `SubPageBlueprint`, which mounts its element at `<path>/*`; in the legacy system `LegacyPage` mounts the same routers.
 * - Route refs come from `@backstage/core-plugin-api`, whose refs and hooks work in both systems. Nothing builds a URL of
 *   this plugin by hand: `useRouteRef(orderRouteRef)({ id })`.
 * - Components take `useApi`, `useRouteRef` and `useRouteRefParams` from `@backstage/core-plugin-api`, load data with
 *   `useAsyncRetry` of react-use and pass `error` and `retry` on to `ErrorPanel`.
 * - A page that comes from an entity carries the entity in the query parameter `ENTITY_REF_PARAMETER`.
 * - Every extension loads its component by dynamic import: what an entity page loads before the tab opens stays small.
 */
import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/**
 * The plugin's page.
 *
 * @public
 */
export const rootRouteRef = createRouteRef({ id: 'aws-service-catalog' });

/** The gallery of products that may be ordered. */
export const productsRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/products',
  parent: rootRouteRef,
  path: '/products',
});

/** One product of a target. */
export const productRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/product',
  parent: rootRouteRef,
  path: '/products/:target/:id',
});

/** The form that orders a product. */
export const orderFormRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/order-form',
  parent: rootRouteRef,
  path: '/products/:target/:id/order',
});

/** The list of orders. */
export const ordersRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/orders',
  parent: rootRouteRef,
  path: '/orders',
});

/** One order with its timeline. */
export const orderRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/order',
  parent: rootRouteRef,
  path: '/orders/:id',
});

/** The path of the tab "Approvals", below the page. */
export const APPROVALS_PATH = 'approvals';

/** What waits for the reader's decision. */
export const approvalsRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/approvals',
  parent: rootRouteRef,
  path: `/${APPROVALS_PATH}`,
});

/** The list of provisioned products. */
export const resourcesRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/resources',
  parent: rootRouteRef,
  path: '/resources',
});

/** One provisioned product of a target. */
export const resourceRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/resource',
  parent: rootRouteRef,
  path: '/resources/:target/:id',
});

/** The form that updates a provisioned product. */
export const resourceUpdateRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/resource-update',
  parent: rootRouteRef,
  path: '/resources/:target/:id/update',
});

/** The path of the tab "Platform", below the page. */
export const PLATFORM_PATH = 'platform';

/** Whether the service is healthy, for the people who run the portal. */
export const platformRouteRef = createSubRouteRef({
  id: 'aws-service-catalog/platform',
  parent: rootRouteRef,
  path: `/${PLATFORM_PATH}`,
});

/** The query parameter that carries the entity someone came from, as a full entity reference. */
export const ENTITY_REF_PARAMETER = 'entityRef';

/** The query parameter of the order form that carries the id of an order whose values it begins with. */
export const AGAIN_PARAMETER = 'again';
