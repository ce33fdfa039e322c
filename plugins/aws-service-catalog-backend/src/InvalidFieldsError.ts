import { InputError } from '@backstage/errors';
import { FieldError } from 'backstage-plugin-aws-service-catalog-common';

/**
 * A request that is wrong in some of its fields: answered with 400 and a body that `getFieldErrors` of the common package
 * reads.
 */
export class InvalidFieldsError extends InputError {
  constructor(
    /** Paths into the request such as `parameters.Environment`, each with one sentence. */
    readonly fields: readonly FieldError[],
  ) {
    super(fields.map(({ field, message }) => `${field}: ${message}`).join(' '));
  }
}
