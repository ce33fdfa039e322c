/**
 * A small language for what AWS's API model declares about an input: one table per operation, from
 * which both the run-time check and the TypeScript type of the input follow.
 */

/** Text, optionally one of some values, of some length, or matching a (whole-value) pattern. */
export interface StringShape<V extends string = string> {
  kind: 'string';
  min?: number;
  max?: number;
  /** In Java's syntax as AWS prints it; must match the whole value. */
  pattern?: string;
  values?: readonly V[];
}

/** A whole number, optionally within a range. */
export interface IntegerShape {
  kind: 'integer';
  min?: number;
  max?: number;
}

/** True or false. */
export interface BooleanShape {
  kind: 'boolean';
}

/** A list, optionally of some length. */
export interface ListShape<M = unknown> {
  kind: 'list';
  member: M;
  min?: number;
  max?: number;
}

/** A map from text, optionally of some size. */
export interface MapShape<V = unknown> {
  kind: 'map';
  key: StringShape;
  value: V;
  min?: number;
  max?: number;
}

/** Named members, some of them required. */
export interface StructureShape<M = unknown, R extends PropertyKey = string> {
  kind: 'structure';
  members: M;
  required: readonly R[];
}

/** Any shape, as the validator walks it. */
export type Shape =
  | StringShape
  | IntegerShape
  | BooleanShape
  | ListShape<Shape>
  | MapShape<Shape>
  | StructureShape<{ [member: string]: Shape }>;

/** An operation's input. */
export type InputShape = StructureShape<{ [member: string]: Shape }>;

/** The TypeScript type of a value that passed the check. */
export type Infer<S> = S extends {
  kind: 'string';
  values: readonly (infer V)[];
}
  ? V
  : S extends StringShape
  ? string
  : S extends IntegerShape
  ? number
  : S extends BooleanShape
  ? boolean
  : S extends ListShape<infer M>
  ? Infer<M>[]
  : S extends MapShape<infer V>
  ? { [key: string]: Infer<V> }
  : S extends StructureShape<infer M, infer R>
  ? { [K in keyof M as K extends R ? K : never]: Infer<M[K]> } & {
      [K in keyof M as K extends R ? never : K]?: Infer<M[K]>;
    }
  : never;

/** Text. */
export function string(limits: Omit<StringShape, 'kind' | 'values'> = {}) {
  return { kind: 'string' as const, ...limits };
}

/** Text with a closed set of values. */
export function enumeration<const V extends string>(
  values: readonly V[],
  limits: Omit<StringShape, 'kind' | 'values'> = {},
) {
  return { kind: 'string' as const, values, ...limits };
}

/** A whole number. */
export function integer(limits: Omit<IntegerShape, 'kind'> = {}) {
  return { kind: 'integer' as const, ...limits };
}

/** True or false. */
export function boolean(): BooleanShape {
  return { kind: 'boolean' };
}

/** A list of the member. */
export function list<M>(
  member: M,
  limits: { min?: number; max?: number } = {},
): ListShape<M> {
  return { kind: 'list', member, ...limits };
}

/** A map from the key to the value. */
export function map<V>(
  key: StringShape,
  value: V,
  limits: { min?: number; max?: number } = {},
): MapShape<V> {
  return { kind: 'map', key, value, ...limits };
}

/** Members, followed by the names of those that are required. */
export function structure<
  M extends { [member: string]: Shape },
  R extends keyof M & string = never,
>(members: M, required: readonly R[] = []): StructureShape<M, R> {
  return { kind: 'structure', members, required };
}
