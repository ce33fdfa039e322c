import {
  createExtensionTester,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { homePageWidgetDataRef } from '@backstage/plugin-home-react/alpha';
import { screen } from '@testing-library/react';
import { awsServiceCatalogApiRef } from '../../api';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { anOrder, anOrderToApprove } from '../../__testUtils__/fixtures';
import { approvalsHomeCard } from '../../homePageWidgets';
import { rootRouteRef } from '../../routes';
import { Content } from './ApprovalsHomeCard';

function renderCard(api: FakeAwsServiceCatalogApi) {
  return renderInTestApp(<Content />, {
    apis: [[awsServiceCatalogApiRef, api]],
    mountedRoutes: { '/aws-service-catalog': rootRouteRef },
  });
}

describe('the home page’s card of approvals', () => {
  it('shows the oldest that wait, each with its deadline, and leads to all', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = Array.from({ length: 7 }, (_, index) =>
      anOrderToApprove({
        id: `6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d1${index}`,
        provisionedProduct: { name: `bucket-${index + 1}` },
      }),
    );
    renderCard(api);
    expect(
      await screen.findByRole('link', { name: 'Launch bucket-5' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Launch bucket-6' })).toBeNull();
    expect(screen.getAllByText(/for payments-dev\. Decide by/)).toHaveLength(5);
    expect(screen.getByRole('link', { name: 'Decide all 7' })).toHaveAttribute(
      'href',
      '/aws-service-catalog/approvals',
    );
    expect(api.requests('listOrders')).toContainEqual({
      scope: 'approvals',
      limit: 5,
    });
  });

  it('is a card that a home page of the new frontend system can name', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrderToApprove()];
    const { name, component } = createExtensionTester(approvalsHomeCard).get(
      homePageWidgetDataRef,
    );
    expect(name).toBe('HomePageAwsApprovals');
    renderInTestApp(component, {
      apis: [[awsServiceCatalogApiRef, api]],
      mountedRoutes: { '/aws-service-catalog': rootRouteRef },
    });
    expect(
      await screen.findByText('AWS approvals waiting for me'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Decide it' }),
    ).toBeInTheDocument();
  });

  it('says that nothing waits, and that it could not be loaded', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrder()];
    const { unmount } = renderCard(api);
    expect(
      await screen.findByText('Nothing waits for your decision.'),
    ).toBeInTheDocument();
    unmount();
    api.failures.listOrders = new Error('The database is away');
    renderCard(api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
  });
});
