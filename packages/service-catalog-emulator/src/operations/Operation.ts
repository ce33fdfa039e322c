import { OperationContext, Output } from '../context';
import { Infer, InputShape } from '../validation/shapes';

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
