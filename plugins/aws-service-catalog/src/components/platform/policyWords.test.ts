import type { LeasePolicy } from 'backstage-plugin-aws-service-catalog-common';
import {
  approvalText,
  formatSpan,
  leaseText,
  ordersText,
  quotaLimitText,
  resourcesText,
} from './policyWords';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

const rule = {
  auto: false,
  approvers: ['group:default/platform', 'user:default/ann'],
  quorum: 1,
  timeoutSeconds: DAY,
  onTimeout: 'expire' as const,
};

const lease: LeasePolicy = {
  name: 'trials',
  match: {},
  problems: [],
  lifetimeSeconds: 30 * DAY,
  warnSeconds: 7 * DAY,
  renewal: { periodSeconds: 30 * DAY, approvers: [] },
  graceSeconds: 0,
  onExpiry: 'terminate',
};

describe('policyWords', () => {
  it.each([
    [1, '1 second'],
    [90 * 60, '90 minutes'],
    [36 * HOUR, '36 hours'],
    [DAY, '1 day'],
    [30 * DAY, '30 days'],
  ])('says %p seconds as %p', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });

  it('says which orders a policy is about', () => {
    expect(ordersText({})).toBe('Launch, update, or import');
    expect(
      ordersText({
        kinds: ['terminate', 'service-action'],
        products: ['Bucket', 'Queue'],
        portfolios: ['Storage'],
        targets: ['production'],
        owners: ['group:default/team-a'],
        parameters: { Environment: ['prod', 'stage'] },
        tags: { Tier: ['gold'] },
        estimate: { currency: 'USD', above: 50, below: 900 },
      }),
    ).toBe(
      'Termination or service action of Bucket or Queue from Storage in production for team-a, where Environment is prod or stage, tagged Tier gold, expected to cost more than $50.00 and less than $900.00 a month',
    );
  });

  it('says which resources a policy is about', () => {
    expect(resourcesText({})).toBe('Everything');
    expect(
      resourcesText({ products: ['Bucket'], parameters: { Purpose: ['x'] } }),
    ).toBe('Bucket, where Purpose is x');
  });

  it('says who approves', () => {
    expect(approvalText(rule)).toBe(
      'Approved by platform or ann within 1 day. If nobody decides in time, the order expires.',
    );
    expect(approvalText({ ...rule, quorum: 2 })).toMatch(
      /^Approved by platform or ann \(2 people\) within 1 day/,
    );
    expect(
      approvalText({ ...rule, approvers: [], provider: 'change-system' }),
    ).toMatch(/^Approved by change-system within/);
    expect(approvalText({ ...rule, approvers: [], auto: true })).toBe(
      'Nobody has to approve it.',
    );
  });

  it('says how many there may be', () => {
    expect(quotaLimitText(0)).toBe('Nobody may have any.');
    expect(quotaLimitText(3)).toBe('Each owner may have at most 3.');
  });

  it('says how long something lives', () => {
    expect(leaseText(lease)).toBe(
      'It lives 30 days; its people are warned 7 days before. Each renewal adds 30 days. Then it is terminated.',
    );
    expect(
      leaseText({
        ...lease,
        renewal: {
          periodSeconds: 10 * DAY,
          max: 3,
          approvalAbove: 1,
          approvers: ['group:default/platform'],
        },
        graceSeconds: 3 * DAY,
        onExpiry: 'flag',
      }),
    ).toBe(
      'It lives 30 days; its people are warned 7 days before. Each renewal adds 10 days, at most 3 times; after 1, platform has to approve it. 3 days after the end the people who run the portal are told.',
    );
    expect(
      leaseText({
        ...lease,
        renewal: { periodSeconds: 1, max: 0, approvers: [] },
      }),
    ).toMatch(/It cannot be renewed\./);
    expect(
      leaseText({
        ...lease,
        renewal: {
          periodSeconds: DAY,
          max: 1,
          approvalAbove: 0,
          approvers: ['group:default/platform'],
        },
      }),
    ).toMatch(/adds 1 day, at most once; platform has to approve it\./);
  });
});
