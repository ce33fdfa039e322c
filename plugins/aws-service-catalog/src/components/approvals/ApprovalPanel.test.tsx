import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { OrderDetail } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import {
  anApproval,
  anOrder,
  anOrderToApprove,
  START,
} from '../../__testUtils__/fixtures';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { makeResponseError } from '../../__testUtils__/responseError';

function open(order: OrderDetail) {
  const api = new FakeAwsServiceCatalogApi();
  api.orders = [order];
  renderPlugin(`/aws-service-catalog/orders/${order.id}`, api);
  return api;
}

async function findPanel() {
  const title = await screen.findByRole('heading', { name: 'Approval' });
  return title.parentElement!.parentElement!.parentElement!;
}

const agreement = {
  by: 'user:default/finance',
  decision: 'approved' as const,
  reason: 'Within the budget.',
  at: START,
};

beforeAll(() => import('../orders/OrdersRouter'));

describe('the approval on an order’s page', () => {
  it('shows whom it waits for until when, and exactly what is decided', async () => {
    open(
      anOrderToApprove({
        approval: anApproval({
          quorum: 2,
          approvers: [
            'group:default/platform-engineering',
            'user:default/finance',
          ],
          decisions: [agreement],
          onTimeout: 'reject',
        }),
        quota: { name: 'buckets', limit: 3, used: 2 },
      }),
    );
    const panel = await findPanel();
    for (const fact of [
      'Agreed1 of 2',
      'If nobody decides in time, the order is rejected.',
      'Policyproduction',
      /Approved by *finance/,
      'Within the budget.',
      'ProductSecure S3 Bucket',
      'Versionv1.2',
      'Targetsandbox: account 111111111111, eu-central-1',
      'Expected costabout $58 a month',
      'Quota2 of 3 used (buckets)',
      'BucketPurposeuploads',
      /MasterUserPassword *hidden/,
      'backstage.io/ownergroup:default/team-payments',
    ]) {
      expect(panel).toHaveTextContent(fact);
    }
    expect(
      within(panel).getByRole('link', { name: /platform-engineering/ }),
    ).toHaveAttribute('href', '/catalog/default/group/platform-engineering');
    // What has to be decided is said once.
    expect(screen.getAllByText('BucketPurpose')).toHaveLength(1);
    expect(screen.getByRole('status')).toHaveTextContent(
      /^The launch of payments-uploads waits for approval by platform-engineering or finance until .*2026.*\. Nothing has been sent to AWS yet\.$/,
    );
    expect(screen.getByText(/^Waits for approval by/)).toHaveTextContent(
      'Waits for approval by platform-engineering or finance: 1 of 2 agreed',
    );
  });

  it('approves what is shown, and follows the order from there', async () => {
    const api = open(anOrderToApprove());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve payments-uploads' }),
    );
    await userEvent.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Approve',
      }),
    );
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent(
        'will be sent to AWS in a moment',
      ),
    );
    expect(api.requests('approveOrder')).toEqual([
      { digest: 'sha256-of-the-order' },
    ]);
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
  });

  it('decides on what the approver saw, though the order has changed since', async () => {
    const api = open(anOrderToApprove());
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve payments-uploads' }),
    );
    api.replace(anOrder().id, { digest: 'sha256-of-something-else' });
    api.failures.approveOrder = await makeResponseError(
      409,
      'The order is not what you decided on any more. Look at it again.',
    );
    // The page has seen the change before the approver has.
    await waitFor(
      () => expect(api.requests('getOrder').length).toBeGreaterThan(1),
      { timeout: 5_000 },
    );
    await userEvent.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Approve',
      }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your decision came too late. This is the order as it is now' +
        'The order is not what you decided on any more. Look at it again.',
    );
    expect(api.requests('approveOrder')).toEqual([
      { digest: 'sha256-of-the-order' },
    ]);
  });

  it('says why nobody else may decide, a shared reason once', async () => {
    const reason = 'Only group:default/platform-engineering can decide it.';
    open(
      anOrderToApprove({
        actions: {
          ...anOrder().actions,
          approve: { allowed: false, reason },
          reject: { allowed: false, reason },
        },
      }),
    );
    const approve = await screen.findByRole('button', { name: /^Approve/ });
    const reject = screen.getByRole('button', { name: /^Reject/ });
    for (const button of [approve, reject]) {
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(reason);
    }
    expect(screen.getAllByText(reason)).toHaveLength(1);
  });

  it.each<[string, Partial<OrderDetail>, RegExp]>([
    [
      'a rejection',
      {
        state: 'rejected',
        approval: anApproval({
          decisions: [{ ...agreement, decision: 'rejected', reason: 'No' }],
        }),
      },
      /was rejected by finance: “No”\. Nothing was sent to AWS\.$/,
    ],
    [
      'a rejection by time',
      { state: 'rejected', approval: anApproval({ onTimeout: 'reject' }) },
      /was rejected, because nobody decided in time\./,
    ],
    [
      'an expiry',
      { state: 'expired', approval: anApproval() },
      /expired, because nobody decided in time\./,
    ],
  ])('says how it ended: %s', async (_, changes, headline) => {
    open(anOrder(changes));
    expect(await findPanel()).toHaveTextContent('Approvers');
    expect(screen.getByRole('status')).toHaveTextContent(headline);
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
    expect(screen.getByRole('link', { name: 'Order again' })).toHaveAttribute(
      'href',
      `/aws-service-catalog/products/sandbox/prod-bucket0000001/order?entityRef=component%3Adefault%2Fpayments-api&again=${
        anOrder().id
      }`,
    );
  });

  it('shows another system that decides, and whom it names', async () => {
    open(
      anOrder({
        state: 'queued',
        approval: anApproval({
          approvers: [],
          provider: 'servicenow',
          decisions: [{ ...agreement, by: 'CHG0030192' }],
        }),
      }),
    );
    const panel = await findPanel();
    expect(panel).toHaveTextContent('Approversservicenow');
    expect(panel).toHaveTextContent('Approved by CHG0030192');
    expect(within(panel).queryByRole('link')).toBeNull();
  });
});
