import {
  ApprovalTerms,
  CostEstimate,
  FieldError,
} from 'backstage-plugin-aws-service-catalog-common';
import {
  ApprovalRule,
  PolicyFacts,
  PolicyProvider,
} from 'backstage-plugin-aws-service-catalog-node';
import { PluginConfig } from '../../config';
import { MemberDirectory } from '../../MemberDirectory';
import { ApprovalRuleConfig, CostEstimator, judgeApproval } from '../../policy';
import { OrderDraft } from '../draft/OrderDraft';
import { kinds } from '../kinds';
import { StoredOrder } from '../StoredOrder';

const DAY_SECONDS = 24 * 60 * 60;

/** What policies say about an order. */
export type Judgement = {
  /** Absent: nobody has to approve it. */
  approval?: StoredOrder['content']['approval'];
  /** Absent: unknown. */
  estimate?: CostEstimate;
  facts: PolicyFacts;
  /** Whether the catalog says that the requester is a member of the owner. */
  requesterIsMember: boolean;
  /** Whether the configuration and the catalog say that the requester is an operator. */
  requesterIsOperator: boolean;
  problems: FieldError[];
};

type Rule = ApprovalRuleConfig & { policy: string };

function toRule({ policy, ...rule }: ApprovalRule & { policy: string }): Rule {
  const demands = rule.auto ? {} : rule;
  return {
    policy,
    auto: rule.auto === true,
    approvers: [...(demands.approvers ?? [])],
    provider: demands.provider,
    quorum: demands.quorum ?? 1,
    timeout: (demands.timeoutSeconds ?? DAY_SECONDS) * 1000,
    onTimeout: demands.onTimeout ?? 'expire',
  };
}

/** Judges drafts of orders by the configured policies, or by the policy provider in their place. */
export class OrderJudge {
  constructor(
    private readonly options: {
      config: PluginConfig;
      members: MemberDirectory;
      policyProvider?: PolicyProvider;
      costs: CostEstimator;
      /** Ids of the approval providers. */
      approvalProviders: ReadonlyMap<string, unknown>;
    },
  ) {}

  /**
   * @param requester - full entity ref
   * @throws whatever the policy provider throws: an order that cannot be judged is not placed
   */
  async judge(requester: string, draft: OrderDraft): Promise<Judgement> {
    const { config, policyProvider } = this.options;
    const { content, effective } = draft;
    const estimate = await this.estimate(draft);
    const facts: PolicyFacts = {
      kind: draft.kind,
      target: draft.target,
      accountId: draft.accountId,
      region: draft.region,
      owner: draft.owner,
      requester,
      entityRef: draft.entityRef,
      product: draft.product,
      version: draft.version,
      portfolioName: content.portfolioName,
      parameters: effective,
      tags: content.tags,
      estimate,
    };
    const { members } = this.options;
    const [owners, operators] = await Promise.all([
      members.listUsers([draft.owner]),
      members.listUsers(config.operators),
    ]);
    const provided = await policyProvider?.judge(facts);
    const { auto, timeout, ...terms } = provided
      ? toRule(provided)
      : judgeApproval(config.approval, facts);
    const judged = auto ? undefined : { ...terms, timeoutMs: timeout };
    const approval = draft.demandedApproval ?? judged;
    return {
      approval,
      estimate,
      facts,
      requesterIsMember: owners.has(requester),
      requesterIsOperator: operators.has(requester),
      problems: approval ? await this.findUnreachable(requester, approval) : [],
    };
  }

  /** What existing ones cost, else what is declared; of what makes nothing new, and changes nothing that costs, nothing. */
  private async estimate(draft: OrderDraft): Promise<CostEstimate | undefined> {
    const { usesForm, changes } = kinds[draft.kind];
    if (!usesForm && changes) {
      return undefined;
    }
    const [found] = await this.options.costs.estimate([
      { ...draft, portfolioNames: [draft.content.portfolioName ?? ''] },
    ]);
    return found;
  }

  /** Nobody approves their own order, so a group of one cannot approve what its member asks for. */
  private async findUnreachable(
    requester: string,
    { policy, approvers, provider, quorum }: ApprovalTerms,
  ): Promise<FieldError[]> {
    const problem = (message: string) => [{ field: 'approval', message }];
    if (provider !== undefined) {
      return this.options.approvalProviders.has(provider)
        ? []
        : problem(
            `Policy '${policy}' leaves the decision to '${provider}', which is not installed. Tell the people who run the portal.`,
          );
    }
    const users = await this.options.members.listUsers(approvers);
    users.delete(requester);
    return users.size >= quorum
      ? []
      : problem(
          `Policy '${policy}' takes ${quorum} to approve it, and besides you only ${
            users.size
          } could: ${approvers.join(
            ', ',
          )}. Tell the people who run the portal.`,
        );
  }
}
