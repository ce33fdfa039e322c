import { z } from 'zod';
import { findLease } from './findLease';
import { leaseConfigSchema } from './leaseConfig';

const DAY_MS = 24 * 60 * 60_000;

const lease = {
  name: 'Sandboxes',
  lifetime: { days: 30 },
  onExpiry: 'terminate',
} as const;

describe('leases in the configuration', () => {
  it('have defaults that end nothing without a week of notice', () => {
    expect(leaseConfigSchema.parse([lease])).toEqual([
      {
        name: 'Sandboxes',
        match: {},
        lifetime: 30 * DAY_MS,
        warn: 7 * DAY_MS,
        renew: { approvers: [], timeout: DAY_MS },
        onExpiry: 'terminate',
      },
    ]);
  });

  it.each<[string, object, PropertyKey[], string]>([
    ['an expiry that nobody chose', { onExpiry: undefined }, ['onExpiry'], ''],
    [
      'a warning before the beginning',
      { warn: 'P30D' },
      ['warn'],
      'must be shorter than lifetime',
    ],
    [
      'a warning before the renewal',
      { renew: { period: 'P7D' } },
      ['warn'],
      'must be shorter than renew.period',
    ],
    [
      'approval by nobody',
      { renew: { approvalAbove: 1 } },
      ['renew'],
      'must have both approvalAbove and approvers, or neither',
    ],
    [
      'approvers of nothing',
      { renew: { approvers: ['group:default/a'] } },
      ['renew'],
      'must have both approvalAbove and approvers, or neither',
    ],
    [
      'an approval that is never asked for',
      { renew: { max: 2, approvalAbove: 2, approvers: ['group:default/a'] } },
      ['renew', 'approvalAbove'],
      'must be less than max',
    ],
    ['a grace of nothing', { grace: 'PT0S' }, ['grace'], 'must be a duration'],
    [
      'an unknown key',
      { match: { product: ['Bucket'] } },
      ['match'],
      'Unrecognized key',
    ],
  ])('refuse %s', (_, changes, path, message) => {
    const { error } = leaseConfigSchema.safeParse([{ ...lease, ...changes }]);
    expect(error?.issues).toEqual([
      expect.objectContaining({
        path: [0, ...path],
        message: expect.stringContaining(message),
      }),
    ]);
  });
});

describe('findLease', () => {
  const facts = {
    target: 'sandbox',
    owner: 'group:default/team-payments',
    product: { id: 'prod-1', name: 'Bucket' },
    portfolioNames: ['Storage'],
    parameters: { Environment: 'dev' },
    tags: [{ key: 'tier', value: 'gold' }],
  };
  type Match = NonNullable<z.input<typeof leaseConfigSchema>>[number]['match'];
  const find = (...matches: Match[]) =>
    findLease(
      leaseConfigSchema.parse(
        matches.map((match, index) => ({ ...lease, name: `${index}`, match })),
      ),
      facts,
    )?.name;

  it.each<[string, Match, Match]>([
    ['products', { products: ['Bucket'] }, { products: ['Queue'] }],
    ['portfolios', { portfolios: ['Storage'] }, { portfolios: ['Queues'] }],
    ['targets', { targets: ['sandbox'] }, { targets: ['production'] }],
    [
      'owners',
      { owners: ['group:team-payments'] },
      { owners: ['group:team-search'] },
    ],
    [
      'parameters',
      { parameters: { Environment: ['dev', 'test'] } },
      { parameters: { Environment: ['prod'] } },
    ],
    [
      'parameters that nobody knows',
      { parameters: {} },
      { parameters: { Password: ['hunter2'] } },
    ],
    ['tags', { tags: { tier: ['gold'] } }, { tags: { tier: ['silver'] } }],
  ])('compares %s, and the first that fits holds', (_, fitting, other) => {
    expect(find(other)).toBeUndefined();
    expect(find(other, fitting, {})).toBe('1');
  });
});
