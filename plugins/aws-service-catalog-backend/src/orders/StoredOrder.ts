import {
  ApprovalTerms,
  CostEstimate,
  Order,
  OrderAlarm,
  OrderChange,
  OrderKind,
  OrderState,
  Output,
  PlannedReplacement,
  Repair,
  Tag,
  TerminationOptions,
} from 'backstage-plugin-aws-service-catalog-common';
import { PolicyFacts } from 'backstage-plugin-aws-service-catalog-node';
import { PartDigests } from './digest';
import { ChainEnd } from './eventChain';
import { Failure } from './failures';

/** A parameter as it was ordered. The value of a secret is kept apart, encrypted, and only until it was sent. */
export type OrderParameter =
  | { key: string; secret: false; value: string }
  | { key: string; secret: true }
  /** Updates only: AWS keeps the value it has. */
  | { key: string; secret: boolean; usePreviousValue: true };

/** What is frozen when an order is placed. */
export type OrderContent = {
  /** The launch path that was chosen; absent for a termination, which needs none. */
  pathId?: string;
  /** The portfolio it leads through: path ids change, so this is what counts. */
  portfolioName?: string;
  launchRole?: string;
  parameters: OrderParameter[];
  /** The tags to send: those to stamp at a launch, all tags at an update. */
  tags: Tag[];
  /** Whether to send them: an update may do so only where the RESOURCE_UPDATE constraint allows it. */
  sendsTags: boolean;
  /**
   * Whether the catalog says that the requester is a member of the owner. Then it has to say so right before the launch as
   * well, unless it was ordered as an operator; members whom only the sign-in knows are not in the catalog.
   */
  requesterIsMember?: boolean;
  /** Whether the configuration and the catalog say that the requester is an operator. */
  requesterIsOperator?: boolean;
  /** What its policy asks for; absent: nobody has to approve it. */
  approval?: ApprovalTerms & { timeoutMs: number };
  /** What the policy was judged on, for an approval provider; without secrets. */
  facts?: PolicyFacts;
  estimate?: CostEstimate;
  /** For updates: what is different from before. */
  changes?: OrderChange[];
  /** For updates: whether AWS can preview it. */
  plannable?: boolean;
  /** For updates: what AWS makes anew, as it was shown to whoever ordered or approved it. Absent: nothing was shown. */
  replacements?: PlannedReplacement[];
  /** For updates of stack sets: where its stacks were when it was ordered, sorted. Absent: there were none. */
  stackSet?: { accounts: string[]; regions: string[] };
  /** For service actions: what is run, with the values as they were read when it was ordered. */
  serviceAction?: Order['serviceAction'];
  /** For imports: the ARN of the stack. */
  stackArn?: string;
  /** For terminations that are not the usual one. */
  termination?: TerminationOptions;
  /** For repairs: what is set. */
  repair?: Repair;
  /** For renewals: which of a lease, and until when at the latest. */
  renewal?: { leaseId: string; number: number; until?: string };
  partDigests: PartDigests;
};

/** What a failed launch left behind, and the call that removes it before the next attempt. */
export type Remnant = {
  provisionedProductId: string;
  /** Saved before the first send. Absent: surely never sent. */
  token?: string;
  sentAt?: string;
  recordId?: string;
};

/** How far the current attempt has come. */
export type OrderProgress = {
  /** The launch path that is sent, looked up right before the first send. */
  pathId?: string;
  /**
   * When the attempt's call was first about to be sent. Absent: surely never sent. Present without a record: AWS may or may
   * not have it.
   */
  sentAt?: string;
  /**
   * What keeps it from coming forward, once its timeline has said so. `portal`: the portal is not set up to work on it; `aws`: AWS
   * gives no usable answer.
   */
  hindrance?: 'portal' | 'aws';
  /**
   * AWS has refused to be asked again, which does not tell that it has not taken an earlier call. Nothing is sent until its
   * lookups have had the time to show that one.
   */
  refusal?: {
    at: string;
    failure: Failure;
    /** Whether only something else in AWS stands in its way. */
    isBusy?: boolean;
  };
  /** AWS has something else to do first. It stays when it is sent again: it counts since the first time. */
  busy?: {
    /** ISO 8601 */
    since: string;
    /** When it fails if AWS is at something else then. */
    until: string;
    times: number;
    /** What AWS says, without secrets. */
    message: string;
  };
  recordStatus?: string;
  /** When AWS accepted it; the pace of polling follows from it. */
  acceptedAt?: string;
  remnant?: Remnant;
  /** Failures in a row that are worth another try. */
  failures: number;
  /** Failures in a row that are the portal's own. */
  defects?: number;
  /** How long its approval may, or might, take. */
  approval?: {
    /** ISO 8601 */
    dueAt: string;
    /** Absent once the approvers were reminded. */
    remindAt?: string;
  };
  /** Why an operator should look at it. */
  alarm?: OrderAlarm;
  failure?: Order['failure'];
  /** What a failed termination has left. */
  remains?: Order['remains'];
  outputs: Output[];
};

/** An order as the database has it. */
export type StoredOrder = {
  id: string;
  /** Counts the saves: a save of an older revision is lost. */
  revision: number;
  kind: OrderKind;
  state: OrderState;
  target: string;
  accountId: string;
  region: string;
  requester: string;
  requestToken?: string;
  owner: string;
  entityRef?: string;
  product: { id: string; name: string };
  version?: { id: string; name: string };
  provisionedProduct: { name: string; id?: string; arn?: string };
  digest: string;
  /** Counts from 1. */
  attempt: number;
  /** The idempotency token of the current attempt, saved before it is first used. */
  token?: string;
  recordId?: string;
  content: OrderContent;
  progress: OrderProgress;
  /** When the reconciler looks at it next; absent when nothing more happens by itself. */
  dueAt?: string;
  chainEnd: ChainEnd;
  /**
   * What of its row could not be read, as it is in the database, where it stays for a repair. Its `content`, or `progress`, is
   * empty then.
   */
  unreadable?: { content?: string; progress?: string };
  createdAt: string;
  updatedAt: string;
};

/**
 * The idempotency token of an attempt: AWS takes the same token for the same request, so each attempt has one of its own.
 */
export function attemptToken(orderId: string, attempt: number): string {
  return `${orderId}-${attempt}`;
}

/** The keys of the secrets that go to AWS with an order, and are wiped once it has them. */
export function listSentSecrets({
  content,
}: Pick<StoredOrder, 'content'>): string[] {
  return content.parameters
    .filter(parameter => parameter.secret && !('usePreviousValue' in parameter))
    .map(({ key }) => key);
}
