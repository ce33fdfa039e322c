import { PolicyFacts } from 'backstage-plugin-aws-service-catalog-node';
import { z } from 'zod';
import { judgeApproval } from './judgeApproval';
import { policyConfigSchema } from './policyConfig';

type Config = z.input<typeof policyConfigSchema.approval>;

const facts: PolicyFacts = {
  kind: 'provision',
  target: 'sandbox',
  accountId: '111111111111',
  region: 'eu-central-1',
  owner: 'group:default/team-payments',
  requester: 'user:default/payments-dev',
  product: { id: 'prod-1', name: 'Bucket' },
  version: { id: 'pa-1', name: 'v1' },
  portfolioName: 'Storage',
  parameters: { Environment: 'prod' },
  tags: [{ key: 'tier', value: 'gold' }],
};

function judge(
  policies: Config['policies'],
  changes: Partial<PolicyFacts> = {},
): string {
  const config = policyConfigSchema.approval.parse({
    policies,
    default: { auto: true },
  });
  return judgeApproval(config, { ...facts, ...changes }).policy;
}

const approvers = ['group:default/platform'];

describe('judgeApproval', () => {
  it('lets the first policy that fits decide, and the default where none does', () => {
    const policies = [
      { name: 'others', match: { products: ['Queue'] }, approvers },
      { name: 'first', approvers },
      { name: 'second', auto: true },
    ];
    expect(judge(policies)).toBe('first');
    expect(judge(policies.slice(0, 1))).toBe('default');
  });

  it.each([
    ['products', ['Bucket'], ['Queue']],
    ['products', ['prod-1'], ['prod-2']],
    ['portfolios', ['Storage'], ['Databases']],
    ['targets', ['production', 'sandbox'], ['production']],
    ['owners', ['group:default/team-payments'], ['group:default/team-search']],
    ['kinds', ['provision'], ['update']],
    ['parameters', { Environment: ['dev', 'prod'] }, { Environment: ['dev'] }],
    ['tags', { tier: ['gold'] }, { tier: ['silver'] }],
  ])('compares %s', (key, fitting, other) => {
    expect(judge([{ name: 'p', match: { [key]: fitting }, approvers }])).toBe(
      'p',
    );
    expect(judge([{ name: 'p', match: { [key]: other }, approvers }])).toBe(
      'default',
    );
  });

  it('wants every key of a match to fit', () => {
    const match = { products: ['Bucket'], targets: ['production'] };
    expect(judge([{ name: 'p', match, approvers }])).toBe('default');
  });

  const estimate = (monthly: number, currency = 'USD') => ({
    estimate: { monthly, currency },
  });

  it.each<[Partial<PolicyFacts>, boolean, boolean]>([
    [estimate(49), true, false],
    [estimate(50), false, false],
    [estimate(51), false, true],
    // Unknown: never cheap, and possibly expensive.
    [{}, false, true],
    [estimate(49, 'EUR'), false, true],
  ])('compares the cost of %j', (changes, isBelow, isAbove) => {
    const below = { estimate: { below: 50, currency: 'USD' } };
    const above = { estimate: { above: 50, currency: 'USD' } };
    expect(judge([{ name: 'p', match: below, auto: true }], changes)).toBe(
      isBelow ? 'p' : 'default',
    );
    expect(judge([{ name: 'p', match: above, approvers }], changes)).toBe(
      isAbove ? 'p' : 'default',
    );
  });

  it('leads a value that nobody knows to people, and never around them', () => {
    const match = { parameters: { Password: ['x'] } };
    expect(judge([{ name: 'p', match, approvers }])).toBe('p');
    expect(judge([{ name: 'p', match, auto: true }])).toBe('default');
  });

  it('asks for approval of a termination only where a policy names it', () => {
    const any = { name: 'any', approvers };
    const named = {
      ...any,
      name: 'named',
      match: { kinds: ['terminate' as const] },
    };
    expect(judge([any], { kind: 'terminate' })).toBe('terminate');
    expect(judge([any, named], { kind: 'terminate' })).toBe('named');
  });
});
