import { Caller } from '../catalog/Caller';
import { Test } from '../catalog/paging';
import { invalidParameters } from '../errors';

/** Whose provisioned products and records a request wants to see. */
export interface AccessLevelFilter {
  Key?: 'Account' | 'Role' | 'User';
  Value?: string;
}

/** The members that say who owns something. */
export interface Owned {
  userArn: string;
  userArnSession: string;
}

/**
 * The tests that what the access level shows has to pass: what was made with the caller's role, or
 * by the caller's own session or user. None for the account: it shows everything.
 */
export function accessLevel(
  filter: AccessLevelFilter | undefined,
  caller: Caller,
  byDefault: 'Account' | 'User',
): Test<Owned>[] {
  if (filter?.Value !== undefined && filter.Value !== 'self') {
    throw invalidParameters(
      `Invalid AccessLevelFilter value: ${filter.Value}. The only supported value is self.`,
    );
  }
  switch (filter?.Key ?? byDefault) {
    case 'Account':
      return [];
    case 'Role':
      return [({ userArn }) => userArn === caller.principalArn];
    default:
      return [({ userArnSession }) => userArnSession === caller.sessionArn];
  }
}
