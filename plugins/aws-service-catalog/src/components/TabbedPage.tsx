import {
  BreadcrumbEntry,
  IconElement,
  PageLayout,
  pluginHeaderActionsApiRef,
  swappableComponentsApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useRouteRef } from '@backstage/core-plugin-api';
import { JSX, useMemo } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { APPROVALS_PATH, PLATFORM_PATH, rootRouteRef } from '../routes';
import {
  ApprovalCountProvider,
  useApprovalsLabel,
} from './approvals/ApprovalCount';
import { useOperator } from './useOperator';

type TabbedPageProps = {
  pluginId: string;
  title: string;
  icon: IconElement;
  /** The sub-pages, as the app has them. */
  tabs: Array<{
    path: string;
    title: string;
    icon?: IconElement;
    element: JSX.Element;
  }>;
};

const Layout = ({ pluginId, title, icon, tabs }: TabbedPageProps) => {
  const headerActions = useApi(
    pluginHeaderActionsApiRef,
  ).getPluginHeaderActions(pluginId);
  const rootLink = useRouteRef(rootRouteRef);
  const isOperator = useOperator();
  const approvals = tabs.find(({ path }) => path === APPROVALS_PATH);
  const approvalsLabel = useApprovalsLabel(approvals?.title ?? '');
  // Rendered directly, PageLayout is a new component each time, and everything below it would start anew with the count.
  const components = useApi(swappableComponentsApiRef);
  const StableLayout = useMemo(
    () => components.getComponent(PageLayout.ref),
    [components],
  );
  return (
    <StableLayout
      title={title}
      icon={icon}
      titleLink={rootLink()}
      headerActions={headerActions}
      tabs={tabs
        .filter(({ path }) => path !== PLATFORM_PATH || isOperator)
        .map(tab => ({
          id: tab.path,
          label: tab === approvals ? approvalsLabel : tab.title,
          icon: tab.icon,
          href: tab.path,
        }))}
    >
      <Routes>
        {tabs.length > 0 && (
          <Route index element={<Navigate to={tabs[0].path} replace />} />
        )}
        {tabs.map(tab => (
          <Route
            key={tab.path}
            path={`${tab.path}/*`}
            element={
              <BreadcrumbEntry entry={{ label: tab.title, href: tab.path }}>
                {tab.element}
              </BreadcrumbEntry>
            }
          />
        ))}
      </Routes>
    </StableLayout>
  );
};

/** The page of the new frontend system: what the page blueprint shows, the count of approvals on their tab, and the tab for operators. */
export const TabbedPage = (props: TabbedPageProps) => (
  <ApprovalCountProvider>
    <Layout {...props} />
  </ApprovalCountProvider>
);
