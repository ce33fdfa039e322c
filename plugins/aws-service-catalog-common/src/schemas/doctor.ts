import { z } from 'zod';
import { awsIdSchema, targetNameSchema, timestampSchema } from './shared';

/**
 * Something that is wrong, or will be, with how the portal is set up.
 *
 * @public
 */
export const doctorFindingSchema = z.object({
  /** `error`: something cannot work. `warning`: something will surprise somebody. `info`: something to know. */
  severity: z.enum(['error', 'warning', 'info']),
  /** What kind of finding it is, for example `launch-role-missing`. `docs/doctor.md` lists them. */
  code: z.string(),
  /** The target that it is about; absent: the portal as a whole. */
  target: targetNameSchema.optional(),
  /** The product that it is about. */
  product: z.object({ id: awsIdSchema, name: z.string() }).optional(),
  /** The policy of the configuration that it is about. */
  policy: z
    .object({ kind: z.enum(['approval', 'quota', 'lease']), name: z.string() })
    .optional(),
  /** What is wrong. */
  message: z.string(),
  /** What to do about it. */
  mend: z.string(),
});

/**
 * Answer of `GET /doctor` and `POST /doctor/run`: what was found the last time.
 *
 * @public
 */
export const doctorReportSchema = z.object({
  /** Whether it is being looked now. */
  running: z.boolean(),
  /** When it was last looked at everything; absent before the first time. */
  examinedAt: timestampSchema.optional(),
  /** How many products were looked at. */
  products: z.number().int(),
  /** Worst first. */
  findings: z.array(doctorFindingSchema),
});

/** @public */
export type DoctorFinding = z.infer<typeof doctorFindingSchema>;
/** @public */
export type DoctorReport = z.infer<typeof doctorReportSchema>;
