import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import {
  aLaunchForm,
  anApproval,
  anUpdateForm,
  aProduct,
  aResource,
  START,
} from '../../__testUtils__/fixtures';
import type { LaunchForm } from 'backstage-plugin-aws-service-catalog-common';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const PATH = '/aws-service-catalog/resources/sandbox/pp-uploads0000001/update';

function currentOf(form: LaunchForm, values: Record<string, string>) {
  return form.parameters.map(({ key, noEcho }) => ({
    key,
    value: values[key],
    source: key in values ? ('aws' as const) : ('unknown' as const),
    secret: noEcho,
    kept: true,
  }));
}

function setUp() {
  const api = new FakeAwsServiceCatalogApi();
  api.resources = [aResource()];
  const running = aLaunchForm();
  const newer = aLaunchForm({
    version: aProduct().versions[0],
    parameters: [
      ...running.parameters,
      { key: 'Lifecycle', type: 'Number', noEcho: false, default: '30' },
    ],
    groups: [
      {
        parameters: [...running.parameters.map(({ key }) => key), 'Lifecycle'],
      },
    ],
  });
  const current = currentOf(running, { BucketPurpose: 'archive' });
  api.updateForms = [
    anUpdateForm({ form: running, current }),
    anUpdateForm({ form: newer, current, added: ['Lifecycle'] }),
  ];
  return api;
}

function changesCard() {
  return screen.getByRole('heading', { name: 'What will change' })
    .parentElement!.parentElement!.parentElement!;
}

beforeAll(() => import('./ResourcesRouter'));

