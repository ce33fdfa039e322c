export { CostEstimator, type MeasuredCosts } from './CostEstimator';
export { findLease, type LeaseFacts } from './findLease';
export { judgeApproval } from './judgeApproval';
export { type LeaseConfig } from './leaseConfig';
export { PoliciesService } from './PoliciesService';
export {
  policyConfigSchema,
  type ApprovalConfig,
  type ApprovalPolicyConfig,
  type ApprovalRuleConfig,
  type EstimateConfig,
  type QuotaConfig,
} from './policyConfig';
export { createPoliciesRouter } from './router';
export { policyScope } from './scopeConfig';
export { findQuota, isInScope, type Scoped } from './scope';
