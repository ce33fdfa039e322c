/** A stack output, in AWS's shape for records. */
export interface RecordOutput {
  OutputKey: string;
  OutputValue: string;
  Description?: string;
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
