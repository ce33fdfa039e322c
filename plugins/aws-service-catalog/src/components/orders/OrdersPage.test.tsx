import { identityApiRef } from '@backstage/core-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ORDER_SIGNAL_CHANNEL } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import { anOrder, aProduct, START } from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';

const ORDERS = '/aws-service-catalog/orders';

function manyOrders(count: number) {
  return Array.from({ length: count }, (_, index) =>
    anOrder({
      id: `6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c${String(1000 + index)}`,
      provisionedProduct: { name: `bucket-${index + 1}` },
    }),
  );
}

async function choose(field: string, option: string) {
  await userEvent.click(screen.getByRole('button', { name: field }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('OrdersPage', () => {
  it('lists orders with what one needs to find one, and opens one', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrder()];
    renderPlugin(ORDERS, api);

    const link = await screen.findByRole('link', { name: 'payments-uploads' });
    const row = screen.getByRole('row', { name: /payments-uploads/ });
    expect(row).toHaveTextContent('In progress');
    expect(row).toHaveTextContent('Secure S3 Bucket');
    expect(row).toHaveTextContent('payments-api');
    expect(row).toHaveTextContent('team-payments');
    expect(row).toHaveTextContent('payments-dev');
    expect(within(row).getByText(/ago$/)).toHaveAttribute('datetime');

    await userEvent.click(link);
    expect(
      await screen.findByRole('heading', { name: 'Launch payments-uploads' }),
    ).toBeInTheDocument();
    expect(address()).toBe(`${ORDERS}/${anOrder().id}`);
  });

  it("asks for my teams' orders at first and keeps every filter in the URL", async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrder(), anOrder({ state: 'failed' })];
    renderPlugin(ORDERS, api);
    await screen.findAllByRole('link', { name: 'payments-uploads' });
    expect(api.listRequests()).toEqual([
      expect.objectContaining({ scope: 'teams', limit: 20 }),
    ]);

    await userEvent.click(screen.getByRole('radio', { name: 'Mine' }));
    await choose('Any state State', 'Not finished');
    await choose('Any kind Kind', 'Launch');

    expect(address()).toBe(`${ORDERS}?scope=mine&state=open&kind=provision`);
    await waitFor(() =>
      expect(api.listRequests().at(-1)).toEqual(
        expect.objectContaining({
          scope: 'mine',
          open: true,
          kind: 'provision',
        }),
      ),
    );
  });

  it('opens a link with filters as it was shared, and ignores a value that does not exist', async () => {
    const api = new FakeAwsServiceCatalogApi();
    renderPlugin(
      `${ORDERS}?scope=everything&state=failed&entityRef=component:default/payments-api`,
      api,
    );
    expect(
      await screen.findByText('No order matches these filters'),
    ).toBeInTheDocument();
    expect(api.listRequests()).toEqual([
      expect.objectContaining({
        scope: 'teams',
        state: 'failed',
        entityRef: 'component:default/payments-api',
      }),
    ]);

    const chip = screen.getByRole('row', { name: /Entity: component/ });
    await userEvent.click(within(chip).getByRole('button'));
    expect(address()).toBe(`${ORDERS}?state=failed`);
  });

  it('narrows by product, owner and, among all orders, by alarm', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct()];
    api.orders = [
      anOrder({
        alarm: {
          code: 'unreachable',
          message: 'The target cannot be reached.',
          since: START,
        },
      }),
    ];
    renderPlugin(ORDERS, api, [
      [
        identityApiRef,
        mockApis.identity({
          ownershipEntityRefs: [
            'user:default/payments-dev',
            'group:default/team-payments',
          ],
        }),
      ],
    ]);
    const row = await screen.findByRole('row', { name: /payments-uploads/ });
    expect(row).toHaveTextContent('In progressTarget unreachable');
    expect(screen.queryByRole('button', { name: 'With an alarm' })).toBeNull();

    await choose('Any product Product', 'Secure S3 Bucket');
    await choose('Any owner Owner', 'team-payments');
    await userEvent.click(screen.getByRole('radio', { name: 'All' }));
    await userEvent.click(
      screen.getByRole('button', { name: 'With an alarm' }),
    );
    expect(
      Object.fromEntries(new URLSearchParams(address().split('?')[1])),
    ).toEqual({
      scope: 'all',
      productId: 'prod-bucket0000001',
      owner: 'group:default/team-payments',
      alarm: 'true',
    });
    await waitFor(() =>
      expect(api.listRequests().at(-1)).toMatchObject({
        scope: 'all',
        productId: 'prod-bucket0000001',
        owner: 'group:default/team-payments',
        alarm: true,
      }),
    );
  });

  it('pages through a long list', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = manyOrders(25);
    renderPlugin(ORDERS, api);
    await screen.findByRole('link', { name: 'bucket-20' });
    expect(screen.queryByRole('link', { name: 'bucket-21' })).toBeNull();
    expect(screen.getByText('25 orders')).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: 'Next table page' }),
    );
    expect(
      await screen.findByRole('link', { name: 'bucket-25' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'bucket-1' })).toBeNull();
  });

  it('shows the new state of an order when a signal tells of it, without loading the list again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const signals = new FakeSignalApi();
    api.orders = [anOrder()];
    renderPlugin(ORDERS, api, [[signalApiRef, signals]]);
    const row = await screen.findByRole('row', { name: /payments-uploads/ });
    expect(row).toHaveTextContent('In progress');

    act(() =>
      signals.send(ORDER_SIGNAL_CHANNEL, {
        orderId: anOrder().id,
        state: 'succeeded',
      }),
    );
    expect(row).toHaveTextContent('Succeeded');
    expect(api.listRequests()).toHaveLength(1);
  });

  it('leads from an empty list to the catalog', async () => {
    renderPlugin(ORDERS, new FakeAwsServiceCatalogApi());
    expect(
      await screen.findByText('Your teams have not ordered anything yet.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open the catalog' }),
    ).toHaveAttribute('href', '/aws-service-catalog/products');
  });

  it('says what went wrong and tries again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrder()];
    api.failures.listOrders = new Error('The database is away');
    renderPlugin(ORDERS, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away',
    );

    api.failures = {};
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    ).toBeInTheDocument();
  });
});
