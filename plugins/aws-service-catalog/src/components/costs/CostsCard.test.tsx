import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { CostGroup } from 'backstage-plugin-aws-service-catalog-common';
import { FakeAwsServiceCatalogApi } from '../../__testUtils__/FakeAwsServiceCatalogApi';
import { START } from '../../__testUtils__/fixtures';
import { renderPlugin } from '../../__testUtils__/renderPlugin';
import { formatAmount, formatMonth } from './amounts';
import { toSeries } from './costSeries';

function aGroup(changes: Partial<CostGroup> = {}): CostGroup {
  return {
    key: 'group:default/a',
    name: 'Bucket',
    currency: 'USD',
    monthToDate: 12.5,
    lastMonth: 20,
    forecast: 18,
    trend: [20, 12.5],
    provisionedProducts: 2,
    ...changes,
  };
}

function setUp() {
  const api = new FakeAwsServiceCatalogApi();
  api.operator = true;
  return api;
}

beforeAll(() => import('../platform/PlatformPage'));

describe('CostsCard', () => {
  it('says what everything costs and each group, in each currency by itself', async () => {
    const api = setUp();
    const euro = aGroup({
      key: 'group:default/b',
      name: 'Queue',
      currency: 'EUR',
    });
    api.costs = {
      groupBy: 'product',
      status: 'ok',
      asOf: START,
      months: ['2026-10', '2026-11'],
      groups: [aGroup(), euro],
      omittedGroups: 3,
      totals: [aGroup({ monthToDate: 1234.5 }), euro],
    };
    renderPlugin('/aws-service-catalog/platform', api);
    await userEvent.click(
      await screen.findByRole('button', { name: /Added up by/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Product' }),
    );
    const table = await screen.findByRole('region', {
      name: 'Costs, USD',
    });
    expect(
      within(table).getByRole('row', { name: /Bucket/ }),
    ).toHaveTextContent('Bucket$12.50$20.00$18.00');
    expect(table).not.toHaveTextContent('Queue');
    expect(
      screen.getAllByText('3 more are part of the sums, and not listed.')
        .length,
    ).toBeGreaterThan(0);
    expect(
      screen.getByRole('region', { name: 'Costs, EUR' }),
    ).toHaveTextContent('€12.50');
    expect(screen.getAllByText('$1,235').length).toBeGreaterThan(0);
  });

  it('is absent where the portal does not read costs', async () => {
    renderPlugin('/aws-service-catalog/platform', setUp());
    expect(await screen.findByText('Product doctor')).toBeInTheDocument();
    expect(screen.queryByText('Added up by')).toBeNull();
  });

  it('explains that the tag is not active', async () => {
    const api = setUp();
    api.costs = {
      ...api.costs,
      status: 'not-activated',
      message: 'Activate the tag in the payer account.',
    };
    renderPlugin('/aws-service-catalog/platform', api);
    expect(
      (await screen.findAllByText('Activate the tag in the payer account.'))
        .length,
    ).toBeGreaterThan(0);
  });
});

describe('toSeries', () => {
  const groups = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aGroup({ name: `g${index}`, trend: [index, 1] }),
    );
  const nameOf = ({ name = '' }: CostGroup) => name;

  it('adds up what is too much to tell apart', () => {
    expect(toSeries(groups(6), nameOf)).toHaveLength(6);
    const series = toSeries(groups(8), nameOf);
    expect(series).toHaveLength(6);
    expect(series[5]).toEqual({ name: '3 others', amounts: [18, 3] });
  });
});

describe('formatAmount', () => {
  it.each([
    [12.345, 'USD', '$12.35'],
    [12345.6, 'USD', '$12,346'],
    [5, 'EUR', '€5.00'],
    [5, 'no currency', 'no currency 5.00'],
  ])('writes %d %s as %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });

  it('names months', () => {
    expect(formatMonth('2026-11')).toBe('Nov 26');
  });
});
