import { z } from 'zod';

/**
 * Which requests a fault meets.
 *
 * @public
 */
export interface FaultTarget {
  /** An operation such as `ProvisionProduct`. Absent: any. */
  operation?: string;
  /** An account id. Absent: any. */
  account?: string;
  /** How many requests it meets before it is used up. Absent: all until it is cleared. */
  count?: number;
}

/**
 * A request that goes wrong on the wire.
 *
 * @public
 */
export type RequestFault = FaultTarget &
  (
    | {
        /** ThrottlingException. */
        kind: 'throttle';
        /** Adds a `retry-after` header of that many seconds. */
        retryAfterSeconds?: number;
      }
    | {
        /** Any error of AWS, by its name. */
        kind: 'error';
        name: string;
        message?: string;
        /** HTTP status, 400 by default. */
        status?: number;
      }
    | {
        /** AccessDeniedException naming the caller and the operation. */
        kind: 'accessDenied';
      }
    | {
        /** InternalFailure with HTTP 500. */
        kind: 'http500';
      }
    | {
        /** ServiceUnavailable with HTTP 503. */
        kind: 'http503';
      }
    | {
        /** A load balancer's HTML page with HTTP 503. */
        kind: 'html503';
      }
    | {
        /** Answers late, by the wall clock. */
        kind: 'slow';
        delayMilliseconds: number;
      }
    | {
        /** Answers with a `date` header that is so far ahead of the wall clock, or behind it. */
        kind: 'skewedClock';
        seconds: number;
      }
    | {
        /** Resets the connection; the request is not carried out. */
        kind: 'resetBefore';
      }
    | {
        /** Carries the request out and resets the connection instead of answering. */
        kind: 'resetAfter';
      }
    | {
        /** Carries the request out and sends half of the answer with HTTP 200. */
        kind: 'truncated';
      }
  );

/**
 * A request that is accepted and ends badly.
 *
 * @public
 */
export type LifecycleFault = FaultTarget &
  (
    | {
        /**
         * The stack fails: a provisioned product ends in ERROR, an update is rolled back and ends in
         * TAINTED, a termination leaves something behind.
         */
        kind: 'provisionFailure' | 'updateFailure' | 'terminateFailure';
        /** The reason CloudFormation gives. */
        reason?: string;
        /** Only stacks with a resource of this type fail, and it is that resource that does. */
        resourceType?: string;
        /** Only stacks with all of these parameter values fail. */
        parameters?: { [name: string]: string };
        /** For launches and updates: undoing what was done fails as well. */
        rollbackFails?: boolean;
      }
    | {
        /** The automation of a service action fails. */
        kind: 'serviceActionFailure';
        /** What the automation says. */
        reason?: string;
      }
    | {
        /** A portfolio share does not reach accounts of the organization. */
        kind: 'shareFailure';
        /** Which ones. Absent: none is reached. */
        accounts?: string[];
        /** What the share's status says. */
        reason?: string;
      }
    | {
        /** The provisioned product stays UNDER_CHANGE for ever. */
        kind: 'stuck';
      }
    | {
        /**
         * The record of a launch, update or termination that CloudFormation fails has no errors. The
         * provisioned product's status message says why.
         */
        kind: 'unexplained';
      }
  );

/**
 * Something that goes wrong on purpose.
 *
 * @public
 */
export type Fault = RequestFault | LifecycleFault;

const target = {
  operation: z.string().min(1).optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be 12 digits')
    .optional(),
  count: z.number().int().positive().optional(),
};
const reason = z.string().optional();

/** Checks a fault that came in over HTTP. Unknown members are errors. */
export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion('kind', [
  z.strictObject({
    ...target,
    kind: z.literal('throttle'),
    retryAfterSeconds: z.number().nonnegative().optional(),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('error'),
    name: z.string().min(1),
    message: z.string().optional(),
    status: z.number().int().min(400).max(599).optional(),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('slow'),
    delayMilliseconds: z.number().int().positive().max(300_000),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('skewedClock'),
    seconds: z.number(),
  }),
  z.strictObject({
    ...target,
    kind: z.enum([
      'accessDenied',
      'http500',
      'http503',
      'html503',
      'resetBefore',
      'resetAfter',
      'truncated',
    ]),
  }),
  z.strictObject({
    ...target,
    kind: z.enum(['provisionFailure', 'updateFailure', 'terminateFailure']),
    reason,
    resourceType: z.string().min(1).optional(),
    parameters: z.record(z.string(), z.string()).optional(),
    rollbackFails: z.boolean().optional(),
  }),
  z.strictObject({
    ...target,
    kind: z.literal('serviceActionFailure'),
    reason,
  }),
  z.strictObject({
    ...target,
    kind: z.literal('shareFailure'),
    accounts: z.array(z.string()).optional(),
    reason,
  }),
  z.strictObject({ ...target, kind: z.enum(['stuck', 'unexplained']) }),
]);
