export { judgeApproval } from './judgeApproval';
export {
  policyConfigSchema,
  type ApprovalConfig,
  type ApprovalPolicyConfig,
  type ApprovalRuleConfig,
  type EstimateConfig,
  type QuotaConfig,
} from './policyConfig';
export { findEstimate, findQuota, isInScope, type Scoped } from './scope';
