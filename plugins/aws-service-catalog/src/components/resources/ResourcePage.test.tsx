import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ORDER_SIGNAL_CHANNEL } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import { anOrder, aResource, START } from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';
import { watchClipboard } from '../../__testUtils__/watchClipboard';

const PATH = '/aws-service-catalog/resources/sandbox/pp-uploads0000001';

beforeAll(() => import('./ResourcesRouter'));

describe('ResourcePage', () => {
  it('shows how to use it, what it is, and what was done to it', async () => {
    const copied = watchClipboard();
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource()];
    api.outputs = [
      {
        key: 'BucketName',
        description: 'Name of the bucket',
        value: 'uploads-1',
        secret: false,
      },
      { key: 'Password', secret: true },
    ];
    api.records = [
      {
        id: 'rec-000000000002',
        type: 'UPDATE_PROVISIONED_PRODUCT',
        status: 'FAILED',
        createdAt: START,
        errors: [{ code: 'ResourceInUse', message: 'The bucket is in use' }],
      },
      {
        id: 'rec-000000000001',
        type: 'PROVISION_PRODUCT',
        status: 'SUCCEEDED',
        createdAt: START,
        orderId: anOrder().id,
        errors: [],
      },
    ];
    api.orders = [
      anOrder({
        state: 'succeeded',
        provisionedProduct: {
          name: 'payments-uploads',
          id: 'pp-uploads0000001',
        },
      }),
    ];
    api.stackParameters = [
      { key: 'BucketPurpose', value: 'uploads', secret: false },
      { key: 'MasterUserPassword', secret: true },
    ];
    api.parts = [
      {
        logicalId: 'Bucket',
        physicalId: 'uploads-1',
        type: 'AWS::S3::Bucket',
        status: 'CREATE_COMPLETE',
      },
    ];
    renderPlugin(PATH, api);

    expect(
      await screen.findByText('payments-uploads is available.'),
    ).toHaveAttribute('role', 'status');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Copy BucketName' }),
    );
    expect(copied).toEqual(['uploads-1']);
    expect(screen.getByText('Password').parentElement).toHaveTextContent(
      /hidden$/,
    );
    expect(screen.queryByRole('button', { name: 'Copy Password' })).toBeNull();

    expect(
      screen.getByText('sandbox: account 111111111111, eu-central-1'),
    ).toBeInTheDocument();
    expect(screen.getByText('v1.2')).toBeInTheDocument();
    expect(
      (await screen.findByText('BucketPurpose')).parentElement,
    ).toHaveTextContent(/uploads$/);
    expect(
      within(await screen.findByRole('list', { name: 'Parts' })).getByRole(
        'listitem',
      ),
    ).toHaveTextContent(/Bucket.*Create complete.*AWS::S3::Bucket.*uploads-1/);
    expect(
      screen.getByText('MasterUserPassword').parentElement,
    ).toHaveTextContent(/hidden$/);
    expect(screen.getByText('backstage.io/owner')).toBeInTheDocument();

    const failed = (await screen.findByText(/rec-000000000002/)).closest('li')!;
    expect(failed).toHaveTextContent(/Failed.*Update/);
    expect(failed).toHaveTextContent('ResourceInUse: The bucket is in use');
    const toOrder = `/aws-service-catalog/orders/${anOrder().id}`;
    expect(
      screen.getByRole('link', { name: 'rec-000000000001' }),
    ).toHaveAttribute('href', toOrder);
    expect(await screen.findByRole('link', { name: 'Launch' })).toHaveAttribute(
      'href',
      toOrder,
    );
  });

  it.each([
    ['TAINTED', 'The last change of payments-uploads failed.', /still runs/],
    ['ERROR', /does not work/, /terminate it and order again/],
    ['UNDER_CHANGE', 'AWS is changing payments-uploads.', /one change at a/],
  ] as const)('explains the status %s', async (status, sentence, advice) => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource({ status, statusMessage: 'Stack rolled back' })];
    renderPlugin(PATH, api);
    expect(await screen.findByText(sentence)).toBeInTheDocument();
    expect(screen.getByText(advice)).toBeInTheDocument();
    expect(screen.getByText('AWS says: Stack rolled back')).toBeInTheDocument();
  });

  it('says when there may be more parts', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource()];
    api.parts = Array.from({ length: 100 }, (_, index) => ({
      logicalId: `Part${index}`,
      type: 'AWS::SNS::Topic',
      status: 'CREATE_COMPLETE',
    }));
    renderPlugin(PATH, api);
    expect(
      await screen.findByText(/^These are the first 100/),
    ).toBeInTheDocument();
  });

  it('lists the stacks of a stack set in words, and no parts', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const { capabilities } = aResource();
    api.resources = [
      aResource({
        capabilities: { ...capabilities, stack: false, stackInstances: true },
      }),
    ];
    const where = { accountId: '333333333333', region: 'eu-west-1' };
    api.stackInstances = [
      { ...where, status: 'CURRENT' },
      { ...where, region: 'us-east-1', status: 'OUTDATED' },
    ];
    renderPlugin(PATH, api);
    const list = await screen.findByRole('list', { name: 'Stacks' });
    const [current, outdated] = within(list).getAllByRole('listitem');
    expect(current).toHaveTextContent(/^333333333333 in eu-west-1Current$/);
    expect(outdated).toHaveTextContent(
      /^333333333333 in us-east-1OutdatedThe last change has not reached it/,
    );
    expect(screen.queryByRole('list', { name: 'Parts' })).toBeNull();
    expect(screen.queryByText(/the first 200/)).toBeNull();
    expect(api.requests('listStackResources')).toEqual([]);
  });

  it('says that a stack set has more stacks than it shows', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const { capabilities } = aResource();
    api.resources = [
      aResource({
        capabilities: { ...capabilities, stack: false, stackInstances: true },
      }),
    ];
    api.stackInstances = Array.from({ length: 200 }, (_, index) => ({
      accountId: String(100000000000 + index),
      region: 'eu-west-1',
      status: 'CURRENT',
    }));
    renderPlugin(PATH, api);
    expect(await screen.findByText(/These are the first 200/)).toBeVisible();
  });

  it('says what it costs and where it is in the AWS console', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [
      aResource({
        cost: { currency: 'USD', monthToDate: 3.5, lastMonth: 12, asOf: START },
      }),
    ];
    renderPlugin(PATH, api);
    expect(
      await screen.findByText(/3\.50 this month so far, .*12\.00 last month/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /^Open it there/ }),
    ).toHaveAttribute('href', aResource().consoleUrl);
  });

  it('terminates only after its name was typed, and goes to the order', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource()];
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Terminate' }),
    );
    const dialog = screen.getByRole('dialog', {
      name: 'Terminate payments-uploads?',
    });
    const confirm = within(dialog).getByRole('button', { name: 'Terminate' });
    const field = within(dialog).getByRole('textbox');
    await userEvent.type(field, 'payments-upload{Enter}');
    expect(confirm).toBeDisabled();
    expect(api.requests('placeOrder')).toEqual([]);

    api.failures.placeOrder = await makeResponseError(
      503,
      'Please try again in a minute.',
    );
    await userEvent.type(field, 's');
    await userEvent.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Please try again in a minute.',
    );

    api.failures = {};
    await userEvent.click(confirm);
    await waitFor(() =>
      expect(address()).toBe(`/aws-service-catalog/orders/${api.orders[0].id}`),
    );
    const [first, second] = api.requests('placeOrder');
    expect(first).toEqual({
      kind: 'terminate',
      requestToken: expect.stringMatching(/.{16,}/),
      target: 'sandbox',
      provisionedProductId: 'pp-uploads0000001',
    });
    // The same token, so that an order that was placed after all is not placed twice.
    expect(second).toEqual(first);
  });

  it('says why something cannot be done', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const reason = 'Only team-payments may change it.';
    api.resources = [
      aResource({
        actions: {
          update: { allowed: false, reason },
          terminate: { allowed: false, reason },
        },
      }),
    ];
    renderPlugin(PATH, api);
    for (const name of ['Update', 'Terminate']) {
      const button = await screen.findByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(reason);
    }
  });

  it('says what may have become of one that is not there', async () => {
    renderPlugin(PATH, new FakeAwsServiceCatalogApi());
    expect(await screen.findByText('It is not here')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Look at the orders' }),
    ).toHaveAttribute('href', '/aws-service-catalog/orders');
  });

  describe('while it is being changed', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('links to the order, follows the change and stops when it ends', async () => {
      const signals = new FakeSignalApi();
      const api = new FakeAwsServiceCatalogApi();
      const changing = aResource({
        status: 'UNDER_CHANGE',
        openOrderId: anOrder().id,
      });
      api.resources = [changing];
      renderPlugin(PATH, api, [[signalApiRef, signals]]);
      const sentence = await screen.findByText(
        'AWS is changing payments-uploads.',
      );
      expect(
        screen.getByRole('link', { name: 'Follow the order' }),
      ).toHaveAttribute('href', `/aws-service-catalog/orders/${anOrder().id}`);

      await act(() => jest.advanceTimersByTimeAsync(60_000));
      const before = api.requests('getProvisionedProduct').length;
      expect(before).toBeGreaterThan(3);
      expect(api.requests('listOutputs')).toHaveLength(1);

      api.resources = [aResource()];
      act(() =>
        signals.send(ORDER_SIGNAL_CHANNEL, {
          orderId: anOrder().id,
          state: 'succeeded',
        }),
      );
      await act(() => jest.advanceTimersByTimeAsync(0));
      expect(sentence).toHaveTextContent('payments-uploads is available.');
      expect(api.requests('getProvisionedProduct')).toHaveLength(before + 1);
      expect(api.requests('listOutputs')).toHaveLength(2);

      await act(() => jest.advanceTimersByTimeAsync(3_600_000));
      expect(api.requests('getProvisionedProduct')).toHaveLength(before + 1);
    });
  });

  it('tells an operator how to leave something behind, and asks why', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const allowed = { allowed: true };
    api.resources = [
      aResource({
        actions: { update: allowed, terminate: allowed, abandon: allowed },
      }),
    ];
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Terminate' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('checkbox', { name: /Keep everything in AWS/ }),
    );
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Type payments-uploads/ }),
      'payments-uploads',
    );
    const terminate = within(dialog).getByRole('button', { name: 'Terminate' });
    expect(terminate).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Why/ }),
      'Moves to another account',
    );
    await userEvent.click(terminate);
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({
          kind: 'terminate',
          retainResources: true,
          reason: 'Moves to another account',
        }),
      ]),
    );
  });

  it('runs a service action with the values that it needs', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const allowed = { allowed: true };
    api.resources = [
      aResource({
        actions: { update: allowed, terminate: allowed, runAction: allowed },
      }),
    ];
    api.serviceActions = [
      {
        id: 'act-restart000001',
        name: 'Restart',
        parameters: [
          { key: 'Instances', type: 'StringList', defaults: [] },
          { key: 'Mode', type: 'String', defaults: ['soft'] },
        ],
      },
    ];
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Restart' }),
    );
    const dialog = await screen.findByRole('dialog');
    const run = within(dialog).getByRole('button', { name: 'Run' });
    expect(run).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Instances/ }),
      'i-1, i-2',
    );
    await userEvent.click(run);
    await waitFor(() =>
      expect(api.requests('placeOrder')).toEqual([
        expect.objectContaining({
          kind: 'service-action',
          serviceActionId: 'act-restart000001',
          parameters: { Instances: ['i-1', 'i-2'] },
        }),
      ]),
    );
  });

  it('shows what failed first, and has it read again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [
      aResource({
        status: 'TAINTED',
        problem: {
          message: 'The name is taken',
          resource: {
            logicalId: 'Bucket',
            type: 'AWS::S3::Bucket',
            status: 'UPDATE_FAILED',
          },
          advice: 'Choose another name and update it again.',
        },
        drift: [
          { key: 'Team', because: 'stamped', expected: ['payments'] },
          {
            key: 'Entity',
            because: 'stamped',
            expected: [],
            actual: 'component:default/ads',
          },
        ],
      }),
    ];
    renderPlugin(PATH, api);
    expect(
      await screen.findByText('Choose another name and update it again.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'What failed first: Bucket (AWS::S3::Bucket), Update failed',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Team is missing; it should be “payments”.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'Entity is “component:default/ads”; it should not be there.',
      ),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Read it again' }),
    );
    expect(
      await screen.findByText('It is as AWS says now.'),
    ).toBeInTheDocument();
  });
});
