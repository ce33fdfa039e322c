import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  OrderDetail,
  ORDER_SIGNAL_CHANNEL,
} from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import {
  anApproval,
  anOrder,
  anOrderToApprove,
  START,
} from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

const APPROVALS = '/aws-service-catalog/approvals';
const SECOND = '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d02';

function withOrders(...orders: OrderDetail[]) {
  const api = new FakeAwsServiceCatalogApi();
  api.orders = orders;
  return api;
}

const findInbox = () =>
  screen.findByRole('list', { name: 'Waiting for me, oldest first' });

beforeAll(() => import('./ApprovalsPage'));

describe('ApprovalsPage', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(START), doNotFake: ['nextTick'] });
  });
  afterEach(() => jest.useRealTimers());
  const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });

  it('shows what decides about each order, and counts them on its tab', async () => {
    const api = withOrders(
      anOrderToApprove({ approval: anApproval({ quorum: 2 }) }),
      anOrderToApprove({
        id: SECOND,
        kind: 'update',
        estimate: undefined,
        provisionedProduct: { name: 'payments-ledger' },
        changes: [
          {
            key: 'version',
            kind: 'version',
            from: 'v1.2',
            to: 'v2.0',
            secret: false,
          },
          { key: 'Size', kind: 'parameter', to: '30', secret: false },
          { key: 'OldFlag', kind: 'parameter', from: 'on', secret: false },
          { key: 'Password', kind: 'parameter', secret: true },
        ],
      }),
      anOrder({ id: '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d03' }),
    );
    renderPlugin(APPROVALS, api);
    const [launch, update, ...others] = within(await findInbox())
      .getAllByRole('listitem')
      .filter(item => within(item).queryByRole('heading', { level: 2 }));
    expect(others).toEqual([]);
    expect(
      within(launch).getByRole('link', { name: 'Launch payments-uploads' }),
    ).toHaveAttribute('href', `/aws-service-catalog/orders/${anOrder().id}`);
    for (const fact of [
      /Decide by.*\(in 23 hours\)/,
      /Requester.*payments-dev/,
      /Agreed0 of 2/,
      /Secure S3 Bucket v1\.2/,
      /Owner.*team-payments/,
      /about \$58 a month/,
    ]) {
      expect(launch).toHaveTextContent(fact);
    }
    for (const fact of [
      /Expected costunknown/,
      /Versionv1\.2 → v2\.0/,
      /Size\(unknown\) → 30/,
      /OldFlagon → \(dropped/,
      /Passworda new value, *hidden/,
    ]) {
      expect(update).toHaveTextContent(fact);
    }
    expect(screen.getByText('Approvals (2)')).toBeInTheDocument();
    expect(api.requests('listOrders')).toContainEqual({
      scope: 'approvals',
      limit: 50,
    });
  });

  it('approves with a comment, says so where the keyboard goes on, and counts again', async () => {
    const api = withOrders(
      anOrderToApprove(),
      anOrderToApprove({
        id: SECOND,
        digest: 'another',
        provisionedProduct: { name: 'payments-ledger' },
      }),
    );
    renderPlugin(APPROVALS, api);
    await user.click(
      await screen.findByRole('button', { name: 'Approve payments-uploads' }),
    );
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent(
      'Secure S3 Bucket v1.2 for team-payments in sandbox. Expected cost: about $58 a month.',
    );
    await user.type(
      within(dialog).getByRole('textbox', { name: /Comment/ }),
      ' Go ahead ',
    );
    await user.click(within(dialog).getByRole('button', { name: 'Approve' }));

    expect(await screen.findByRole('status')).toHaveTextContent(
      'The launch of payments-uploads will be sent to AWS in a moment.',
    );
    expect(api.requests('approveOrder')).toEqual([
      { digest: 'sha256-of-the-order', reason: 'Go ahead' },
    ]);
    await waitFor(() =>
      expect(screen.getByRole('status').parentElement).toHaveFocus(),
    );
    expect(
      screen.queryByRole('link', { name: 'Launch payments-uploads' }),
    ).toBeNull();
    expect(
      screen.getByRole('link', { name: 'Launch payments-ledger' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('Approvals (1)')).toBeInTheDocument();
  });

  it('rejects only with a reason', async () => {
    const api = withOrders(anOrderToApprove());
    renderPlugin(APPROVALS, api);
    await user.click(
      await screen.findByRole('button', { name: 'Reject payments-uploads' }),
    );
    const dialog = screen.getByRole('dialog');
    const reject = within(dialog).getByRole('button', { name: 'Reject' });
    expect(reject).toBeDisabled();
    const reason = within(dialog).getByRole('textbox', { name: /Reason/ });
    await user.type(reason, '   ');
    expect(reject).toBeDisabled();
    await user.type(reason, 'Too big');
    await user.click(reject);
    expect(
      await screen.findByText('Nothing waits for your decision'),
    ).toBeInTheDocument();
    expect(api.requests('rejectOrder')).toEqual([
      { digest: 'sha256-of-the-order', reason: 'Too big' },
    ]);
  });

  it('says that somebody else was faster, and shows the list as it is now', async () => {
    const api = withOrders(anOrderToApprove());
    renderPlugin(APPROVALS, api);
    await user.click(
      await screen.findByRole('button', { name: 'Approve payments-uploads' }),
    );
    api.failures.approveOrder = await makeResponseError(
      409,
      'It does not wait for approval any more.',
    );
    api.replace(anOrder().id, { state: 'rejected' });
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Approve',
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your decision came too late. The list is up to date now' +
        'It does not wait for approval any more.',
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(
      await screen.findByText('Nothing waits for your decision'),
    ).toBeInTheDocument();
  });

  it('keeps the dialog and what was typed when the portal does not answer', async () => {
    const api = withOrders(anOrderToApprove());
    api.failures.rejectOrder = new TypeError('Failed to fetch');
    renderPlugin(APPROVALS, api);
    await user.click(
      await screen.findByRole('button', { name: 'Reject payments-uploads' }),
    );
    const dialog = screen.getByRole('dialog');
    const reason = within(dialog).getByRole('textbox', { name: /Reason/ });
    await user.type(reason, 'Too big');
    await user.click(within(dialog).getByRole('button', { name: 'Reject' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The portal does not answer',
    );
    expect(reason).toHaveValue('Too big');
  });

  it('takes in what comes and goes, by signals and without them', async () => {
    const api = withOrders();
    const signals = new FakeSignalApi();
    renderPlugin(APPROVALS, api, [[signalApiRef, signals]]);
    expect(
      await screen.findByText('Nothing waits for your decision'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Look at the orders' }),
    ).toHaveAttribute('href', '/aws-service-catalog/orders');
    expect(screen.queryByText(/^Approvals \(/)).toBeNull();

    api.orders = [anOrderToApprove()];
    act(() =>
      signals.send(ORDER_SIGNAL_CHANNEL, {
        orderId: anOrder().id,
        state: 'awaiting-approval',
      }),
    );
    await act(() => jest.advanceTimersByTimeAsync(0));
    expect(screen.getByText('Approvals (1)')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Launch payments-uploads' }),
    ).toBeInTheDocument();

    api.orders = [];
    await act(() => jest.advanceTimersByTimeAsync(30_000));
    expect(
      screen.getByText('Nothing waits for your decision'),
    ).toBeInTheDocument();
  });

  it('says what went wrong and tries again', async () => {
    const api = withOrders(anOrderToApprove());
    api.failures.listOrders = await makeResponseError(400, 'Not today.');
    renderPlugin(APPROVALS, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The approvals could not be loadedNot today.',
    );
    api.failures = {};
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    await user.click(
      await screen.findByRole('link', { name: 'Launch payments-uploads' }),
    );
    expect(address()).toBe(`/aws-service-catalog/orders/${anOrder().id}`);
  });
});
