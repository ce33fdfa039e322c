import { renderInTestApp } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor } from '@testing-library/react';
import { LEASE_SIGNAL_CHANNEL } from 'backstage-plugin-aws-service-catalog-common';
import { awsServiceCatalogApiRef } from '../../api';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import { aLease, aResource } from '../../__testUtils__/fixtures';
import { rootRouteRef } from '../../routes';
import { Content } from './LeasesHomeCard';

const DAY_MS = 24 * 3600_000;

const ending = (name: string, inDays: number) =>
  aResource({
    id: `pp-${name}`,
    name,
    lease: aLease({
      endsAt: new Date(Date.now() + inDays * DAY_MS).toISOString(),
    }),
  });

describe('the home page’s card of leases', () => {
  it('shows what ends first, and what a signal says has changed', async () => {
    const signals = new FakeSignalApi();
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [1, 2, 3, 4, 5, 6, 29, 31]
      .map(days => ending(`bucket-${days}`, days))
      .reverse();
    renderInTestApp(<Content />, {
      apis: [
        [awsServiceCatalogApiRef, api],
        [signalApiRef, signals],
      ],
      mountedRoutes: { '/aws-service-catalog': rootRouteRef },
    });
    await screen.findByRole('link', { name: 'bucket-1' });
    const names = () =>
      screen
        .getAllByRole('link', { name: /^bucket/ })
        .map(link => link.textContent);
    expect(names()).toEqual([1, 2, 3, 4, 5].map(days => `bucket-${days}`));
    expect(screen.getByRole('link', { name: 'and 2 more' })).toHaveAttribute(
      'href',
      expect.stringMatching(/\/resources\?leaseEndsBefore=\d{4}-/),
    );

    // The first one was renewed.
    api.resources = [ending('bucket-2', 2)];
    act(() =>
      signals.send(LEASE_SIGNAL_CHANNEL, {
        target: 'sandbox',
        provisionedProductId: 'pp-bucket-1',
        state: 'active',
      }),
    );
    await waitFor(() => expect(names()).toEqual(['bucket-2']));
    expect(api.requests('listProvisionedProducts')).toHaveLength(2);
  });

  it('says that none ends, and that they could not be loaded', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const render = () =>
      renderInTestApp(<Content />, {
        apis: [[awsServiceCatalogApiRef, api]],
        mountedRoutes: { '/aws-service-catalog': rootRouteRef },
      });
    const { unmount } = render();
    expect(
      await screen.findByText('No lease ends in the next 30 days.'),
    ).toBeInTheDocument();
    unmount();
    api.failures.listProvisionedProducts = new Error('The database is away');
    render();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
  });
});
