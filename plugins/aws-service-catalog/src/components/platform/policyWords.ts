import type {
  LeasePolicy,
  OrderKind,
  PolicyApproval,
  PolicyMatch,
} from 'backstage-plugin-aws-service-catalog-common';
import { timeoutSentence } from '../approvals/approvalWords';
import { nameOf } from '../common/nameOf';
import { formatAmount } from '../costs/amounts';
import { orderKindWords } from '../orders/orderKinds';
import { consequences } from '../leases/leaseWords';

const either = new Intl.ListFormat('en', { type: 'disjunction' });

const units = [
  ['day', 24 * 60 * 60],
  ['hour', 60 * 60],
  ['minute', 60],
  ['second', 1],
] as const;

/** A span of time in the largest unit that says it exactly, for example "30 days" or "36 hours". */
export function formatSpan(seconds: number): string {
  const [unit, size] =
    units.find(([, length]) => seconds >= length && seconds % length === 0) ??
    units[units.length - 1];
  return new Intl.NumberFormat('en', {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(seconds / size);
}

/** The kinds that an approval policy is about which names none. */
const unnamedKinds: readonly OrderKind[] = ['provision', 'update', 'import'];

function estimateText({ estimate }: PolicyMatch): string {
  if (!estimate) {
    return '';
  }
  const { currency, above, below } = estimate;
  const limits = [
    above !== undefined && `more than ${formatAmount(above, currency)}`,
    below !== undefined && `less than ${formatAmount(below, currency)}`,
  ].filter(Boolean);
  return `, expected to cost ${limits.join(' and ')} a month`;
}

function valuesText(
  values: PolicyMatch['parameters'],
  say: (key: string, value: string) => string,
): string {
  return Object.entries(values ?? {})
    .map(([key, each]) => `, ${say(key, either.format(each))}`)
    .join('');
}

/** Where and for whom a policy holds, after what it is about. */
function conditionsText(match: PolicyMatch): string {
  const { portfolios, targets, owners, parameters, tags } = match;
  return [
    portfolios && ` from ${either.format(portfolios)}`,
    targets && ` in ${either.format(targets)}`,
    owners && ` for ${either.format(owners.map(nameOf))}`,
    valuesText(parameters, (key, value) => `where ${key} is ${value}`),
    valuesText(tags, (key, value) => `tagged ${key} ${value}`),
    estimateText(match),
  ].join('');
}

/** Which orders an approval policy is about, for example "Launch, update, or import of Bucket in sandbox". */
export function ordersText(match: PolicyMatch): string {
  const { kinds = unnamedKinds, products } = match;
  const nouns = either.format(kinds.map(kind => orderKindWords[kind].noun));
  return [
    nouns.charAt(0).toLocaleUpperCase('en') + nouns.slice(1),
    products ? ` of ${either.format(products)}` : '',
    conditionsText(match),
  ].join('');
}

/** Which provisioned products a quota or lease policy is about, for example "Bucket or Queue for team-payments". */
export function resourcesText(match: PolicyMatch): string {
  const { products } = match;
  return `${products ? either.format(products) : 'Everything'}${conditionsText(
    match,
  )}`;
}

/** What an approval policy asks for. */
export function approvalText(rule: PolicyApproval): string {
  const { auto, approvers, provider, quorum, timeoutSeconds, onTimeout } = rule;
  if (auto) {
    return 'Nobody has to approve it.';
  }
  const who = provider ?? either.format(approvers.map(nameOf));
  const people = quorum > 1 ? ` (${quorum} people)` : '';
  return `Approved by ${who}${people} within ${formatSpan(
    timeoutSeconds,
  )}. ${timeoutSentence(onTimeout)}`;
}

/** How much a quota allows. */
export function quotaLimitText(limit: number): string {
  return limit === 0
    ? 'Nobody may have any.'
    : `Each owner may have at most ${limit}.`;
}

function renewalText({ renewal }: LeasePolicy): string {
  const { periodSeconds, max, approvalAbove, approvers } = renewal;
  if (max === 0) {
    return 'It cannot be renewed.';
  }
  const often =
    max === undefined ? '' : `, at most ${max === 1 ? 'once' : `${max} times`}`;
  const after = approvalAbove ? `after ${approvalAbove}, ` : '';
  const approved =
    approvalAbove === undefined
      ? ''
      : `; ${after}${either.format(approvers.map(nameOf))} has to approve it`;
  return `Each renewal adds ${formatSpan(periodSeconds)}${often}${approved}.`;
}

/** How long a lease policy lets things live, and what happens then. */
export function leaseText(policy: LeasePolicy): string {
  const { lifetimeSeconds, warnSeconds, graceSeconds, onExpiry } = policy;
  const later =
    graceSeconds > 0 ? `${formatSpan(graceSeconds)} after the end` : 'Then';
  return [
    `It lives ${formatSpan(
      lifetimeSeconds,
    )}; its people are warned ${formatSpan(warnSeconds)} before.`,
    renewalText(policy),
    `${later} ${consequences[onExpiry]}.`,
  ].join(' ');
}
