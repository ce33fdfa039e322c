import {
  RecordOutput,
  StackResource,
  StackOperation,
  PreparedStack,
} from './stacks';
import { EngineWorkflow } from './engines';
import { StackInstance, StackInstanceChange } from './stackSets';
import { Tag } from './tags';

/** A provisioned product's statuses that the emulator uses. */
export type ProvisionedProductStatus =
  | 'PLAN_IN_PROGRESS'
  | 'AVAILABLE'
  | 'UNDER_CHANGE'
  | 'TAINTED'
  | 'ERROR';

/** What runs under a provisioned product: a stack, a stack set, or whatever the engine of its product makes. */
export type ProvisionedProductType =
  | 'CFN_STACK'
  | 'CFN_STACKSET'
  | 'TERRAFORM_CLOUD'
  | 'EXTERNAL';

/**
 * What runs (or failed to run) under a provisioned product's name. Changed only by
 * `ProvisionedProducts.change`.
 */
export interface ProvisionedProduct {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly type: ProvisionedProductType;
  readonly status: ProvisionedProductStatus;
  readonly statusMessage?: string;
  readonly createdTime: number;
  /** The ProvisionToken it was launched with. */
  readonly idempotencyToken: string;
  readonly lastRecordId: string;
  readonly lastProvisioningRecordId: string;
  readonly lastSuccessfulProvisioningRecordId?: string;
  /** The caller's, the TagOptions' and the AutoTags. */
  readonly tags: Tag[];
  readonly productId: string;
  readonly productName: string;
  readonly artifactId: string;
  readonly artifactName?: string;
  readonly portfolioId: string;
  readonly userArn: string;
  readonly userArnSession: string;
  readonly launchRoleArn?: string;
  /** Whether the launch role was set by UpdateProvisionedProductProperties, and is not that of the constraint. */
  readonly keepsLaunchRole?: boolean;
  /** Effective parameter values; NoEcho values are masked. */
  readonly parameters: { [key: string]: string };
  /** Digest of the template that the stack runs. */
  readonly templateDigest: string;
  /** ARN of the stack or the stack set, once CloudFormation accepted it. */
  readonly stackId?: string;
  /** The stacks of a stack set. */
  readonly instances?: StackInstance[];
  readonly resources: StackResource[];
  readonly outputs: RecordOutput[];
  /** The tag that an engine put on every resource. */
  readonly resourceIdentifier?: Partial<Tag>;
  /** Who owns it since UpdateProvisionedProductProperties changed that. */
  readonly transferredTo?: string;
}

/** The provisioned product's members that an ended record may change. */
export type ProvisionedProductChange = Partial<
  Pick<
    ProvisionedProduct,
    | 'tags'
    | 'productId'
    | 'productName'
    | 'artifactId'
    | 'artifactName'
    | 'portfolioId'
    | 'launchRoleArn'
    | 'parameters'
    | 'templateDigest'
    | 'stackId'
    | 'resources'
    | 'outputs'
    | 'resourceIdentifier'
    | 'instances'
  >
>;

/** What went wrong with a record, in AWS's shape. */
export interface RecordError {
  Code: string;
  Description: string;
}

/**
 * How a record ends: decided when the request is accepted and revealed by the clock. All of it is
 * applied to the provisioned product once `completesAt` has come.
 */
export interface RecordOutcome {
  status: 'SUCCEEDED' | 'FAILED';
  errors: RecordError[];
  /** What DescribeRecord lists once the record has ended. */
  outputs: RecordOutput[];
  /** The provisioned product's status afterwards; `removed` when it is gone. */
  productStatus: Exclude<ProvisionedProductStatus, 'UNDER_CHANGE'> | 'removed';
  statusMessage?: string;
  change: ProvisionedProductChange;
}

/** The kinds of record. */
export type RecordType =
  | 'PROVISION_PRODUCT'
  | 'UPDATE_PROVISIONED_PRODUCT'
  | 'TERMINATE_PROVISIONED_PRODUCT'
  | 'IMPORT_PROVISIONED_PRODUCT'
  | 'UPDATE_PROVISIONED_PRODUCT_PROPERTIES'
  | 'EXECUTE_PROVISIONED_PRODUCT_SERVICE_ACTION';

/** One request on a provisioned product, from acceptance to its end. */
export interface ProvisioningRecord {
  id: string;
  type: RecordType;
  provisionedProductId: string;
  provisionedProductName: string;
  provisionedProductType: ProvisionedProductType;
  productId: string;
  artifactId: string;
  pathId?: string;
  launchRoleArn?: string;
  tags: Tag[];
  userArn: string;
  userArnSession: string;
  createdTime: number;
  /** From here the record is IN_PROGRESS instead of CREATED. */
  startsAt: number;
  /** From here it is IN_PROGRESS_IN_ERROR: something failed and is being rolled back. */
  failsAt?: number;
  /** From here the outcome holds. Absent: the record is stuck, or an engine works on it. */
  completesAt?: number;
  /** What it does with the stack, if anything. */
  stack?: StackOperation;
  /** What it does with the stacks of a stack set; until it has ended. */
  instanceChanges?: StackInstanceChange[];
  /** What an engine is to do. Until that has notified, the outcome is that of a success. */
  workflow?: EngineWorkflow;
  outcome: RecordOutcome;
  /** Whether the outcome has been applied to the provisioned product. */
  settled: boolean;
}

/**
 * What happened to a stack at one go: because of a {@link ProvisioningRecord}, or because somebody made the
 * stack without Service Catalog.
 */
export interface StackChange {
  id: string;
  stack: StackOperation;
  startsAt: number;
  failsAt?: number;
  completesAt?: number;
  outcome: Pick<RecordOutcome, 'status' | 'outputs'>;
  tags: Tag[];
  launchRoleArn?: string;
  /** Whether it has ended. */
  settled: boolean;
  /** This and what follows: only of records. */
  provisionedProductId?: string;
  provisionedProductName?: string;
  artifactId?: string;
}

/** A plan: a change of a provisioned product that is looked at before it is made. */
export interface ProvisionedProductPlan {
  id: string;
  name: string;
  provisionedProductId: string;
  provisionedProductName: string;
  productId: string;
  artifactId: string;
  pathId: string;
  createdTime: number;
  /** Until here the plan is CREATE_IN_PROGRESS. */
  readyAt: number;
  /** Why there is nothing to execute; absent when there is. */
  problem?: string;
  /** What will be done. Absent when {@link ProvisionedProductPlan.problem} is set. */
  stack?: PreparedStack;
  notificationArns: string[];
  /** As the caller gave them, NoEcho values masked. */
  parameters: { Key?: string; Value?: string; UsePreviousValue?: boolean }[];
  /** As the caller gave them. */
  tags: Tag[];
  /** Tags of the provisioned product once the plan is executed, AutoTags aside. */
  resultingTags: Tag[];
  /** Its `lastProvisioningRecordId` when the plan was made; any later one voids the plan. */
  baseRecordId: string;
  /** The record that executes the plan. */
  recordId?: string;
  userArn: string;
  userArnSession: string;
}
