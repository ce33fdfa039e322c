import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  LEASE_SIGNAL_CHANNEL,
  LeaseDetail,
} from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { FakeSignalApi } from '../../__testUtils__/FakeSignalApi';
import { aLease, after, aResource } from '../../__testUtils__/fixtures';
import { address, renderPlugin } from '../../__testUtils__/renderPlugin';

const PATH = '/aws-service-catalog/resources/sandbox/pp-uploads0000001';

function open(lease: LeaseDetail) {
  const api = new FakeAwsServiceCatalogApi();
  api.resources = [aResource({ lease })];
  renderPlugin(PATH, api);
  return api;
}

beforeAll(() => import('../resources/ResourcesRouter'));

describe('LeaseCard', () => {
  it.each<[Partial<LeaseDetail>, RegExp]>([
    [{}, /It may live until Dec 23, 2026/],
    [
      { state: 'warned' },
      /Renew it if it is still needed; otherwise it is ter/,
    ],
    [{ state: 'grace' }, /Unless it is renewed, on .* it is terminated/],
    [{ state: 'expired' }, /its termination was ordered/],
    [{ state: 'expired', onExpiry: 'flag' }, /Renew it, or terminate it/],
    [
      {
        state: 'held',
        hold: { by: 'user:default/jane', reason: 'Audit', at: after(0) },
      },
      /jane keeps it from ending until it is released: Audit/,
    ],
  ])('says how a lease stands: %j', async (changes, sentence) => {
    open(aLease(changes));
    expect(await screen.findByText(sentence)).toBeInTheDocument();
  });

  it('shows at once what the backend says has changed', async () => {
    const signals = new FakeSignalApi();
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [aResource({ lease: aLease() })];
    renderPlugin(PATH, api, [[signalApiRef, signals]]);
    await screen.findByText(/It may live until/);
    const looks = () => api.requests('getProvisionedProduct').length;
    const before = looks();
    const message = {
      target: 'sandbox',
      provisionedProductId: 'pp-uploads0000001',
      state: 'grace',
    };
    api.resources = [aResource({ lease: aLease({ state: 'grace' }) })];

    // Of another one this page knows nothing.
    act(() =>
      signals.send(LEASE_SIGNAL_CHANNEL, { ...message, target: 'production' }),
    );
    expect(looks()).toBe(before);
    act(() => signals.send(LEASE_SIGNAL_CHANNEL, message));
    expect(
      await screen.findByText(/Unless it is renewed, on/),
    ).toBeInTheDocument();
    expect(looks()).toBe(before + 1);
  });

  it('renews after it has said until when, and goes to the order', async () => {
    const api = open(aLease({ state: 'warned' }));
    api.preview = {
      lease: {
        policy: 'sandbox-30-days',
        endsAt: after(60 * 24 * 3600),
        onExpiry: 'terminate',
        warnedFrom: after(53 * 24 * 3600),
        renewals: 1,
      },
    };
    await userEvent.click(await screen.findByRole('button', { name: 'Renew' }));
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByText(/Jan 22, 2027/)).toBeInTheDocument();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Renew' }),
    );
    await waitFor(() =>
      expect(address()).toBe(`/aws-service-catalog/orders/${api.orders[0].id}`),
    );
    expect(api.requests('placeOrder')).toEqual([
      {
        kind: 'renew',
        requestToken: expect.any(String),
        target: 'sandbox',
        provisionedProductId: 'pp-uploads0000001',
      },
    ]);
  });

  it('says why it cannot be renewed', async () => {
    const renew = { allowed: false, reason: 'It was renewed often enough.' };
    open(aLease({ actions: { ...aLease().actions, renew } }));
    const button = await screen.findByRole('button', { name: 'Renew' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('It was renewed often enough.');
  });

  it('lets an operator hold it with a reason, and release it', async () => {
    const allowed = { allowed: true };
    const api = open(
      aLease({
        actions: { renew: allowed, hold: allowed, release: allowed },
      }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Hold' }));
    const dialog = await screen.findByRole('dialog');
    const hold = within(dialog).getByRole('button', { name: 'Hold' });
    expect(hold).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Audit',
    );
    await userEvent.click(hold);
    expect(
      await screen.findByText(/keeps it from ending until it is released/),
    ).toBeInTheDocument();
    expect(api.requests('holdLease')).toEqual([
      { target: 'sandbox', id: 'pp-uploads0000001', reason: 'Audit' },
    ]);
    await userEvent.click(screen.getByRole('button', { name: 'Release' }));
    await waitFor(() => expect(api.requests('releaseLease')).toHaveLength(1));
  });
});
