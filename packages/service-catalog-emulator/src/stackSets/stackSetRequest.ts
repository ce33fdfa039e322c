import { invalidParameters } from '../errors';
import { InstancePlace } from '../state/entities';
import {
  provisioningPreferences,
  updateProvisioningPreferences,
} from '../validation/members';
import { Infer } from '../validation/shapes';

/** Where a STACKSET constraint lets stacks be made. */
export interface StackSetTargets {
  accounts: string[];
  regions: string[];
  /** Whether those who launch may add and remove stacks. */
  allowsInstanceControl: boolean;
}

/** `ProvisioningPreferences` of a launch or an update. */
export type StackSetPreferences = Infer<typeof provisioningPreferences> &
  Pick<Infer<typeof updateProvisioningPreferences>, 'StackSetOperationType'>;

/** What is to be done with which stacks of a stack set. */
export interface StackSetRequest {
  /** `CREATE` and `DELETE` add and remove stacks, `UPDATE` changes those there are. */
  operation: 'CREATE' | 'UPDATE' | 'DELETE';
  /** One Region after the other. */
  places: InstancePlace[];
  /** How many of so many accounts of a Region may fail before the operation stops there. */
  tolerance: (accounts: number) => number;
  /** How many of so many accounts of a Region are worked on at the same time. */
  concurrency: (accounts: number) => number;
}

/**
 * What the preferences of a request ask of a stack set.
 *
 * @throws InvalidParametersException when they go beyond the STACKSET constraint, or contradict themselves
 */
export function stackSetRequest(
  targets: StackSetTargets,
  preferences: StackSetPreferences = {},
): StackSetRequest {
  const {
    StackSetAccounts: accounts = targets.accounts,
    StackSetRegions: regions = targets.regions,
    StackSetOperationType: operation = 'UPDATE',
  } = preferences;
  requireWithin('StackSetAccounts', accounts, targets.accounts);
  requireWithin('StackSetRegions', regions, targets.regions);
  if (operation !== 'UPDATE' && !targets.allowsInstanceControl) {
    throw invalidParameters(
      `StackSetOperationType ${operation} is not allowed by the STACKSET constraint.`,
    );
  }
  const tolerance = limit(
    'StackSetFailureTolerance',
    preferences.StackSetFailureToleranceCount,
    preferences.StackSetFailureTolerancePercentage,
  );
  const concurrency = limit(
    'StackSetMaxConcurrency',
    preferences.StackSetMaxConcurrencyCount,
    preferences.StackSetMaxConcurrencyPercentage,
  );
  return {
    operation,
    places: [...new Set(regions)].flatMap(region =>
      [...new Set(accounts)].map(account => ({ account, region })),
    ),
    tolerance: count => tolerance(count),
    concurrency: count => Math.max(1, concurrency(count)),
  };
}

function requireWithin(
  member: string,
  wanted: string[],
  allowed: string[],
): void {
  const outside = wanted.filter(value => !allowed.includes(value));
  if (outside.length > 0) {
    throw invalidParameters(
      `Invalid ${member}: ${outside.join(
        ', ',
      )} not among those of the STACKSET constraint: ${allowed.join(', ')}.`,
    );
  }
}

/** A limit given as a number or as a part of the accounts, rounded down; 0 when it is not given. */
function limit(
  member: string,
  count: number | undefined,
  percentage: number | undefined,
): (accounts: number) => number {
  if (count !== undefined && percentage !== undefined) {
    throw invalidParameters(
      `Specify either ${member}Count or ${member}Percentage, not both.`,
    );
  }
  return accounts => count ?? Math.floor(((percentage ?? 0) * accounts) / 100);
}
