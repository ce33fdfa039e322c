import { z } from 'zod';
import { entityRef } from '../configValues';

const names = z.array(z.string().min(1)).min(1, 'must not be empty').optional();

const refs = z.array(entityRef).min(1, 'must not be empty').optional();

/** What policies of every kind can be narrowed by: each key that is given has to fit. */
export const policyScope = {
  /** Names or ids. */
  products: names,
  /** Names. */
  portfolios: names,
  targets: names,
  /** Full entity refs. */
  owners: refs,
};

/** Values by key, of which one has to be there. */
export const valuesByKey = z
  .record(z.string().min(1), z.array(z.string()).min(1, 'must not be empty'))
  .optional();
