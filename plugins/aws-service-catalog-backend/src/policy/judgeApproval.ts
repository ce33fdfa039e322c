import { OrderKind } from 'backstage-plugin-aws-service-catalog-common';
import { PolicyFacts } from 'backstage-plugin-aws-service-catalog-node';
import {
  ApprovalConfig,
  ApprovalPolicyConfig,
  ApprovalRuleConfig,
} from './policyConfig';
import { isInScope } from './scope';

/** Whether a condition holds: `unknown` when the fact that it asks for is not known. */
type Verdict = 'yes' | 'no' | 'unknown';

type Match = ApprovalPolicyConfig['match'];

function matchParameters(match: Match, facts: PolicyFacts): Verdict[] {
  return Object.entries(match.parameters ?? {}).map(([key, values]) => {
    if (!Object.hasOwn(facts.parameters, key)) {
      return 'unknown';
    }
    return values.includes(facts.parameters[key]) ? 'yes' : 'no';
  });
}

function matchTags(match: Match, facts: PolicyFacts): Verdict[] {
  return Object.entries(match.tags ?? {}).map(([key, values]) =>
    facts.tags.some(tag => tag.key === key && values.includes(tag.value))
      ? 'yes'
      : 'no',
  );
}

function matchEstimate({ estimate }: Match, facts: PolicyFacts): Verdict {
  if (!estimate) {
    return 'yes';
  }
  if (facts.estimate?.currency !== estimate.currency) {
    return 'unknown';
  }
  const { above = -Infinity, below = Infinity } = estimate;
  const { monthly } = facts.estimate;
  return monthly > above && monthly < below ? 'yes' : 'no';
}

/**
 * The kinds that a policy which names none is about: they bring or change what costs. A termination frees a place, and a service
 * action runs what a platform engineer has defined, and a repair is ordered by one; they need approval only where a policy names them,
 * as renewals do, which lease policies see to.
 */
const judgedUnnamed: ReadonlySet<OrderKind> = new Set<OrderKind>([
  'provision',
  'update',
  'import',
]);

function fits(policy: ApprovalPolicyConfig, facts: PolicyFacts): boolean {
  const { match } = policy;
  const isMeant = match.kinds
    ? match.kinds.includes(facts.kind)
    : judgedUnnamed.has(facts.kind);
  const certain =
    isMeant &&
    isInScope(match, { ...facts, portfolioNames: [facts.portfolioName ?? ''] });
  if (!certain) {
    return false;
  }
  const verdicts = [
    ...matchParameters(match, facts),
    ...matchTags(match, facts),
    matchEstimate(match, facts),
  ];
  // What is not known leads to people, never around them.
  return policy.auto
    ? verdicts.every(verdict => verdict === 'yes')
    : verdicts.every(verdict => verdict !== 'no');
}

/**
 * Finds what has to be approved: the first policy that fits decides, and where none does, the default. A fact that is not
 * known, such as the cost, or a value that AWS keeps to itself, fits a policy that asks for approval, and none that waives it.
 * A termination, renewal or service action that no policy names is automatic.
 */
export function judgeApproval(
  config: ApprovalConfig,
  facts: PolicyFacts,
): ApprovalRuleConfig & { policy: string } {
  const policy = config.policies.find(each => fits(each, facts));
  if (policy) {
    const { name, match: _, ...rule } = policy;
    return { ...rule, policy: name };
  }
  if (!judgedUnnamed.has(facts.kind)) {
    return {
      ...config.default,
      auto: true,
      approvers: [],
      provider: undefined,
      policy: facts.kind,
    };
  }
  return { ...config.default, policy: 'default' };
}
