import type {
  Approval,
  ApprovalTerms,
  ApprovalTimeout,
  QuotaUse,
} from 'backstage-plugin-aws-service-catalog-common';
import { nameOf } from '../common/nameOf';

const outcomes: Record<ApprovalTimeout, string> = {
  expire: 'If nobody decides in time, the order expires.',
  reject: 'If nobody decides in time, the order is rejected.',
  approve: 'If nobody objects in time, the order is approved.',
};

/** What happens to an order that nobody decides in time. */
export function timeoutSentence(onTimeout: ApprovalTimeout): string {
  return outcomes[onTimeout];
}

/** By whom an order has to be approved, in words. */
export function approverNames(
  terms: Pick<ApprovalTerms, 'approvers' | 'provider'>,
): string {
  return terms.provider ?? terms.approvers.map(nameOf).join(' or ');
}

/** How many people agreed, of how many it takes. */
export function quorumText({ quorum, decisions }: Approval): string {
  const agreed = decisions.filter(
    ({ decision }) => decision === 'approved',
  ).length;
  return `${agreed} of ${quorum}`;
}

/** How much of a quota is used, the order in question aside. */
export function quotaText({ name, used, limit }: QuotaUse): string {
  return `${used} of ${limit} used (${name})`;
}
