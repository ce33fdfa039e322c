import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { aLaunchForm, aProduct, aResource } from '../../__testUtils__/fixtures';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const PATH = '/aws-service-catalog/products/sandbox/prod-bucket0000001';
const ENTITY = 'component:default/payments-api';

const findTitle = () => screen.findByRole('heading', { level: 2 });

function card(title: string) {
  const heading = screen.getByRole('heading', { name: title });
  return within(heading.closest<HTMLElement>('.bui-Card')!);
}

describe('ProductPage', () => {
  it('tells what the product is and asks for, and leads to its order form', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [
      aProduct({
        support: {
          description: 'Ask in #help',
          email: 'platform@example.com',
          url: 'https://wiki.example.com',
        },
        estimate: {
          monthly: 58,
          currency: 'USD',
          source: 'measured',
          range: { low: 40, high: 70.5 },
          basis: { count: 7, sameVersion: true },
        },
        versions: [
          {
            id: 'pa-2',
            name: 'v2',
            description: 'Smaller',
            guidance: 'DEFAULT',
          },
          { id: 'pa-1', name: 'v1', guidance: 'DEPRECATED' },
        ],
      }),
    ];
    api.forms = [
      aLaunchForm({
        version: { id: 'pa-2', name: 'v2', guidance: 'DEFAULT' },
        groups: [
          { parameters: ['MasterUserPassword'] },
          { parameters: ['Environment', 'BucketPurpose'] },
        ],
      }),
    ];
    renderPlugin(`${PATH}?entityRef=${ENTITY}`, api);
    expect(await findTitle()).toHaveTextContent('Secure S3 Bucket');
    expect(
      card('About').getByText('A private, encrypted bucket'),
    ).toBeInTheDocument();

    const details = card('Details');
    expect(details.getByText('111111111111')).toBeInTheDocument();
    expect(details.getByText('eu-central-1')).toBeInTheDocument();
    expect(details.getByText('Storage')).toBeInTheDocument();
    expect(
      details.getByText(
        'about $58 a month, mostly $40 to $70.50 (7 of this version)',
      ),
    ).toBeInTheDocument();

    const [current, old] = card('Versions').getAllByRole('listitem');
    expect(current).toHaveTextContent('v2CurrentSmaller');
    expect(old).toHaveTextContent('v1Deprecated');

    const parameters = await screen.findAllByText(/^(Required|Secret)$/);
    expect(parameters).toHaveLength(2);
    expect(
      card('Parameters')
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'MasterUserPasswordRequiredSecretAt least 8 characters.',
      'EnvironmentOne of: dev, prodDefault: dev',
      'BucketPurposeAt most 20 characters.Default: general',
    ]);

    const support = card('Support');
    expect(support.getByText('Ask in #help')).toBeInTheDocument();
    expect(
      support.getByRole('link', { name: 'platform@example.com' }),
    ).toHaveAttribute('href', 'mailto:platform@example.com');
    expect(
      support.getByRole('link', { name: /wiki.example.com/ }),
    ).toHaveAttribute('href', 'https://wiki.example.com');

    expect(screen.getByRole('link', { name: 'Order' })).toHaveAttribute(
      'href',
      `${PATH}/order?entityRef=${encodeURIComponent(ENTITY)}`,
    );
  });

  it('makes no link of what is not plainly an https or email address', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [
      aProduct({
        support: {
          email: 'a@b.example?bcc=everybody@b.example',
          url: 'http://wiki.example.com',
        },
      }),
    ];
    renderPlugin(PATH, api);
    await findTitle();
    const support = card('Support');
    expect(support.getByText('http://wiki.example.com')).toBeInTheDocument();
    expect(support.queryByRole('link')).toBeNull();
  });

  it('says why a product cannot be ordered, and offers no way to', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct({ paths: [] })];
    const { unmount } = renderPlugin(PATH, api);
    expect(
      await screen.findByText(
        /No portfolio lets the portal launch this product/,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Order' })).toBeNull();
    unmount();

    api.products = [
      aProduct({
        versions: [{ id: 'pa-1', name: 'v1', guidance: 'DEPRECATED' }],
      }),
    ];
    renderPlugin(`${PATH}/order`, api);
    expect(
      await screen.findByText(/Every version of this product is deprecated/),
    ).toBeInTheDocument();
    expect(api.requests('getLaunchForm')).toEqual([]);
  });

  it('shows the product even when its launch form cannot be read', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct()];
    api.forms = [aLaunchForm({ version: aProduct().versions[0] })];
    api.failures.getLaunchForm = await makeResponseError(503, 'AWS is away.');
    renderPlugin(PATH, api);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The parameters could not be loaded');
    expect(alert).toHaveTextContent('AWS is away.');
    expect(await findTitle()).toHaveTextContent('Secure S3 Bucket');
    api.failures = {};
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('BucketPurpose')).toBeInTheDocument();
  });

  it('shows what of it the reader has already', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.products = [aProduct()];
    api.forms = [aLaunchForm()];
    api.resources = [
      ...Array.from({ length: 6 }, (_, index) =>
        aResource({ id: `pp-${index}`, name: `uploads-${index}` }),
      ),
      aResource({
        id: 'pp-other',
        name: 'queue',
        product: { id: 'prod-other', name: 'Queue' },
      }),
    ];
    renderPlugin(PATH, api);
    const list = await screen.findByRole('list', { name: 'Running already' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(5);
    expect(
      within(list).getByRole('link', { name: 'uploads-0' }),
    ).toHaveAttribute('href', '/aws-service-catalog/resources/sandbox/pp-0');
    expect(screen.getByRole('link', { name: 'and 1 more' })).toHaveAttribute(
      'href',
      '/aws-service-catalog/resources?target=sandbox&product=prod-bucket0000001',
    );
    expect(screen.queryByText('queue')).toBeNull();
  });

  it('says that a product is not there', async () => {
    renderPlugin(PATH, new FakeAwsServiceCatalogApi());
    expect(await screen.findByText('It is not here')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open the catalog' }),
    ).toHaveAttribute('href', '/aws-service-catalog/products');
  });

  it('answers an unknown address with a page of its own', async () => {
    renderPlugin(
      '/aws-service-catalog/products/a/b/c/d',
      new FakeAwsServiceCatalogApi(),
    );
    expect(await screen.findByText(/Page not found/i)).toBeInTheDocument();
  });
});
