/**
 * What a permission rule asks of a query: the field equals one of the values. No values: nothing matches. A field that the
 * thing has no value of matches nothing either.
 *
 * @remarks
 *
 * Rules combine filters by Backstage's `allOf`, `anyOf` and `not`; the backend turns the whole into one SQL condition.
 *
 * @public
 */
export type PermissionFilter<TField extends string> = {
  field: TField;
  values: string[];
};
