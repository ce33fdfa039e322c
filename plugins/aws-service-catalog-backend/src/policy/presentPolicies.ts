import {
  DoctorFinding,
  LeasePolicy,
  ListPoliciesResponse,
  PolicyApproval,
} from 'backstage-plugin-aws-service-catalog-common';
import { LeaseConfig } from './leaseConfig';
import {
  ApprovalConfig,
  ApprovalRuleConfig,
  QuotaConfig,
} from './policyConfig';

/** The policies of the configuration. */
export type PoliciesConfig = Readonly<{
  approval: ApprovalConfig;
  quotas: readonly QuotaConfig[];
  leases: readonly LeaseConfig[];
}>;

type Kind = NonNullable<DoctorFinding['policy']>['kind'];

const inSeconds = (milliseconds: number) => milliseconds / 1000;

function presentApproval(rule: ApprovalRuleConfig): PolicyApproval {
  const { auto, approvers, provider, quorum, timeout, onTimeout } = rule;
  return {
    auto,
    approvers,
    provider,
    quorum,
    timeoutSeconds: inSeconds(timeout),
    onTimeout,
  };
}

function presentLease(lease: LeaseConfig): Omit<LeasePolicy, 'problems'> {
  const { name, match, lifetime, warn, renew, grace = 0, onExpiry } = lease;
  const { period = lifetime, max, approvalAbove, approvers } = renew;
  return {
    name,
    match,
    lifetimeSeconds: inSeconds(lifetime),
    warnSeconds: inSeconds(warn),
    renewal: {
      periodSeconds: inSeconds(period),
      max,
      approvalAbove,
      approvers,
    },
    graceSeconds: inSeconds(grace),
    onExpiry,
  };
}

/**
 * The policies of the configuration as operators are shown them: in their order, with their defaults filled in.
 *
 * @param findings - what the doctor found the last time
 */
export function presentPolicies(
  { approval, quotas, leases }: PoliciesConfig,
  findings: readonly DoctorFinding[],
): Pick<
  ListPoliciesResponse,
  'approvals' | 'defaultApproval' | 'quotas' | 'leases'
> {
  const problemsOf = (kind: Kind, name: string) =>
    findings
      .filter(({ policy }) => policy?.kind === kind && policy.name === name)
      .map(({ message }) => message);
  return {
    approvals: approval.policies.map(policy => ({
      name: policy.name,
      match: policy.match,
      ...presentApproval(policy),
      problems: problemsOf('approval', policy.name),
    })),
    defaultApproval: presentApproval(approval.default),
    quotas: quotas.map(({ name, match, limit }) => ({
      name,
      match,
      limit,
      problems: problemsOf('quota', name),
    })),
    leases: leases.map(lease => ({
      ...presentLease(lease),
      problems: problemsOf('lease', lease.name),
    })),
  };
}
