import { screen, within } from '@testing-library/react';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { aResource } from '../../__testUtils__/fixtures';
import { renderEntity } from '../../__testUtils__/renderEntity';
import { awsEntityCard } from '../../entityCards';

describe('EntityAwsCard', () => {
  it('counts by status, what needs attention first, and leads to an order for the entity', async () => {
    const api = new FakeAwsServiceCatalogApi();
    api.resources = [
      aResource(),
      aResource({ id: 'pp-2', status: 'ERROR' }),
      aResource({ id: 'pp-3' }),
    ];
    renderEntity(awsEntityCard, api);
    const errors = await screen.findByRole('link', { name: '1 product' });
    const counts = within(errors.closest('ul')!).getAllByRole('listitem');
    expect(counts.map(entry => entry.textContent)).toEqual([
      'Error1 product',
      'Available2 products',
    ]);
    expect(errors).toHaveAttribute(
      'href',
      '/aws-service-catalog/resources?entityRef=component%3Adefault%2Fpayments-api&status=ERROR',
    );
    expect(
      screen.getByRole('link', { name: 'Order AWS product' }),
    ).toHaveAttribute(
      'href',
      '/aws-service-catalog/products?entityRef=component%3Adefault%2Fpayments-api',
    );
  });

  it('says when there is nothing, and when more than it can count', async () => {
    const api = new FakeAwsServiceCatalogApi();
    const { unmount } = renderEntity(awsEntityCard, api);
    expect(
      await screen.findByText('No AWS products to show.'),
    ).toBeInTheDocument();
    unmount();

    api.resources = Array.from({ length: 120 }, (_, index) =>
      aResource({ id: `pp-${index}` }),
    );
    renderEntity(awsEntityCard, api);
    expect(
      await screen.findByRole('link', { name: 'and 20 more' }),
    ).toBeInTheDocument();
  });
});
