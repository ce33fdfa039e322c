import { Caller } from '../catalog/Caller';
import { EmulatorSettings } from '../settings';
import { LifecycleFaults } from '../faults/FaultRegistry';
import { AccountState } from '../state/AccountState';
import { IdPrefix } from '../state/ids';
import { World } from '../state/World';
import { Infer, InputShape } from '../validation/shapes';

/** What an operation works with. */
export interface OperationContext {
  caller: Caller;
  region: string;
  /** The caller's account in the request's Region. */
  state: AccountState;
  world: World;
  /** The time of the request; it does not change while the request is handled. */
  now: number;
  /** A new id; things that a seed declares have the same one at every start. */
  newId: (prefix: IdPrefix) => string;
  settings: EmulatorSettings;
  /** Loads a template's text by URL, or says why it cannot. */
  loadTemplate: (url: string) => Promise<string>;
  faults: LifecycleFaults;
}

/** A response body, in AWS's shape. `undefined` members are left out; times are epoch seconds. */
export type Output = { [member: string]: unknown };

/** One operation of the API, as the dispatcher sees it. */
export interface Operation {
  name: string;
  input: InputShape;
  idempotencyToken?: TokenRule;
  run(context: OperationContext, input: unknown): Promise<Output> | Output;
}

/** How an operation treats the member that makes it idempotent. */
export interface TokenRule {
  member: string;
  /** Whether the token only counts while the record it started is under way. */
  whileUnderWay?: boolean;
}

/** {@link Operation} as it is written down: the input's type follows from its shape. */
export interface OperationDefinition<S extends InputShape> {
  name: string;
  input: S;
  idempotencyToken?: TokenRule;
  /**
   * Carries out the operation. Whatever it awaits comes before its first change of the state, so
   * that no other request sees half of one.
   */
  handle(context: OperationContext, input: Infer<S>): Promise<Output> | Output;
}

/** Defines an operation. The dispatcher has checked the input against the shape before. */
export function defineOperation<const S extends InputShape>({
  handle,
  ...definition
}: OperationDefinition<S>): Operation {
  return {
    ...definition,
    run: (context, input) => handle(context, input as Infer<S>),
  };
}
