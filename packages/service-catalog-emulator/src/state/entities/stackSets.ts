import { StackResource } from './stacks';

/** How a stack instance relates to its stack set, as AWS says it. */
export type StackInstanceStatus = 'CURRENT' | 'OUTDATED' | 'INOPERABLE';

/** An account and a Region in which a stack set has a stack. */
export interface InstancePlace {
  account: string;
  region: string;
}

/** A stack of a stack set. */
export interface StackInstance extends InstancePlace {
  status: StackInstanceStatus;
  /** ARN of the stack; absent when the operation stopped before it was made. */
  stackId?: string;
  templateDigest: string;
  /** Effective parameter values; NoEcho values are masked. */
  parameters: { [key: string]: string };
  resources: StackResource[];
}

/** What a record does with one stack of a stack set. */
export interface StackInstanceChange extends InstancePlace {
  /** From here the stack is as {@link after} says. */
  endsAt: number;
  /** Absent when it is gone. */
  after?: StackInstance;
}