describe('UpdatePage', () => {
  it('starts from the values it has and sends only what was changed', async () => {
    const api = setUp();
    renderPlugin(PATH, api);
    const purpose = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    expect(purpose).toHaveValue('archive');
    expect(screen.getByText(/AWS cannot rename what runs/)).toBeVisible();
    const update = screen.getByRole('button', { name: 'Update' });
    expect(update).toBeDisabled();
    expect(update).toHaveAccessibleDescription(/Change the version or a value/);

    await userEvent.clear(purpose);
    await userEvent.type(purpose, 'invoices');
    expect(changesCard()).toHaveTextContent('archive → invoices');
    await userEvent.click(update);

    await waitFor(() =>
      expect(address()).toBe(`/aws-service-catalog/orders/${api.orders[0].id}`),
    );
    // Neither the secret nor Environment, whose value is unknown here: AWS keeps both.
    expect(api.requests('placeOrder')).toEqual([
      {
        kind: 'update',
        requestToken: expect.any(String),
        target: 'sandbox',
        provisionedProductId: 'pp-uploads0000001',
        versionId: 'pa-bucket00000001',
        pathId: 'lpv3-storage000001',
        parameters: { BucketPurpose: 'invoices' },
      },
    ]);
  });

  it('shows the value that the portal filled in, which stays', async () => {
    const api = setUp();
    const purpose = api.updateForms[0].form?.parameters[0] ?? {};
    Object.assign(purpose, { default: 'now-another', fixed: true });
    renderPlugin(PATH, api);
    const field = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    expect(field).toHaveValue('archive');
    expect(field).toHaveAttribute('readonly');
    await userEvent.click(screen.getByRole('button', { name: /Environment/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'prod' }));
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({ parameters: { Environment: 'prod' } }),
      ]),
    );
  });

  it('keeps a value that is emptied, and never shows a new secret', async () => {
    const api = setUp();
    renderPlugin(PATH, api);
    const purpose = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    await userEvent.clear(purpose);
    expect(screen.getByRole('button', { name: 'Update' })).toBeDisabled();

    const secret = screen.getByLabelText(/^MasterUserPassword/);
    expect(secret).toHaveAttribute('type', 'password');
    await userEvent.type(secret, 'short');
    expect(screen.getByRole('button', { name: 'Update' })).toBeDisabled();
    await userEvent.type(secret, '-but-longer');
    expect(changesCard()).toHaveTextContent('MasterUserPassword');
    expect(changesCard()).not.toHaveTextContent('short-but-longer');

    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({
          parameters: { MasterUserPassword: 'short-but-longer' },
        }),
      ]),
    );
  });

  it('updates to another version with the default of a parameter that is new in it', async () => {
    const api = setUp();
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: /v1\.2.*Version/ }),
    );
    await userEvent.click(await screen.findByRole('option', { name: 'v2.0' }));
    expect(
      await screen.findByRole('textbox', { name: /^Lifecycle/ }),
    ).toHaveValue('30');
    expect(changesCard()).toHaveTextContent('v1.2 → v2.0');

    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({
          versionId: 'pa-bucket00000002',
          parameters: { Lifecycle: '30' },
        }),
      ]),
    );
  });

  it('says which values a version drops that does not know them', async () => {
    const api = setUp();
    api.updateForms[1].dropped = [
      { key: 'OldFlag', value: 'on', secret: false },
    ];
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: /v1\.2.*Version/ }),
    );
    await userEvent.click(await screen.findByRole('option', { name: 'v2.0' }));
    await waitFor(() =>
      expect(changesCard()).toHaveTextContent(
        /OldFlagon → \(dropped: the new version does not have it\)/,
      ),
    );
  });

  it('shows a refusal at its field and keeps what was typed', async () => {
    const api = setUp();
    api.failures.placeOrder = await makeResponseError(400, 'Refused', {
      fields: [
        { field: 'parameters.BucketPurpose', message: 'This one is taken.' },
      ],
    });
    renderPlugin(PATH, api);
    const purpose = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    await userEvent.clear(purpose);
    await userEvent.type(purpose, 'invoices');
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(purpose).toHaveAccessibleDescription(/This one is taken\./),
    );
    expect(purpose).toHaveValue('invoices');
  });

  it('asks for the portfolio when there are several and nobody knows which', async () => {
    const api = setUp();
    const other = {
      id: 'lpv3-archive000001',
      portfolioId: 'port-archive00001',
      portfolioName: 'Archive',
    };
    const paths = [other, ...aProduct().paths];
    api.updateForms = [
      { ...anUpdateForm({ paths }), form: undefined, current: [] },
      anUpdateForm({ paths }),
    ];
    renderPlugin(PATH, api);
    const choice = await screen.findByRole('button', { name: /Portfolio/ });
    expect(screen.queryByRole('button', { name: 'Update' })).toBeNull();
    await userEvent.click(choice);
    await userEvent.click(
      await screen.findByRole('option', { name: 'Storage' }),
    );
    const purpose = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    // Nobody knows its value, so the default must not overwrite it.
    expect(purpose).toHaveValue('');
  });

  it('asks for approval where a policy wants it, once there is a change', async () => {
    const api = setUp();
    const { decisions: _, ...terms } = anApproval();
    api.preview = {
      approval: terms,
      estimate: { monthly: 58, currency: 'USD' },
    };
    renderPlugin(PATH, api);
    await userEvent.type(
      await screen.findByLabelText(/^MasterUserPassword/),
      'long-enough-secret',
    );
    const ask = await screen.findByRole('button', { name: 'Ask for approval' });
    expect(changesCard()).toHaveTextContent(
      /MasterUserPassword *a new value, *hidden/,
    );
    expect(changesCard()).toHaveTextContent(/Approval *platform-engineering/);
    expect(changesCard()).toHaveTextContent('about $58 a month');
    expect(JSON.stringify(api.requests('previewOrder'))).not.toContain(
      'long-enough-secret',
    );
    await userEvent.click(ask);
    await waitFor(() => expect(api.requests('placeOrder')).toHaveLength(1));
  });

  it('has AWS preview the update, lets replacements stand out, and orders just that', async () => {
    const api = setUp();
    const plan = {
      id: '2c9d3d4e-3f5b-4c58-9d0e-0d1a7b1c2d77',
      target: 'sandbox',
      provisionedProductId: 'pp-uploads0000001',
      version: aLaunchForm().version,
      createdAt: START,
      changes: [],
    };
    api.plans = [
      { ...plan, state: 'running' },
      {
        ...plan,
        state: 'ready',
        changes: [
          {
            action: 'MODIFY',
            logicalId: 'Bucket',
            type: 'AWS::S3::Bucket',
            replacement: 'TRUE',
            scope: ['PROPERTIES'],
            details: [{ attribute: 'PROPERTIES', name: 'BucketName' }],
          },
        ],
      },
    ];
    renderPlugin(PATH, api);
    const purpose = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    await userEvent.type(purpose, '-2');
    await userEvent.click(
      screen.getByRole('button', { name: 'Preview what AWS changes' }),
    );
    expect(
      await screen.findByText('AWS would make anew: Bucket'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'What AWS would change' }),
    ).toHaveTextContent(/Replaced.*Bucket.*AWS::S3::Bucket.*BucketName/);
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({ planId: plan.id }),
      ]),
    );
  });

  it('forgets a preview once the form asks for something else', async () => {
    const api = setUp();
    api.plans = [
      {
        id: '2c9d3d4e-3f5b-4c58-9d0e-0d1a7b1c2d77',
        target: 'sandbox',
        provisionedProductId: 'pp-uploads0000001',
        version: aLaunchForm().version,
        createdAt: START,
        state: 'no-changes',
        changes: [],
      },
    ];
    renderPlugin(PATH, api);
    const purpose = await screen.findByRole('textbox', {
      name: /^BucketPurpose/,
    });
    await userEvent.type(purpose, '-2');
    await userEvent.click(
      screen.getByRole('button', { name: 'Preview what AWS changes' }),
    );
    const said = 'AWS says that this update would change nothing.';
    expect(await screen.findByText(said)).toBeInTheDocument();
    await userEvent.type(purpose, '3');
    expect(screen.queryByText(said)).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() => expect(api.requests('placeOrder')).toHaveLength(1));
    expect(api.requests('placeOrder')).not.toEqual([
      expect.objectContaining({ planId: expect.anything() }),
    ]);
  });

  it('writes tags again that are not what they should be, where that is allowed', async () => {
    const api = setUp();
    api.resources = [
      aResource({
        drift: [{ key: 'Team', because: 'stamped', expected: ['payments'] }],
      }),
    ];
    api.updateForms[0].tags.updatable = true;
    const warning = 'AWS is known to do nothing in such an update.';
    api.preview = { warnings: [warning] };
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /Write the tags.*Team/ }),
    );
    expect(await screen.findByText(warning)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Update' }));
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({ writeTags: true, parameters: {} }),
      ]),
    );
  });

  it('says why it cannot be updated', async () => {
    const api = setUp();
    api.resources = [
      aResource({
        actions: {
          update: { allowed: false, reason: 'AWS is changing it.' },
          terminate: { allowed: false },
        },
      }),
    ];
    renderPlugin(PATH, api);
    expect(
      await screen.findByText('It cannot be updated now'),
    ).toBeInTheDocument();
    expect(screen.getByText('AWS is changing it.')).toBeInTheDocument();
    expect(within(document.body).queryByRole('textbox')).toBeNull();
  });
});
