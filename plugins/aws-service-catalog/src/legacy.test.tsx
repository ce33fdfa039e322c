import { createApp } from '@backstage/app-defaults';
import type { Entity } from '@backstage/catalog-model';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import { createApiFactory } from '@backstage/core-plugin-api';
import {
  CatalogEntityPage,
  CatalogIndexPage,
  EntityLayout,
} from '@backstage/plugin-catalog';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { FakeAwsServiceCatalogApi } from './__testUtils__/FakeAwsServiceCatalogApi';
import {
  anOrder,
  anOrderToApprove,
  aProduct,
  aResource,
} from './__testUtils__/fixtures';
import {
  awsServiceCatalogApiRef,
  AwsServiceCatalogPage,
  EntityAwsServiceCatalogCard,
  EntityAwsServiceCatalogContent,
  HomePageAwsApprovals,
} from './legacy';

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'payments-api', namespace: 'default' },
  spec: { type: 'service', owner: 'team-payments' },
};

/** Opens an app of the legacy frontend system that has the plugin installed as the README says. */
function renderLegacyApp(path: string, api: FakeAwsServiceCatalogApi) {
  window.history.replaceState({}, '', path);
  const app = createApp({
    configLoader: async () => [
      {
        context: 'test',
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
      },
    ],
    apis: [
      createApiFactory(awsServiceCatalogApiRef, api),
      createApiFactory(
        catalogApiRef,
        catalogApiMock({ entities: [component] }),
      ),
    ],
  });
  const Root = app.createRoot(
    <AppRouter>
      <FlatRoutes>
        <Route
          path="/aws-service-catalog"
          element={<AwsServiceCatalogPage />}
        />
        <Route path="/" element={<HomePageAwsApprovals />} />
        <Route path="/catalog" element={<CatalogIndexPage />} />
        <Route
          path="/catalog/:namespace/:kind/:name"
          element={<CatalogEntityPage />}
        >
          <EntityLayout>
            <EntityLayout.Route path="/" title="Overview">
              <EntityAwsServiceCatalogCard />
            </EntityLayout.Route>
            <EntityLayout.Route path="/aws" title="AWS">
              <EntityAwsServiceCatalogContent />
            </EntityLayout.Route>
          </EntityLayout>
        </Route>
      </FlatRoutes>
    </AppRouter>,
  );
  return render(<Root />);
}

describe('the legacy frontend system', () => {
  it('goes from tab to tab and to an order, at the same addresses as the new one', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct()];
    api.orders = [anOrder()];
    api.resources = [aResource()];
    renderLegacyApp('/aws-service-catalog', api);
    expect(
      await screen.findByRole('link', { name: 'Secure S3 Bucket' }),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe('/aws-service-catalog/products');

    await userEvent.click(screen.getByRole('tab', { name: 'Resources' }));
    expect(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/resources/sandbox/pp-uploads0000001',
    );

    await userEvent.click(screen.getByRole('tab', { name: 'Orders' }));
    await userEvent.click(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    );
    expect(
      await screen.findByText('AWS is creating payments-uploads.'),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe(
      `/aws-service-catalog/orders/${anOrder().id}`,
    );
  });

  it('has the approvals on a tab with their count, and on the home page', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrderToApprove()];
    renderLegacyApp('/', api);
    expect(
      await screen.findByText('AWS approvals waiting for me'),
    ).toBeInTheDocument();
    const link = await screen.findByRole('link', {
      name: 'Launch payments-uploads',
    });
    expect(link).toHaveAttribute(
      'href',
      `/aws-service-catalog/orders/${anOrder().id}`,
    );
    await userEvent.click(screen.getByRole('link', { name: 'Decide it' }));
    expect(
      await screen.findByRole('button', { name: 'Approve payments-uploads' }),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe('/aws-service-catalog/approvals');
    expect(
      await screen.findByRole('tab', { name: 'Approvals (1)' }),
    ).toHaveAttribute('aria-selected', 'true');
  });

  it('opens a link to an order', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrder({ state: 'succeeded' })];
    renderLegacyApp(`/aws-service-catalog/orders/${anOrder().id}`, api);
    expect(
      await screen.findByText('payments-uploads is available.'),
    ).toBeInTheDocument();
  });

  it('shows the card and the content on an entity page', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct()];
    api.resources = [aResource()];
    renderLegacyApp('/catalog/default/component/payments-api', api);
    expect(
      await screen.findByRole('link', { name: 'Order AWS product' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/products?entityRef=component%3Adefault%2Fpayments-api',
    );

    await userEvent.click(screen.getByRole('tab', { name: 'AWS' }));
    await userEvent.click(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    );
    expect(
      await screen.findByText('payments-uploads is available.'),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe(
      '/aws-service-catalog/resources/sandbox/pp-uploads0000001',
    );
  });
});
