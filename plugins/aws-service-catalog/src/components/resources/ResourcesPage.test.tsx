import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { aResource, target } from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';

const RESOURCES = '/aws-service-catalog/resources';

describe('ResourcesPage', () => {
  it('lists what my teams run, the same id in two targets included, and opens one', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [
      aResource(),
      aResource({
        target: 'production',
        name: 'payments-uploads-2',
        status: 'TAINTED',
        owner: undefined,
        ownerSource: undefined,
      }),
    ];
    renderPlugin(RESOURCES, api);
    const link = await screen.findByRole('link', { name: 'payments-uploads' });
    expect(
      screen.getByRole('row', { name: 'payments-uploads' }),
    ).toHaveTextContent(/Available.*Secure S3 Bucket.*v1\.2.*sandbox/);
    expect(
      screen.getByRole('row', { name: 'payments-uploads-2' }),
    ).toHaveTextContent(/Tainted.*nobody yet.*production/);

    await userEvent.click(link);
    expect(
      await screen.findByRole('heading', { name: 'payments-uploads' }),
    ).toBeInTheDocument();
    expect(address()).toBe(`${RESOURCES}/sandbox/pp-uploads0000001`);
  });

  it('searches and filters, and keeps both in the URL', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource()];
    api.targets = [target, { ...target, name: 'production' }];
    renderPlugin(RESOURCES, api);
    await screen.findByRole('link', { name: 'payments-uploads' });

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search by name' }),
      'logs',
    );
    await userEvent.click(screen.getByRole('button', { name: /Any status/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Error' }));
    await userEvent.click(screen.getByRole('button', { name: /Any target/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'production' }),
    );
    expect(address()).toBe(
      `${RESOURCES}?search=logs&status=ERROR&target=production`,
    );
    expect(
      await screen.findByText('Nothing matches these filters'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(api.requests('listProvisionedProducts').at(-1)).toEqual(
        expect.objectContaining({
          search: 'logs',
          status: 'ERROR',
          target: 'production',
        }),
      ),
    );
  });

  it('leads from an empty list to the catalog, and says when a target could not be read', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.targets = [{ ...target, syncError: 'The role cannot be assumed.' }];
    renderPlugin(RESOURCES, api);
    expect(
      await screen.findByText('Your teams run no AWS products yet'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open the catalog' }),
    ).toHaveAttribute('href', '/aws-service-catalog/products');
    expect(screen.getByText(/The role cannot be assumed\./)).toBeVisible();
  });

  it('says what went wrong and tries again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource()];
    api.failures.listProvisionedProducts = new Error('The database is away');
    renderPlugin(RESOURCES, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away',
    );
    api.failures = {};
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByRole('link', { name: 'payments-uploads' }),
    ).toBeInTheDocument();
  });

  it('upgrades many at once, each by an order of its own', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const newest = { id: 'pa-bucket00000002', name: 'v2.0' };
    api.resources = ['one', 'two', 'three'].map(name =>
      aResource({
        name,
        id: `pp-${name}`,
        versionState: { state: 'newer-available', newest },
      }),
    );
    renderPlugin('/aws-service-catalog/resources?outdated=true', api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Upgrade them' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      await within(dialog).findByRole('checkbox', { name: 'two' }),
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Upgrade 2' }),
    );
    expect(
      await within(dialog).findByText('2 of 2 were ordered.'),
    ).toBeInTheDocument();
    expect(api.requests('placeOrder')).toEqual(
      ['pp-one', 'pp-three'].map(provisionedProductId => ({
        kind: 'update',
        requestToken: expect.stringContaining(provisionedProductId),
        target: 'sandbox',
        provisionedProductId,
        versionId: newest.id,
        parameters: {},
      })),
    );
  });
});
