import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { aProduct, target } from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const CATALOG = '/aws-service-catalog';
const BUCKET = `${CATALOG}/products/sandbox/prod-bucket0000001`;
const ENTITY = 'component:default/payments-api';
const database = aProduct({ id: 'prod-db', name: 'PostgreSQL' });

function withProducts(...products: ReturnType<typeof aProduct>[]) {
  const api = new FakeAwsServiceCatalogApi();
  api.products = products;
  return api;
}

describe('GalleryPage', () => {
  it('shows what may be ordered, with a way to each product and to its order form', async () => {
    renderPlugin(CATALOG, withProducts(aProduct(), database));
    const link = await screen.findByRole('link', { name: 'Secure S3 Bucket' });
    const bucket = within(link.closest('li')!);
    expect(screen.getByText('2 products')).toBeInTheDocument();
    expect(bucket.getByText('by Platform Engineering')).toBeInTheDocument();
    expect(bucket.getByText('A private, encrypted bucket')).toBeInTheDocument();
    expect(bucket.getByText('Storage')).toBeInTheDocument();
    expect(bucket.getByText('sandbox · eu-central-1')).toBeInTheDocument();
    expect(bucket.getByText('Version v2.0')).toBeInTheDocument();
    expect(link).toHaveAttribute('href', BUCKET);
    expect(
      bucket.getByRole('link', { name: 'Order Secure S3 Bucket in sandbox' }),
    ).toHaveAttribute('href', `${BUCKET}/order`);
  });

  it('shows what one is expected to cost, where that is known', async () => {
    const estimate = { monthly: 58, currency: 'USD' };
    renderPlugin(CATALOG, withProducts(aProduct({ estimate }), database));
    const cardOf = async (name: string) =>
      within((await screen.findByRole('link', { name })).closest('li')!);
    const bucket = await cardOf('Secure S3 Bucket');
    expect(bucket.getByText('about $58 a month')).toBeInTheDocument();
    expect((await cardOf('PostgreSQL')).queryByText('Cost')).toBeNull();
  });

  it('narrows by search and facets, and keeps both in the URL', async () => {
    const api = withProducts(aProduct());
    renderPlugin(`${CATALOG}/products?portfolio=Storage`, api);
    await screen.findByText('1 product');
    expect(api.requests('listProducts')).toEqual([
      expect.objectContaining({ portfolio: 'Storage' }),
    ]);

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search products' }),
      'queue',
    );
    await screen.findByText('No product matches');
    expect(api.requests('listProducts').at(-1)).toMatchObject({
      search: 'queue',
      portfolio: 'Storage',
    });
    expect(address()).toBe(
      `${CATALOG}/products?portfolio=Storage&search=queue`,
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear search and filters' }),
    );
    await screen.findByText('1 product');
    expect(address()).toBe(`${CATALOG}/products`);
    expect(screen.getByRole('searchbox')).toHaveValue('');

    await userEvent.click(screen.getByRole('button', { name: /Portfolio/ }));
    await userEvent.click(screen.getByRole('option', { name: 'Databases' }));
    await waitFor(() =>
      expect(api.requests('listProducts').at(-1)).toMatchObject({
        portfolio: 'Databases',
      }),
    );
  });

  it('appends the next page when asked', async () => {
    const products = Array.from({ length: 30 }, (_, index) =>
      aProduct({ id: `prod-${index}`, name: `Product ${index}` }),
    );
    renderPlugin(CATALOG, withProducts(...products));
    const more = await screen.findByRole('button', {
      name: 'Show more products',
    });
    expect(screen.getByText('30 products')).toBeInTheDocument();
    expect(screen.getByText('Product 23')).toBeInTheDocument();
    expect(screen.queryByText('Product 24')).not.toBeInTheDocument();
    await userEvent.click(more);
    expect(await screen.findByText('Product 29')).toBeInTheDocument();
    expect(screen.getByText('Product 0')).toBeInTheDocument();
    expect(more).not.toBeInTheDocument();
  });

  it('carries the entity to the product and to the order form', async () => {
    const api = withProducts(aProduct());
    renderPlugin(`${CATALOG}/products?entityRef=${ENTITY}`, api);
    const query = `?entityRef=${encodeURIComponent(ENTITY)}`;
    expect(
      await screen.findByRole('link', { name: 'Secure S3 Bucket' }),
    ).toHaveAttribute('href', `${BUCKET}${query}`);
    expect(screen.getByRole('link', { name: /^Order / })).toHaveAttribute(
      'href',
      `${BUCKET}/order${query}`,
    );
    expect(screen.getByText(/Ordering for/)).toHaveTextContent('payments-api');

    await userEvent.click(
      screen.getByRole('button', { name: 'Order for a team instead' }),
    );
    await waitFor(() => expect(api.requests('listProducts')).toHaveLength(2));
    expect(api.requests('listProducts').at(-1)).not.toHaveProperty(
      'entityRef',
      ENTITY,
    );
  });

  it.each([
    ['no-owner', /it has no owner/],
    ['not-yours', /Only the owner of this entity/],
    ['unknown-annotation-value', /names something that does not exist/],
    ['not-served', /No AWS account serves the owner/],
  ] as const)('says when an entity cannot order: %s', async (state, title) => {
    const api = withProducts(aProduct());
    api.entity = { entityRef: ENTITY, state, message: 'The way out.' };
    renderPlugin(`${CATALOG}/products?entityRef=${ENTITY}`, api);
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByText('The way out.')).toBeInTheDocument();
    expect(screen.queryByText('There is nothing to order yet')).toBeNull();
  });

  it('says when no target serves the caller, and when there is nothing', async () => {
    const api = withProducts();
    api.targets = [];
    const { unmount } = renderPlugin(CATALOG, api);
    expect(
      await screen.findByText('No AWS account serves your teams yet'),
    ).toBeInTheDocument();
    unmount();
    renderPlugin(CATALOG, withProducts());
    expect(
      await screen.findByText('There is nothing to order yet'),
    ).toBeInTheDocument();
  });

  it('shows the last good copy of a target that is down, and says so', async () => {
    const api = withProducts(aProduct());
    api.targets = [
      { ...target, syncError: 'AWS refuses the credentials.' },
      { ...target, name: 'new', syncedAt: undefined },
    ];
    renderPlugin(CATALOG, api);
    expect(
      await screen.findByText('The target sandbox could not be read'),
    ).toBeInTheDocument();
    expect(screen.getByText(/AWS refuses the credentials/)).toHaveTextContent(
      'What you see is from',
    );
    expect(
      screen.getByText('The target new has not been read yet'),
    ).toBeInTheDocument();
    expect(screen.getByText('Secure S3 Bucket')).toBeInTheDocument();
  });

  it('announces an error with the request id, and loads again', async () => {
    const api = withProducts(aProduct());
    api.failures.listProducts = await makeResponseError(
      503,
      'The database is away.',
      { requestId: 'req-1' },
    );
    renderPlugin(CATALOG, api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database is away.');
    expect(alert).toHaveTextContent('Request id: req-1');
    api.failures = {};
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Secure S3 Bucket')).toBeInTheDocument();
    expect(alert).not.toBeInTheDocument();
  });

  it('offers no order of a product that cannot be launched', async () => {
    renderPlugin(CATALOG, withProducts(aProduct({ paths: [] })));
    expect(
      await screen.findByText('Cannot be ordered now'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /^Order / })).toBeNull();
  });
});
