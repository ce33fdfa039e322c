import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ORDER_SIGNAL_CHANNEL } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import { anOrder, eventsOf, START } from '../../__testUtils__/fixtures';
import { namedTeams } from '../../__testUtils__/namedTeams';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';
import { watchClipboard } from '../../__testUtils__/watchClipboard';

const PATH = `/aws-service-catalog/orders/${anOrder().id}`;

/** The sentence that says where the order is, once it says this. */
async function findHeadline(text: string) {
  const headline = await screen.findByText(text);
  expect(headline).toHaveAttribute('role', 'status');
  return headline;
}

// Loaded before any test, so that fake time does not pass while it is compiled.
beforeAll(() => import('./OrdersRouter'));

describe('OrderPage', () => {
  it('calls teams and people in its timeline what the catalog calls them', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const [ordered, ...events] = anOrder().events;
    const message =
      'The launch of payments-uploads was ordered for group:default/team-payments.';
    const quoted = 'AWS says: group:default/team-search.';
    api.orders = [
      anOrder({
        events: [
          { ...ordered, message },
          ...events.map(event => ({ ...event, message: quoted })),
        ],
      }),
    ];
    renderPlugin(PATH, api, [namedTeams()]);

    const timeline = await screen.findByRole('list', { name: 'Timeline' });
    const [first, second] = within(timeline).getAllByRole('listitem');
    expect(
      await within(first).findByRole('link', { name: 'Team Payments' }),
    ).toHaveAttribute('href', '/catalog/default/group/team-payments');
    expect(first).toHaveTextContent(
      /The launch of payments-uploads was ordered for Team Payments\.[^]*Pia Payments$/,
    );
    // What is not about this order stays as it was written.
    expect(second).toHaveTextContent(quoted);
  });

  it('says where the order is, what was ordered for whom, and what is still to come', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({ record: { id: 'rec-000000000001', status: 'IN_PROGRESS' } }),
    ];
    renderPlugin(PATH, api);

    await findHeadline('AWS is creating payments-uploads.');
    const steps = within(
      screen.getByRole('list', { name: 'Timeline' }),
    ).getAllByRole('listitem');
    expect(steps.map(step => step.textContent)).toEqual([
      expect.stringMatching(/^Done: Ordered by payments-dev\./),
      expect.stringMatching(/^Done: Sending the order to AWS\./),
      expect.stringMatching(/^Now: AWS has accepted the order\./),
      'Still to come: Available',
    ]);
    expect(steps[2]).toHaveAttribute('aria-current', 'step');

    expect(
      screen.getByText('sandbox: account 111111111111, eu-central-1'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Secure S3 Bucket' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/products/sandbox/prod-bucket0000001',
    );
    expect(screen.getByRole('link', { name: /payments-api/ })).toHaveAttribute(
      'href',
      '/catalog/default/component/payments-api',
    );
    expect(screen.getByText('rec-000000000001')).toBeInTheDocument();
    expect(screen.getByText('backstage.io/owner')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Cancel order' }),
    ).toHaveAccessibleDescription('It was already sent to AWS.');
    expect(screen.getByRole('button', { name: 'Cancel order' })).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  it('never shows a secret, neither as a parameter nor as an output', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        state: 'succeeded',
        outputs: [{ key: 'ConnectionString', secret: true }],
      }),
    ];
    renderPlugin(PATH, api);
    await findHeadline('payments-uploads is available.');
    for (const key of ['MasterUserPassword', 'ConnectionString']) {
      const entry = screen.getByText(key).parentElement!;
      expect(entry).toHaveTextContent(/hidden$/);
      expect(within(entry).queryByRole('button')).toBeNull();
    }
  });

  it('copies an output and links only to safe https addresses', async () => {
    const copied = watchClipboard();
    const script = ['javascript', 'alert(1)'].join(':');
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        state: 'succeeded',
        provisionedProduct: {
          name: 'payments-uploads',
          id: 'pp-uploads0000001',
        },
        outputs: [
          'https://console.aws.amazon.com/s3/buckets/payments-uploads',
          'http://payments-uploads.example',
          script,
          'https://console.aws.amazon.com@evil.example',
        ].map((value, index) => ({
          key: `Output${index}`,
          value,
          secret: false,
        })),
      }),
    ];
    renderPlugin(PATH, api);
    const outputs = (await screen.findByText('Output0')).closest('dl')!;
    expect(
      within(outputs)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual(['https://console.aws.amazon.com/s3/buckets/payments-uploads']);
    expect(outputs).toHaveTextContent(script);

    await userEvent.click(screen.getByRole('button', { name: 'Copy Output1' }));
    expect(copied).toEqual(['http://payments-uploads.example']);
    expect(screen.getByText('Copied')).toHaveAttribute('aria-live', 'polite');
    expect(
      screen.getByRole('link', { name: 'Open payments-uploads' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/resources/sandbox/pp-uploads0000001',
    );
  });

  it('says in plain words why it failed and what to do', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        state: 'failed',
        failure: {
          code: 'AmazonCloudFormationException',
          message: 'payments-uploads already exists',
          advice: 'Choose another name and order again.',
          retryable: false,
        },
        actions: {
          ...anOrder().actions,
          retry: { allowed: false, reason: 'It would fail again.' },
        },
      }),
    ];
    renderPlugin(PATH, api);
    await findHeadline('payments-uploads could not be created.');
    for (const text of [
      'payments-uploads already exists',
      /^Choose another name and order again\./,
      'AmazonCloudFormationException',
    ]) {
      expect(screen.getByText(text)).toBeInTheDocument();
    }
    expect(
      screen.getByRole('button', { name: 'Retry' }),
    ).toHaveAccessibleDescription('It would fail again.');
    expect(screen.queryByRole('button', { name: 'Cancel order' })).toBeNull();
  });

  it('says what a failed termination has left behind', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        kind: 'terminate',
        state: 'failed',
        remains: [
          {
            logicalId: 'Bucket',
            physicalId: 'uploads-1',
            type: 'AWS::S3::Bucket',
            status: 'DELETE_FAILED',
          },
        ],
      }),
    ];
    renderPlugin(PATH, api);
    expect(await screen.findByText('This is still there')).toBeInTheDocument();
    expect(
      screen.getByText(/^Bucket \(AWS::S3::Bucket, uploads-1\): /),
    ).toBeInTheDocument();
  });

  it('cancels the order that is shown, with a reason', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        state: 'queued',
        actions: {
          ...anOrder().actions,
          cancel: { allowed: true },
          retry: { allowed: false },
        },
      }),
    ];
    renderPlugin(PATH, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel order' }),
    );
    const dialog = screen.getByRole('dialog');
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Wrong team',
    );
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel the order' }),
    );
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent(
        'The launch of payments-uploads was cancelled.',
      ),
    );
    expect(api.requests('cancelOrder')).toEqual([
      { digest: 'sha256-of-the-order', reason: 'Wrong team' },
    ]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says why an order does not come forward', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const message = 'AWS has been creating it for three hours.';
    api.orders = [anOrder({ alarm: { code: 'stuck', message, since: START } })];
    renderPlugin(PATH, api);
    await findHeadline('AWS is creating payments-uploads.');
    expect(screen.getByText('Stuck')).toBeInTheDocument();
    expect(screen.getAllByText(message)).toHaveLength(2);
  });

  it('lets operators take up again what was set aside', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const message = 'It is set aside, because the portal has failed at it.';
    api.orders = [
      anOrder({
        alarm: { code: 'set-aside', message, since: START },
        actions: { ...anOrder().actions, resume: { allowed: true } },
      }),
    ];
    renderPlugin(PATH, api);
    const take = { name: 'Take up again' };
    await userEvent.click(await screen.findByRole('button', take));
    const confirm = within(screen.getByRole('dialog')).getByRole('button', {
      name: 'Take it up again',
    });
    api.failures.resumeOrder = await makeResponseError(409, 'It went on');
    await userEvent.click(confirm);
    expect(await screen.findByText(/It went on/)).toBeInTheDocument();

    api.failures = {};
    await userEvent.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.requests('resumeOrder').at(-1)).toEqual({
      digest: 'sha256-of-the-order',
    });
    expect(screen.queryByRole('button', take)).toBeNull();
    expect(screen.queryByText(message)).toBeNull();
  });

  it('offers to order again only what can be launched again', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({ kind: 'update', state: 'failed', entityRef: undefined }),
    ];
    const { unmount } = renderPlugin(PATH, api);
    await findHeadline('payments-uploads could not be updated.');
    expect(screen.queryByRole('link', { name: 'Order again' })).toBeNull();
    unmount();
    api.replace(anOrder().id, { kind: 'provision' });
    renderPlugin(PATH, api);
    expect(
      await screen.findByRole('link', { name: 'Order again' }),
    ).toHaveAttribute(
      'href',
      `/aws-service-catalog/products/sandbox/prod-bucket0000001/order?again=${
        anOrder().id
      }`,
    );
  });

  it('asks for the secrets again before a retry, and shows what is wrong with one', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [
      anOrder({
        state: 'failed',
        actions: {
          ...anOrder().actions,
          cancel: { allowed: false },
          retry: { allowed: true },
        },
      }),
    ];
    renderPlugin(PATH, api);
    await userEvent.click(await screen.findByRole('button', { name: 'Retry' }));
    const dialog = screen.getByRole('dialog');
    const retry = within(dialog).getByRole('button', { name: 'Retry' });
    expect(retry).toBeDisabled();
    const field = within(dialog).getByLabelText(/^MasterUserPassword/);
    expect(field).toHaveAttribute('type', 'password');

    api.failures.retryOrder = await makeResponseError(400, 'Refused', {
      fields: [
        { field: 'secrets.MasterUserPassword', message: 'It is too short.' },
      ],
    });
    await userEvent.type(field, 'short');
    await userEvent.click(retry);
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(/It is too short\./),
    );

    api.failures = {};
    await userEvent.type(field, '-but-longer');
    await userEvent.click(retry);
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent('Attempt 2'),
    );
    expect(api.requests('retryOrder').at(-1)).toEqual({
      digest: 'sha256-of-the-order',
      secrets: { MasterUserPassword: 'short-but-longer' },
    });
  });

  it('says that an order does not exist, and does not keep asking', async () => {
    const api = new FakeAwsServiceCatalogApi();
    renderPlugin(PATH, api);
    expect(await screen.findByText('It is not here')).toBeVisible();
    expect(api.requests('getOrder')).toHaveLength(1);
  });

  describe('while the order is under way', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

    async function open(signals?: FakeSignalApi) {
      const api = new FakeAwsServiceCatalogApi();
      api.orders = [anOrder()];
      const { unmount } = renderPlugin(
        PATH,
        api,
        signals ? [[signalApiRef, signals]] : [],
      );
      await findHeadline('AWS is creating payments-uploads.');
      return { api, unmount, looks: () => api.requests('getOrder').length };
    }

    it('follows it without the signals API, announces the end politely and then stops asking', async () => {
      const { api, looks } = await open();
      const announced = screen.getByRole('status');
      expect(announced).toHaveAttribute('aria-live', 'polite');

      api.replace(anOrder().id, {
        state: 'succeeded',
        outputs: [{ key: 'BucketName', value: 'uploads-1', secret: false }],
        events: eventsOf(['queued', 'submitting', 'running', 'succeeded']),
      });
      await pass(2_000);
      expect(announced).toHaveTextContent('payments-uploads is available.');
      expect(announced).toBeInTheDocument();
      expect(screen.getByText('uploads-1')).toBeInTheDocument();
      expect(screen.getByText('It took 20 s.')).toBeInTheDocument();

      const before = looks();
      await pass(3_600_000);
      expect(looks()).toBe(before);
    });

    it('asks less and less often while nothing changes, up to every 30 seconds', async () => {
      const { looks } = await open();
      const first = looks();
      await pass(10_000);
      expect(looks() - first).toBeGreaterThanOrEqual(3);
      await pass(120_000);
      const slow = looks();
      await pass(300_000);
      expect(looks() - slow).toBe(10);
    });

    it('asks at once when a signal tells of a change of this order, and of no other', async () => {
      const signals = new FakeSignalApi();
      const { api, looks } = await open(signals);
      await pass(300_000);
      api.replace(anOrder().id, { state: 'succeeded' });
      const before = looks();

      act(() =>
        signals.send(ORDER_SIGNAL_CHANNEL, {
          orderId: '00000000-0000-4000-8000-000000000000',
          state: 'failed',
        }),
      );
      await pass(0);
      expect(looks()).toBe(before);

      act(() =>
        signals.send(ORDER_SIGNAL_CHANNEL, {
          orderId: anOrder().id,
          state: 'succeeded',
        }),
      );
      await pass(0);
      expect(looks()).toBe(before + 1);
      expect(screen.getByRole('status')).toHaveTextContent('is available');
    });

    it('keeps what it shows when the backend is away for a moment, and goes on by itself', async () => {
      const { api } = await open();
      api.failures.getOrder = new TypeError('Failed to fetch');
      await pass(5_000);
      expect(screen.getByRole('alert')).toHaveTextContent(
        'The order could not be refreshed',
      );
      expect(screen.getByRole('status')).toHaveTextContent('AWS is creating');

      api.failures = {};
      await pass(30_000);
      expect(screen.queryByRole('alert')).toBeNull();
    });

    it('stops asking and listening when the page is left', async () => {
      const signals = new FakeSignalApi();
      const { looks, unmount } = await open(signals);
      expect(signals.listeners).toBeGreaterThan(0);
      unmount();
      const before = looks();
      await pass(600_000);
      expect(looks()).toBe(before);
      expect(signals.listeners).toBe(0);
    });
  });
});
