/**
 * What the emulator remembers, as plain JSON: a snapshot is these objects as they are. Times are
 * milliseconds since the epoch in emulator time. Members in PascalCase are AWS shapes kept as AWS
 * sends them.
 */

/** A tag as AWS sends it. */
export interface Tag {
  Key: string;
  Value: string;
}

/** A portfolio. */
export interface Portfolio {
  id: string;
  displayName: string;
  description?: string;
  providerName: string;
  createdTime: number;
  tags: Tag[];
}

/** A product; its versions are {@link ProvisioningArtifact}s. */
export interface Product {
  id: string;
  /** The `prodview-` id under which end users see it. */
  viewId: string;
  name: string;
  owner: string;
  type: string;
  shortDescription: string;
  distributor: string;
  supportDescription: string;
  supportEmail: string;
  supportUrl: string;
  createdTime: number;
  tags: Tag[];
}

/** A version of a product. */
export interface ProvisioningArtifact {
  id: string;
  productId: string;
  name?: string;
  description: string;
  type: string;
  createdTime: number;
  /** Inactive versions can be neither launched nor updated to, and end users do not see them. */
  active: boolean;
  /** `DEPRECATED` versions can be updated to, but not launched. */
  guidance: 'DEFAULT' | 'DEPRECATED';
  /** Digest of the template's text; the text is kept once in the world. */
  templateDigest: string;
  /** Where the template came from, as the caller gave it. */
  templateUrl: string;
  /** The seed's resource that declares it, if one does. */
  seededBy?: string;
}

/** A product within a portfolio: what a launch path is made of. */
export interface ProductAssociation {
  portfolioId: string;
  productId: string;
  createdTime: number;
  /** The `lpv3-` id of the launch path. A new association gets a new one, as on AWS. */
  pathId: string;
  /** The shared portfolio that the product comes from, when it is another account's. */
  sourcePortfolioId?: string;
}

/** Who may launch the products of a portfolio. */
export interface PrincipalAssociation {
  portfolioId: string;
  principalArn: string;
  principalType: 'IAM' | 'IAM_PATTERN';
  createdTime: number;
}

/** The kinds of constraint that the emulator implements. */
export type ConstraintType =
  | 'LAUNCH'
  | 'NOTIFICATION'
  | 'TEMPLATE'
  | 'STACKSET'
  | 'RESOURCE_UPDATE';

/** A constraint on a product within a portfolio. */
export interface Constraint {
  id: string;
  portfolioId: string;
  productId: string;
  type: ConstraintType;
  description?: string;
  /** The JSON text of the `Parameters` member. */
  parameters: string;
  /** Account that created it. */
  owner: string;
  createdTime: number;
}

/** A TagOption: a key with one of its allowed values. */
export interface TagOption {
  id: string;
  key: string;
  value: string;
  active: boolean;
  owner: string;
}

/** A TagOption on a portfolio or product. */
export interface TagOptionAssociation {
  tagOptionId: string;
  resourceId: string;
}

/** A stack output, in AWS's shape for records. */
export interface RecordOutput {
  OutputKey: string;
  OutputValue: string;
  Description?: string;
}

/** What went wrong with a record, in AWS's shape. */
export interface RecordError {
  Code: string;
  Description: string;
}

/** What a stack operation does with a resource. `retain` gives it up without deleting it. */
export type ResourceAction =
  | 'create'
  | 'update'
  | 'replace'
  | 'delete'
  | 'retain';

/** A resource of a simulated stack, and its latest change. */
export interface StackResource {
  logicalId: string;
  type: string;
  physicalId: string;
  action: ResourceAction;
  startsAt: number;
  endsAt: number;
  /** Why it failed; absent when it did not. */
  failure?: string;
  /** How often it was replaced; absent: never. Its physical id follows from that. */
  generation?: number;
  /** The physical id that a replacement gives up. */
  previousPhysicalId?: string;
  /** Set when it outlives its stack (`DeletionPolicy`). */
  retained?: boolean;
}

/** What one record does with a CloudFormation stack. The stack is what its operations made of it. */
export interface StackOperation {
  /** ARN of the stack. */
  stackId: string;
  /** `import` takes the stack over as it is. */
  kind: 'create' | 'update' | 'delete' | 'import';
  templateDigest: string;
  /** Effective parameter values; NoEcho values are masked. */
  parameters: { [key: string]: string };
  /** The resources it changes, in order of time. */
  resources: StackResource[];
  /** Updates only: what is deleted once everything else is done. */
  cleanup: StackResource[];
  /** Why the stack fails; absent when it does not. */
  failure?: string;
  /** Set when undoing what was done fails as well. */
  rollbackFailure?: string;
}

