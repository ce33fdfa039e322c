import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  LaunchForm,
  LaunchParameter,
} from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../../__testUtils__/FakeAwsServiceCatalogApi';
import {
  aLaunchForm,
  anApproval,
  anOrder,
  aProduct,
} from '../../../__testUtils__/fixtures';
import { namedTeams } from '../../../__testUtils__/namedTeams';
import { address, renderPlugin } from '../../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../../__testUtils__/responseError';

const PATH = '/aws-service-catalog/products/sandbox/prod-bucket0000001/order';
const ENTITY = 'component:default/payments-api';
const SECRET = 'correct-horse-battery';

function parameter(
  key: string,
  changes?: Partial<LaunchParameter>,
): LaunchParameter {
  return { key, type: 'String', noEcho: false, ...changes };
}

const purpose = parameter('BucketPurpose', {
  label: 'Purpose',
  description: 'What it is for',
  minLength: 3,
  maxLength: 12,
  allowedPattern: '[a-z-]+',
  constraintDescription: 'Use small letters.',
});
const environment = parameter('Environment', {
  default: 'dev',
  allowedValues: ['dev', 'prod'],
});
const size = parameter('Size', {
  type: 'Number',
  default: '20',
  minValue: 20,
  maxValue: 100,
});
const password = parameter('Password', { noEcho: true, minLength: 8 });

/** The product's current version with these parameters, in one group unless told. */
function formOf(
  parameters: LaunchParameter[],
  changes?: Partial<LaunchForm>,
): LaunchForm {
  return aLaunchForm({
    version: aProduct().versions[0],
    parameters,
    groups: [{ parameters: parameters.map(({ key }) => key) }],
    stampedTags: [
      { key: 'backstage.io/owner', value: 'group:default/team-payments' },
    ],
    ...changes,
  });
}

function open(
  form: LaunchForm,
  path = PATH,
  moreApis?: Parameters<typeof renderPlugin>[2],
  api = new FakeAwsServiceCatalogApi(),
) {
  api.products = [aProduct({ versions: form.versions, paths: form.paths })];
  api.forms = [form];
  renderPlugin(path, api, moreApis);
  return api;
}

const findName = () => screen.findByRole('textbox', { name: /^Name/ });
const orderButton = () => screen.getByRole('button', { name: 'Order' });
const expectOrderPage = () =>
  waitFor(() => expect(address()).toMatch(/^\/aws-service-catalog\/orders\/./));

