import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { PermissionFilter } from 'backstage-plugin-aws-service-catalog-node';

/** What the permission policy says about a whole collection. */
export type PolicyConditions<TField extends string = string> =
  | { result: 'allow' }
  | { result: 'deny' }
  | {
      result: 'conditional';
      criteria: PermissionCriteria<PermissionFilter<TField>>;
    };

/**
 * How a field of a permission filter is looked up: a column, or a condition that is true when the field has one of the
 * values.
 */
export type FieldColumns<TField extends string> = Record<
  TField,
  string | ((query: Knex.QueryBuilder, values: string[]) => void)
>;

function whereCriteria<TField extends string>(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<PermissionFilter<TField>>,
  columns: FieldColumns<TField>,
): void {
  if (isAndCriteria(criteria)) {
    criteria.allOf.forEach(part =>
      query.andWhere(inner => whereCriteria(inner, part, columns)),
    );
  } else if (isOrCriteria(criteria)) {
    criteria.anyOf.forEach(part =>
      query.orWhere(inner => whereCriteria(inner, part, columns)),
    );
  } else if (isNotCriteria(criteria)) {
    query.whereNot(inner => whereCriteria(inner, criteria.not, columns));
  } else {
    const column = columns[criteria.field];
    if (typeof column === 'function') {
      query.where(inner => column(inner, criteria.values));
    } else {
      // Without the first condition a NULL would make NOT (…) unknown instead of true.
      query.whereNotNull(column).whereIn(column, criteria.values);
    }
  }
}

/**
 * Adds what the permission policy allows to a query's WHERE.
 */
export function wherePolicyAllows<TField extends string>(
  query: Knex.QueryBuilder,
  conditions: PolicyConditions<TField>,
  columns: FieldColumns<TField>,
): void {
  if (conditions.result === 'deny') {
    query.whereRaw('1 = 0');
  } else if (conditions.result === 'conditional') {
    query.andWhere(inner => whereCriteria(inner, conditions.criteria, columns));
  }
}

function meets<TField extends string>(
  criteria: PermissionCriteria<PermissionFilter<TField>>,
  fields: Record<TField, string | readonly string[] | undefined>,
): boolean {
  if (isAndCriteria(criteria)) {
    return criteria.allOf.every(part => meets(part, fields));
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(part => meets(part, fields));
  }
  if (isNotCriteria(criteria)) {
    return !meets(criteria.not, fields);
  }
  return [fields[criteria.field]]
    .flat()
    .some(value => value !== undefined && criteria.values.includes(value));
}

/**
 * Whether the permission policy allows one thing whose fields are known, exactly as {@link wherePolicyAllows} would select
 * it.
 */
export function policyAllows<TField extends string>(
  conditions: PolicyConditions<TField>,
  fields: Record<TField, string | readonly string[] | undefined>,
): boolean {
  return conditions.result === 'conditional'
    ? meets(conditions.criteria, fields)
    : conditions.result === 'allow';
}
