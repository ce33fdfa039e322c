import { screen } from '@testing-library/react';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { anOrder, START } from '../../__testUtils__/fixtures';
import { renderPlugin } from '../../__testUtils__/renderPlugin';

const PATH = `/aws-service-catalog/orders/${anOrder().id}`;

beforeAll(() => import('./OrdersRouter'));

describe('OrderWaitNote', () => {
  it.each([
    [
      'its turn',
      {
        reason: 'product',
        message: 'One at a time goes to AWS, and another one goes first.',
        ahead: 1,
        orderId: '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d09',
      } as const,
      'The launch of payments-uploads waits for its turn.',
      /when it is its turn\. Look at the one that is first$/,
    ],
    [
      'the turn of an order that is not shown',
      {
        reason: 'product',
        message: 'One at a time goes to AWS, and 2 others go first.',
        ahead: 2,
      } as const,
      'The launch of payments-uploads waits for its turn.',
      /when it is its turn\.$/,
    ],
    [
      'AWS',
      {
        reason: 'aws',
        message: 'Another operation is in progress.',
        since: START,
        until: START,
      } as const,
      'The launch of payments-uploads waits, because AWS is at something else.',
      /AWS says: Another operation is in progress\..*sent again by itself, until .* at the latest\.$/,
    ],
  ])('says that it waits for %s', async (_, waiting, headline, note) => {
    const api = new FakeAwsServiceCatalogApi();
    api.orders = [anOrder({ state: 'queued', waiting })];
    renderPlugin(PATH, api);
    expect(await screen.findByText(headline)).toHaveAttribute('role', 'status');
    expect(
      screen.getByText(new RegExp(waiting.message)).parentElement,
    ).toHaveTextContent(note);
    const links = screen.queryAllByRole('link', { name: /that is first/ });
    expect(links.map(link => link.getAttribute('href'))).toEqual(
      'orderId' in waiting
        ? [`/aws-service-catalog/orders/${waiting.orderId}`]
        : [],
    );
  });
});