async function choose(field: RegExp, option: string) {
  await userEvent.click(screen.getByRole('button', { name: field }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('OrderFormPage', () => {
  it('orders what was filled in, and goes to the order', async () => {
    const api = open(
      formOf(
        [
          purpose,
          environment,
          size,
          parameter('Zones', { type: 'CommaDelimitedList' }),
          parameter('Note', { default: 'none' }),
        ],
        {
          groups: [
            { label: 'Basics', parameters: ['Environment', 'BucketPurpose'] },
            { parameters: ['Size', 'Zones', 'Note'] },
          ],
        },
      ),
    );
    await userEvent.type(await findName(), 'invoices');
    expect(
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent),
    ).toEqual(['Basics', 'Other parameters', 'Before you launch']);
    const purposeField = screen.getByRole('textbox', { name: /^Purpose/ });
    expect(purposeField).toHaveAccessibleDescription(
      'What it is for. 3 to 12 characters.',
    );
    await userEvent.type(purposeField, 'invoices');
    await choose(/Environment/, 'prod');
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Zones/ }),
      'a,b',
    );
    await userEvent.clear(screen.getByRole('textbox', { name: /^Note/ }));
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toEqual([
      {
        kind: 'provision',
        requestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
        target: 'sandbox',
        productId: 'prod-bucket0000001',
        versionId: 'pa-bucket00000002',
        pathId: 'lpv3-storage000001',
        name: 'invoices',
        owner: 'group:default/team-payments',
        parameters: {
          BucketPurpose: 'invoices',
          Environment: 'prod',
          Size: '20',
          Zones: 'a,b',
          Note: '',
        },
      },
    ]);
  });

  it('says what is wrong while typing, and why it cannot be ordered yet', async () => {
    const api = open(formOf([purpose, size]));
    const name = await findName();
    expect(orderButton()).toBeDisabled();
    expect(orderButton()).toHaveAccessibleDescription(
      'Complete these first: Name, Purpose.',
    );
    expect(screen.queryByText(/must have a value/)).toBeNull();

    await userEvent.type(name, '-x');
    expect(name).toHaveAccessibleDescription(/Name does not fit/);
    const purposeField = screen.getByRole('textbox', { name: /^Purpose/ });
    await userEvent.type(purposeField, 'ab');
    expect(purposeField).toBeInvalid();
    expect(purposeField).toHaveAccessibleDescription(
      /Parameter 'BucketPurpose' must contain at least 3 characters. Use small letters./,
    );
    await userEvent.type(purposeField, 'C');
    expect(purposeField).toHaveAccessibleDescription(
      /must match pattern \[a-z-\]\+/,
    );
    const sizeField = screen.getByRole('textbox', { name: /^Size/ });
    await userEvent.clear(sizeField);
    await userEvent.type(sizeField, '101');
    expect(sizeField).toHaveAccessibleDescription(
      /must be a number not greater than 100/,
    );
    await userEvent.type(sizeField, '{Enter}');
    expect(api.requests('placeOrder')).toEqual([]);

    await userEvent.clear(sizeField);
    await userEvent.type(sizeField, '50');
    await userEvent.clear(purposeField);
    await userEvent.type(purposeField, 'logs');
    await userEvent.clear(name);
    await userEvent.type(name, 'logs');
    expect(purposeField).toBeValid();
    expect(orderButton()).toBeEnabled();
    expect(orderButton()).not.toHaveAccessibleDescription();
  });

  it('checks rules that span parameters', async () => {
    open(
      formOf([environment, size], {
        rules: [
          {
            name: 'ProdIsBig',
            condition: { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] },
            assertions: [
              {
                assert: { 'Fn::Equals': [{ Ref: 'Size' }, '100'] },
                description: 'Production needs 100.',
              },
            ],
          },
        ],
      }),
    );
    await userEvent.type(await findName(), 'logs');
    expect(orderButton()).toBeEnabled();
    await choose(/Environment/, 'prod');
    expect(orderButton()).toBeDisabled();
    expect(orderButton()).toHaveAccessibleDescription('Production needs 100.');
  });

  it('shows what the backend refuses at its field, and loses nothing', async () => {
    const api = open(formOf([purpose, password]));
    api.failures.placeOrder = await makeResponseError(400, 'Bad input', {
      fields: [
        { field: 'name', message: 'The name is taken.' },
        { field: 'parameters.BucketPurpose', message: 'Not this purpose.' },
        { field: 'versionId', message: 'It is gone.' },
      ],
    });
    const name = await findName();
    await userEvent.type(name, 'logs');
    const purposeField = screen.getByRole('textbox', { name: /^Purpose/ });
    await userEvent.type(purposeField, 'logs');
    await userEvent.type(screen.getByLabelText(/^Password/), SECRET);
    await userEvent.click(orderButton());

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The order was not placed');
    expect(alert).toHaveTextContent('versionId: It is gone.');
    expect(name).toHaveAccessibleDescription(/The name is taken/);
    expect(name).toHaveValue('logs');
    expect(purposeField).toHaveAccessibleDescription(/Not this purpose/);
    expect(screen.getByLabelText(/^Password/)).toHaveValue(SECRET);

    await userEvent.type(name, '2');
    expect(name).not.toHaveAccessibleDescription(/The name is taken/);
    api.failures = {};
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toHaveLength(2);
  });

  it('keeps everything when the backend does not answer, and repeats itself under the same token', async () => {
    const api = open(formOf([]));
    api.failures.placeOrder = new TypeError('Failed to fetch');
    await userEvent.type(await findName(), 'logs');
    await userEvent.click(orderButton());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The portal does not answer');
    expect(alert).toHaveTextContent('Ordering again is safe');
    api.failures = {};
    await userEvent.click(orderButton());
    await expectOrderPage();
    const [first, second] = api.requests('placeOrder');
    expect(second).toEqual(first);
  });

  it('does not take a changed order for the one that got no answer', async () => {
    const api = open(formOf([]));
    api.failures.placeOrder = new TypeError('Failed to fetch');
    await userEvent.type(await findName(), 'logs');
    await userEvent.click(orderButton());
    await screen.findByRole('alert');
    api.failures = {};
    await userEvent.type(await findName(), '-2');
    await userEvent.click(orderButton());
    await expectOrderPage();
    const tokens = api.requests('placeOrder').map(request => {
      const { requestToken } = request as { requestToken: string };
      return requestToken;
    });
    expect(new Set(tokens).size).toBe(2);
  });

  it('orders once however often the button is clicked', async () => {
    const api = open(formOf([]));
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    const placeOrder = api.placeOrder.bind(api);
    api.placeOrder = async request => {
      const order = await placeOrder(request);
      await answered;
      return order;
    };
    await userEvent.type(await findName(), 'logs');
    await userEvent.dblClick(orderButton());
    await userEvent.type(await findName(), '{Enter}');
    answer();
    await expectOrderPage();
    expect(api.requests('placeOrder')).toHaveLength(1);
  });

  it('sends a secret with the order and leaves it nowhere else', async () => {
    const api = open(formOf([password]));
    await userEvent.type(await findName(), 'logs');
    const field = screen.getByLabelText(/^Password/);
    expect(field).toHaveAttribute('type', 'password');
    expect(field).toHaveAttribute('autocomplete', 'new-password');
    await userEvent.type(field, 'short');
    expect(field).toHaveAccessibleDescription(/at least 8 characters/);
    await userEvent.clear(field);
    await userEvent.type(field, SECRET);
    expect(document.body.textContent).not.toContain(SECRET);
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toMatchObject([
      { parameters: { Password: SECRET } },
    ]);
    const elsewhere = JSON.stringify([
      api.calls.filter(call => call.operation !== 'placeOrder'),
      window.history.state,
      { ...window.localStorage },
      { ...window.sessionStorage },
    ]);
    expect(elsewhere).not.toContain(SECRET);
    expect(address()).not.toContain(SECRET);
  });

  it('orders for an entity, whose owner owns the result', async () => {
    const api = open(formOf([]), `${PATH}?entityRef=${ENTITY}`);
    await userEvent.type(await findName(), 'logs');
    expect(screen.getByText(/Ordering for/)).toHaveTextContent('payments-api');
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('getLaunchForm')).toEqual([
      expect.objectContaining({ entityRef: ENTITY }),
    ]);
    const [request] = api.requests('placeOrder');
    expect(request).toMatchObject({ entityRef: ENTITY });
    expect(request).not.toHaveProperty('owner');
  });

  it('lets the caller choose among several teams, and shows the tags of the chosen one', async () => {
    const api = open(
      formOf([], {
        owners: ['group:default/team-payments', 'group:default/team-search'],
      }),
      PATH,
      [namedTeams()],
    );
    await userEvent.type(await findName(), 'logs');
    expect(orderButton()).toHaveAccessibleDescription(
      'Complete these first: Owner.',
    );
    await choose(/Owner/, 'Team Search');
    await waitFor(() =>
      expect(api.requests('getLaunchForm').at(-1)).toMatchObject({
        owner: 'group:default/team-search',
      }),
    );
    await waitFor(() => expect(orderButton()).toBeEnabled());
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toMatchObject([
      { owner: 'group:default/team-search' },
    ]);
  });

  it('says when none of the caller’s teams is served', async () => {
    open(formOf([], { owners: [] }));
    expect(
      await screen.findByText(
        'None of your teams may order in the target sandbox',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Order' })).toBeNull();
  });

  it('keeps what was typed when another version is chosen', async () => {
    const api = open(formOf([purpose]));
    api.forms = [
      formOf([purpose]),
      formOf([purpose, size], { version: aProduct().versions[1] }),
    ];
    await userEvent.type(await findName(), 'logs');
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Purpose/ }),
      'logs',
    );
    await choose(/Version/, 'v1.2');
    expect(await screen.findByRole('textbox', { name: /^Size/ })).toHaveValue(
      '20',
    );
    expect(address()).toContain('version=pa-bucket00000001');
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toMatchObject([
      {
        name: 'logs',
        versionId: 'pa-bucket00000001',
        parameters: { BucketPurpose: 'logs', Size: '20' },
      },
    ]);
  });

  it('says before ordering by which role of which account it is launched', async () => {
    const launchRole = 'arn:aws:iam::999999999999:role/launch';
    open(formOf([], { launchRole }));
    expect(
      (await screen.findByText('Launch role')).parentElement,
    ).toHaveTextContent(launchRole);
  });

  it('asks for the portfolio when there are several', async () => {
    const paths = [
      { id: 'lpv3-a', portfolioName: 'Storage' },
      { id: 'lpv3-b', portfolioName: 'Storage for production' },
    ];
    const api = open(formOf([], { paths, path: paths[1] }));
    expect(await screen.findByText('Choose a portfolio')).toBeInTheDocument();
    expect(api.requests('getLaunchForm')).toEqual([]);
    await choose(/Portfolio/, 'Storage for production');
    await userEvent.type(await findName(), 'logs');
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toMatchObject([{ pathId: 'lpv3-b' }]);
  });

  it('shows the tags before ordering, and asks for those that can be chosen', async () => {
    const api = open(
      formOf([], {
        tagOptions: [
          { key: 'CostCenter', values: ['4711', '4712'] },
          { key: 'Data', values: ['internal'] },
          {
            key: 'backstage.io/owner',
            values: ['group:default/team-payments'],
          },
        ],
      }),
    );
    await userEvent.type(await findName(), 'logs');
    expect(screen.getByText('backstage.io/owner')).toBeInTheDocument();
    expect(screen.getByText('internal')).toBeInTheDocument();
    expect(screen.getByText(/account 111111111111/)).toBeInTheDocument();
    expect(orderButton()).toHaveAccessibleDescription(/CostCenter/);
    await choose(/CostCenter/, '4712');
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toMatchObject([
      {
        tags: [
          { key: 'CostCenter', value: '4712' },
          { key: 'Data', value: 'internal' },
        ],
      },
    ]);
  });

  it('says before ordering who approves by when, the quota and the cost, without sending a secret', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const { decisions: _, ...terms } = anApproval({ quorum: 2 });
    api.preview = {
      approval: terms,
      quota: { name: 'buckets', limit: 3, used: 2 },
      estimate: { monthly: 58.5, currency: 'EUR' },
    };
    open(formOf([purpose, password]), PATH, [], api);
    const button = await screen.findByRole('button', {
      name: 'Ask for approval',
    });
    const aside = screen.getByRole('heading', { name: 'Before you launch' })
      .parentElement!.parentElement!.parentElement!;
    for (const fact of [
      /Approval *platform-engineering \(2 people\), by .*2026/,
      'If nobody decides in time, the order expires.',
      'Quota2 of 3 used (buckets)',
      'about €58.50 a month',
      'LeaseUntil somebody terminates it',
    ]) {
      expect(aside).toHaveTextContent(fact);
    }
    await userEvent.type(await findName(), 'logs');
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Purpose/ }),
      'logs',
    );
    await userEvent.type(screen.getByLabelText(/^Password/), SECRET);
    await waitFor(() =>
      expect(api.requests('previewOrder').at(-1)).toMatchObject({
        name: 'logs',
        parameters: { BucketPurpose: 'logs' },
      }),
    );
    expect(JSON.stringify(api.requests('previewOrder'))).not.toContain(SECRET);
    // Asked when the reader pauses, and not with every key.
    expect(api.requests('previewOrder').length).toBeLessThan(10);
    await userEvent.click(button);
    await expectOrderPage();
  });

  it('says when nobody has to approve it, and when that is not known', async () => {
    const api = open(formOf([]));
    expect(
      await screen.findByText('Automatic: nobody has to approve it'),
    ).toBeInTheDocument();
    api.failures.previewOrder = await makeResponseError(503, 'Not now.');
    await userEvent.type(await findName(), 'logs');
    expect(await screen.findByText('Unknown: Not now.')).toBeInTheDocument();
    expect(orderButton()).toBeEnabled();
  });

  it('cannot be ordered while the quota is used up, and checks that again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const message = 'team-payments has 3 of 3.';
    api.preview = {
      acceptable: false,
      problems: [{ field: 'quota', message }],
      quota: { name: 'buckets', limit: 3, used: 3 },
    };
    open(formOf([]), PATH, [], api);
    await userEvent.type(await findName(), 'logs');
    expect(await screen.findByText('The quota is used up')).toBeInTheDocument();
    expect(orderButton()).toBeDisabled();
    expect(orderButton()).toHaveAccessibleDescription(message);

    api.preview = {};
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() => expect(orderButton()).toBeEnabled());

    api.failures.placeOrder = await makeResponseError(400, 'Bad input', {
      fields: [{ field: 'approval', message: 'Nobody but you is left.' }],
    });
    await userEvent.click(orderButton());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Nobody could approve it: Nobody but you is left.',
    );
  });

  it('shows what the portal fills in, and sends none of it', async () => {
    const team = parameter('TeamName', {
      label: 'Team',
      default: 'team-payments',
      fixed: true,
    });
    const api = open(formOf([team, environment]));
    await userEvent.type(await findName(), 'invoices');
    const field = screen.getByRole('textbox', { name: /^Team/ });
    expect(field).toHaveValue('team-payments');
    expect(field).toHaveAttribute('readonly');
    expect(field).toHaveAccessibleDescription(/The portal fills it in/);
    await userEvent.type(field, 'mine');
    expect(field).toHaveValue('team-payments');
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toEqual([
      expect.objectContaining({ parameters: { Environment: 'dev' } }),
    ]);
  });

  it('says at once what is wrong with what the portal fills in', async () => {
    const team = parameter('TeamName', {
      default: 'team-payments',
      fixed: true,
      maxLength: 3,
    });
    open(formOf([team]));
    await userEvent.type(await findName(), 'invoices');
    expect(
      await screen.findByText(/ask the people who run it/),
    ).toBeInTheDocument();
    expect(orderButton()).toBeDisabled();
  });

  it('begins with the values of an order that is placed again, without its secrets', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        state: 'rejected',
        owner: 'group:default/team-search',
        parameters: [
          { key: 'BucketPurpose', value: 'uploads', secret: false },
          { key: 'Environment', value: 'gone', secret: false },
          { key: 'Password', secret: true },
        ],
        tags: [{ key: 'CostCenter', value: '4712' }],
      }),
    ];
    open(
      formOf([purpose, environment, password], {
        version: aProduct().versions[1],
        owners: ['group:default/team-payments', 'group:default/team-search'],
        tagOptions: [{ key: 'CostCenter', values: ['4711', '4712'] }],
      }),
      `${PATH}?again=${anOrder().id}`,
      [],
      api,
    );
    expect(await findName()).toHaveValue('payments-uploads');
    expect(screen.getByRole('textbox', { name: /^Purpose/ })).toHaveValue(
      'uploads',
    );
    expect(screen.getByLabelText(/^Password/)).toHaveValue('');
    expect(
      screen.getByRole('button', { name: /v1\.2 Version/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open that order' }),
    ).toHaveAttribute('href', `/aws-service-catalog/orders/${anOrder().id}`);
    // A value that the version does not take any more is marked at once.
    await waitFor(() =>
      expect(orderButton()).toHaveAccessibleDescription(
        'Complete these first: Environment, Password.',
      ),
    );
    expect(
      screen.getByRole('button', { name: /Environment/ }),
    ).toHaveAccessibleDescription(/must be one of/);
    await choose(/Environment/, 'prod');
    await userEvent.type(screen.getByLabelText(/^Password/), SECRET);
    await userEvent.click(orderButton());
    await expectOrderPage();
    expect(api.requests('placeOrder')).toMatchObject([
      {
        name: 'payments-uploads',
        versionId: 'pa-bucket00000001',
        owner: 'group:default/team-search',
        tags: [{ key: 'CostCenter', value: '4712' }],
        parameters: {
          BucketPurpose: 'uploads',
          Environment: 'prod',
          Password: SECRET,
        },
      },
    ]);
  });

  it('says why a form cannot be opened, and tries again', async () => {
    const api = open(formOf([]), `${PATH}?entityRef=${ENTITY}`);
    api.failures.getLaunchForm = await makeResponseError(
      403,
      'Only team-search may order for this entity.',
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'Only team-search may order for this entity.',
    );
    api.failures = {};
    await userEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(await findName()).toBeInTheDocument();
  });
});