/** A provisioned product's statuses that the emulator uses. */
export type ProvisionedProductStatus =
  | 'PLAN_IN_PROGRESS'
  | 'AVAILABLE'
  | 'UNDER_CHANGE'
  | 'TAINTED'
  | 'ERROR';

/** What runs (or failed to run) under a provisioned product's name. */
export interface ProvisionedProduct {
  id: string;
  name: string;
  arn: string;
  status: ProvisionedProductStatus;
  statusMessage?: string;
  createdTime: number;
  /** The ProvisionToken it was launched with. */
  idempotencyToken: string;
  lastRecordId: string;
  lastProvisioningRecordId: string;
  lastSuccessfulProvisioningRecordId?: string;
  /** The caller's, the TagOptions' and the AutoTags. */
  tags: Tag[];
  productId: string;
  productName: string;
  artifactId: string;
  artifactName?: string;
  portfolioId: string;
  userArn: string;
  userArnSession: string;
  launchRoleArn?: string;
  /** Effective parameter values; NoEcho values are masked. */
  parameters: { [key: string]: string };
  /** Digest of the template that the stack runs. */
  templateDigest: string;
  /** ARN of the stack, once CloudFormation accepted it. */
  stackId?: string;
  resources: StackResource[];
  outputs: RecordOutput[];
  /** Who owns it since UpdateProvisionedProductProperties changed that. */
  transferredTo?: string;
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
  >
>;

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
  /** From here the outcome holds. Absent: never, the record is stuck. */
  completesAt?: number;
  /** What it does with the stack, if anything. */
  stack?: StackOperation;
  outcome: RecordOutcome;
  /** Whether the outcome has been applied to the provisioned product. */
  settled: boolean;
}

/** A change of a resource that a plan announces, in AWS's shape. */
export interface ResourceChange {
  Action: 'ADD' | 'MODIFY' | 'REMOVE';
  LogicalResourceId: string;
  PhysicalResourceId?: string;
  ResourceType: string;
  Replacement?: 'TRUE' | 'FALSE' | 'CONDITIONAL';
  Scope: ResourceAttribute[];
  Details: ResourceChangeDetail[];
}

/** What of a resource changes. */
export type ResourceAttribute = 'PROPERTIES' | 'DELETIONPOLICY' | 'TAGS';

/** Why a resource changes, in AWS's shape. */
export interface ResourceChangeDetail {
  Target: {
    Attribute: ResourceAttribute;
    Name?: string;
    RequiresRecreation: 'NEVER' | 'CONDITIONALLY' | 'ALWAYS';
  };
  /** `DYNAMIC` when the new value is only known once the change is made. */
  Evaluation: 'STATIC' | 'DYNAMIC';
  /** The parameter or the resource that makes the value another one. */
  CausingEntity?: string;
}

/** A resource as a stack is going to change it. */
export interface ChangingResource {
  logicalId: string;
  type: string;
  physicalId: string;
  /** Logical ids of the resources it waits for. */
  dependsOn: string[];
  /** `none` when it stays as it is. */
  action: ResourceAction | 'none';
  generation?: number;
  previousPhysicalId?: string;
  retained?: boolean;
  /** Set when AWS would fail to make the change. */
  failure?: { reason: string; seconds?: number };
}

/** A stack worked out in advance: what is going to happen, without when. */
export interface PreparedStack {
  stackId: string;
  templateDigest: string;
  parameters: { [key: string]: string };
  /** Everything the stack will have, dependencies first. */
  resources: ChangingResource[];
  /** What it has and will not have any more. */
  removed: ChangingResource[];
  changes: ResourceChange[];
  /** Outputs of a success, the stack's ARN first. */
  outputs: RecordOutput[];
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

/** A service action: an SSM document that end users may run on a provisioned product. */
export interface ServiceAction {
  id: string;
  name: string;
  description: string;
  definitionType: 'SSM_AUTOMATION';
  definition: { [key: string]: string };
}

/** A service action on a version of a product. */
export interface ServiceActionAssociation {
  serviceActionId: string;
  artifactId: string;
}

/** The response given for an idempotency token, to be given again. */
export interface TokenUse {
  /** Operation and token. */
  key: string;
  inputDigest: string;
  /** What was answered. Absent when that is a record: it is shown again as it was at `usedAt`. */
  response?: unknown;
  /** The record that was started, if one was. */
  recordId?: string;
  usedAt: number;
}

/** Temporary credentials handed out by AssumeRole. */
export interface AssumedRoleSession {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  accountId: string;
  roleName: string;
  roleArn: string;
  sessionName: string;
}
