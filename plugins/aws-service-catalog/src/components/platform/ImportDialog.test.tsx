import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { aProduct } from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const PATH = '/aws-service-catalog/platform';

const STACK_ARN =
  'arn:aws:cloudformation:eu-central-1:111111111111:stack/uploads/7e7e';

const team = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-a', namespace: 'default' },
  spec: { type: 'team', children: [] },
};

const product = aProduct();

async function choose(label: RegExp, option: string) {
  const dialog = screen.getByRole('dialog');
  const field = await within(dialog).findByRole('button', { name: label });
  await waitFor(() => expect(field).toBeEnabled());
  await userEvent.click(field);
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

async function open(api: FakeAwsServiceCatalogApi) {
  api.operator = true;
  api.products = [product];
  renderPlugin(PATH, api, [], [team]);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Import a stack' }),
  );
  return screen.findByRole('dialog');
}

/** Fills everything in; the only target is chosen by itself. */
async function fillIn(dialog: HTMLElement) {
  await choose(/Product/, product.name);
  await choose(/Version/, product.versions[0].name);
  await userEvent.type(
    within(dialog).getByRole('textbox', { name: /Name/ }),
    'uploads',
  );
  await userEvent.type(
    within(dialog).getByRole('textbox', { name: /ARN/ }),
    ` ${STACK_ARN} `,
  );
  await choose(/Owner/, 'team-a');
}

const importButton = (dialog: HTMLElement) =>
  within(dialog).getByRole('button', { name: 'Import' });

beforeAll(() => import('./PlatformPage'));

describe('ImportDialog', () => {
  it('orders the import of a stack, and goes to the order', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const dialog = await open(api);
    expect(importButton(dialog)).toBeDisabled();
    await fillIn(dialog);
    await userEvent.click(importButton(dialog));
    await waitFor(() =>
      expect(address()).toBe(`/aws-service-catalog/orders/${api.orders[0].id}`),
    );
    expect(api.requests('placeOrder')).toEqual([
      {
        kind: 'import',
        target: 'sandbox',
        productId: product.id,
        versionId: product.versions[0].id,
        name: 'uploads',
        stackArn: STACK_ARN,
        owner: 'group:default/team-a',
        requestToken: expect.any(String),
      },
    ]);
  });

  it('says at each field what the backend has against it, until it is changed', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const dialog = await open(api);
    await fillIn(dialog);
    api.failures.placeOrder = await makeResponseError(400, 'Not like this', {
      fields: [
        { field: 'name', message: 'There is one of that name' },
        { field: 'stackArn', message: 'There is no such stack' },
        { field: 'owner', message: 'The target does not serve it' },
      ],
    });
    await userEvent.click(importButton(dialog));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /It was not imported.*Not like this/,
    );
    const name = within(dialog).getByRole('textbox', { name: /Name/ });
    expect(name).toBeInvalid();
    expect(name).toHaveAccessibleDescription(/There is one of that name/);
    expect(
      within(dialog).getByRole('textbox', { name: /ARN/ }),
    ).toHaveAccessibleDescription(/There is no such stack/);
    expect(
      within(dialog).getByText('The target does not serve it'),
    ).toBeInTheDocument();

    api.failures = {};
    await userEvent.type(name, '2');
    expect(name).toBeValid();
    await userEvent.click(importButton(dialog));
    await waitFor(() => expect(api.orders).toHaveLength(1));
    const [first, second] = api.requests('placeOrder') as {
      name: string;
      requestToken: string;
    }[];
    expect(second.name).toBe('uploads2');
    expect(second.requestToken).not.toBe(first.requestToken);
  });

  it('says what a name has to be like before it is sent', async () => {
    const dialog = await open(new FakeAwsServiceCatalogApi());
    const name = within(dialog).getByRole('textbox', { name: /Name/ });
    await userEvent.type(name, 'my uploads');
    expect(name).toBeInvalid();
    expect(importButton(dialog)).toBeDisabled();
  });

  it('forgets product and version when another target is chosen', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.targets = [api.targets[0], { ...api.targets[0], name: 'production' }];
    const dialog = await open(api);
    await choose(/Target/, 'sandbox');
    await choose(/Product/, product.name);
    await choose(/Target/, 'production');
    expect(
      within(dialog).getByRole('button', { name: /Version/ }),
    ).toBeDisabled();
    expect(importButton(dialog)).toBeDisabled();
  });

  it('says that the products could not be loaded, and loads them again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.failures.listProducts = new Error('The catalog is away');
    const dialog = await open(api);
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('The catalog is away');
    api.failures = {};
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    await choose(/Product/, product.name);
  });

  it('imports nothing for anybody but operators', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const dialog = await open(api);
    await fillIn(dialog);
    // Somebody who was one when the page was loaded.
    api.failures.placeOrder = await makeResponseError(
      403,
      'Only operators may import',
    );
    await userEvent.click(importButton(dialog));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Only operators may import',
    );
    expect(api.orders).toEqual([]);
    expect(address()).toBe(PATH);
  });

  it('is not offered to anybody but operators', async () => {
    const api = new FakeAwsServiceCatalogApi();
    renderPlugin(PATH, api, [], [team]);
    expect(
      await screen.findByText('This page is for the people who run the portal'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Import a stack' })).toBeNull();
  });
});
