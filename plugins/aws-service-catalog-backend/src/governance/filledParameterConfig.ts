import { z } from 'zod';
import { template } from '../configValues';
import { policyScope } from '../policy';

/** An entry of the key `parameters` of the configuration: a parameter that the portal fills in. */
export const filledParameterSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9]{1,255}$/,
      'must be the name of a template parameter: letters and digits',
    ),
  /** Which launches it is for: all, when nothing is given. */
  match: z.strictObject(policyScope).default({}),
  /** Such as `${{ owner.name }}`. */
  value: template,
  /** Whether it is only a suggestion. */
  editable: z.boolean().default(false),
});

/** A parameter that the portal fills in, for launches that match. */
export type FilledParameterConfig = Readonly<
  z.output<typeof filledParameterSchema>
>;
