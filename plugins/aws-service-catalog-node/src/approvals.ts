import { createExtensionPoint } from '@backstage/backend-plugin-api';
import {
  ApprovalTimeout,
  CostEstimate,
  OrderKind,
  Tag,
} from 'backstage-plugin-aws-service-catalog-common';

/**
 * What policies are judged on: everything that is known of an order when it is placed.
 *
 * @public
 */
export type PolicyFacts = {
  kind: OrderKind;
  target: string;
  accountId: string;
  region: string;
  /** The group, or user, that owns the result. */
  owner: string;
  /** The user who orders. */
  requester: string;
  entityRef?: string;
  product: { id: string; name: string };
  version?: { id: string; name: string };
  /** The portfolio that it is launched through; absent for a termination. */
  portfolioName?: string;
  /**
   * The values that would be in effect afterwards, by parameter key: given ones, defaults, and for an update those that stay.
   * Secrets, and values that nobody knows because AWS does not tell, are absent.
   */
  parameters: Readonly<Record<string, string>>;
  /** Those that would be stamped. */
  tags: readonly Tag[];
  /** Absent: unknown. */
  estimate?: CostEstimate;
};

/**
 * Whether an order needs approval: `auto` does not.
 *
 * @public
 */
export type ApprovalRule =
  | { auto: true }
  | {
      auto?: false;
      /** Full entity refs of groups and users: any member of one may decide. */
      approvers?: readonly string[];
      /** Instead of approvers: the id of an approval provider. */
      provider?: string;
      /** How many people have to agree. Default: 1 */
      quorum?: number;
      /** In how much time it has to be decided. Default: 24 hours */
      timeoutSeconds?: number;
      /** Default: expire */
      onTimeout?: ApprovalTimeout;
    };

/**
 * Judges orders in place of the configured approval policies.
 *
 * @public
 */
export interface PolicyProvider {
  /**
   * Whether an order needs approval, asked for each preview and each placed order. When it throws, the order is refused.
   *
   * @returns the rule with a name that is shown to people; undefined leaves the order to the configured policies
   */
  judge(
    facts: PolicyFacts,
  ): Promise<(ApprovalRule & { policy: string }) | undefined>;
}

/**
 * An order that another system has to decide.
 *
 * @public
 */
export type ApprovalRequest = {
  orderId: string;
  /** What the decision is about: it changes whenever anything about the order does, and then a new decision is needed. */
  digest: string;
  policy: string;
  facts: PolicyFacts;
  /** The name that the result has, or gets. */
  provisionedProductName: string;
  /** ISO 8601: no decision counts after it. */
  dueAt: string;
};

/**
 * What another system has decided.
 *
 * @public
 */
export type ProvidedDecision =
  | { status: 'pending' }
  | {
      status: 'approved' | 'rejected';
      /** Who decided, as shown to people, such as `CHG0031 by Ann`. Never the requester. */
      by: string;
      /** Required for a rejection. */
      reason?: string;
    };

/**
 * Lets another system, such as a change management tool, decide orders.
 *
 * @public
 */
export interface ApprovalProvider {
  /** Named by `provider` in an approval policy. */
  readonly id: string;
  /**
   * Asked again and again, by any replica, from the moment the order is placed until it is decided or its time is up. It opens
   * a request in the other system the first time it hears of an order and digest, and must not open another one after that.
   *
   * @throws when the other system cannot be reached: asked again later
   */
  getDecision(
    request: ApprovalRequest,
    options: { signal: AbortSignal },
  ): Promise<ProvidedDecision>;
}

/**
 * Where modules add approval providers and a policy provider.
 *
 * @public
 */
export interface AwsServiceCatalogApprovalExtensionPoint {
  /** @throws Error when there is one of that id */
  addApprovalProvider(provider: ApprovalProvider): void;
  /** @throws Error when there is one */
  setPolicyProvider(provider: PolicyProvider): void;
}

/**
 * The extension point of approvals.
 *
 * @public
 */
export const awsServiceCatalogApprovalExtensionPoint =
  createExtensionPoint<AwsServiceCatalogApprovalExtensionPoint>({
    id: 'aws-service-catalog.approval',
  });
