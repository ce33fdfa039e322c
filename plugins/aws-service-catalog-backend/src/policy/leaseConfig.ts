import { z } from 'zod';
import { leaseExpirySchema } from 'backstage-plugin-aws-service-catalog-common';
import { durationMs, entityRef } from '../configValues';
import { policyScope, valuesByKey } from './scopeConfig';

const DAY_MS = 24 * 60 * 60_000;

const renewal = z
  .strictObject({
    /** How long it lives on from the renewal; default: as long as the first time. */
    period: durationMs.optional(),
    /** How often it can be renewed; absent: again and again. */
    max: z.number().int().min(0).optional(),
    /** How many renewals need no approval; absent: all. */
    approvalAbove: z.number().int().min(0).optional(),
    /** Who approves the others. */
    approvers: z.array(entityRef).default([]),
    /** How long they may take. */
    timeout: durationMs.prefault({ milliseconds: DAY_MS }),
  })
  .superRefine(({ approvalAbove, approvers, max }, context) => {
    if ((approvalAbove !== undefined) !== approvers.length > 0) {
      context.addIssue({
        code: 'custom',
        message: 'must have both approvalAbove and approvers, or neither',
      });
    }
    if (approvalAbove !== undefined && max !== undefined) {
      if (approvalAbove >= max) {
        context.addIssue({
          code: 'custom',
          path: ['approvalAbove'],
          message: 'must be less than max: no renewal would need approval',
        });
      }
    }
  });

const lease = z
  .strictObject({
    name: z.string().min(1).max(100),
    match: z
      .strictObject({
        ...policyScope,
        /** Key of a parameter to the values of which one has to be in effect. */
        parameters: valuesByKey,
        /** Key of a tag to its values. */
        tags: valuesByKey,
      })
      .default({}),
    lifetime: durationMs,
    /** How long before the end its people are warned, at the least. */
    warn: durationMs.prefault({ days: 7 }),
    renew: renewal.prefault({}),
    /** How long after the end nothing happens yet; absent: not at all. */
    grace: durationMs.optional(),
    onExpiry: leaseExpirySchema,
  })
  .superRefine(({ lifetime, warn, renew }, context) => {
    if (warn >= lifetime) {
      context.addIssue({
        code: 'custom',
        path: ['warn'],
        message: 'must be shorter than lifetime',
      });
    }
    if (renew.period !== undefined && warn >= renew.period) {
      context.addIssue({
        code: 'custom',
        path: ['warn'],
        message: 'must be shorter than renew.period',
      });
    }
  });

/** The key `leases` of the configuration. */
export const leaseConfigSchema = z.array(lease).default([]);

/** A lease policy: the first one whose `match` fits holds. Times are in milliseconds. */
export type LeaseConfig = z.output<typeof leaseConfigSchema>[number];
