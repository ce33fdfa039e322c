import {
  Content,
  HeaderTabs,
  Link,
  PageWithHeader,
} from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import {
  approvalsRouteRef,
  ordersRouteRef,
  platformRouteRef,
  productsRouteRef,
  resourcesRouteRef,
} from '../routes';
import {
  ApprovalCountProvider,
  useApprovalsLabel,
} from './approvals/ApprovalCount';
import { ApprovalsPage } from './approvals/ApprovalsPage';
import { OrdersRouter } from './orders/OrdersRouter';
import { PlatformPage } from './platform/PlatformPage';
import { ProductsRouter } from './products/ProductsRouter';
import { ResourcesRouter } from './resources/ResourcesRouter';
import { useOperator } from './useOperator';

const TabbedPage = () => {
  const { pathname } = useLocation();
  const platform = {
    id: 'platform',
    label: 'Platform',
    to: useRouteRef(platformRouteRef)(),
  };
  const isOperator = useOperator();
  const tabs = [
    { id: 'products', label: 'Catalog', to: useRouteRef(productsRouteRef)() },
    { id: 'orders', label: 'Orders', to: useRouteRef(ordersRouteRef)() },
    {
      id: 'approvals',
      label: useApprovalsLabel('Approvals'),
      to: useRouteRef(approvalsRouteRef)(),
    },
    {
      id: 'resources',
      label: 'Resources',
      to: useRouteRef(resourcesRouteRef)(),
    },
    ...(isOperator ? [platform] : []),
  ];
  const selected = tabs.findIndex(
    tab => pathname === tab.to || pathname.startsWith(`${tab.to}/`),
  );
  return (
    <PageWithHeader title="AWS" themeId="tool">
      <HeaderTabs
        selectedIndex={Math.max(selected, 0)}
        tabs={tabs.map(({ id, label, to }) => ({
          id,
          label,
          tabProps: { component: Link, to },
        }))}
      />
      <Content noPadding>
        <Routes>
          <Route index element={<Navigate to="products" replace />} />
          <Route path="products/*" element={<ProductsRouter />} />
          <Route path="orders/*" element={<OrdersRouter />} />
          <Route path="approvals" element={<ApprovalsPage />} />
          <Route path="resources/*" element={<ResourcesRouter />} />
          <Route path="platform" element={<PlatformPage />} />
        </Routes>
      </Content>
    </PageWithHeader>
  );
};

/** The page of the legacy frontend system: header, tabs and the routers that the new system mounts as sub-pages. */
export const LegacyPage = () => (
  <ApprovalCountProvider>
    <TabbedPage />
  </ApprovalCountProvider>
);
