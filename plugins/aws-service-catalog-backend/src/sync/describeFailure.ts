import { isError } from '@backstage/errors';
import { isAwsCallError } from '../aws';

/** Whether a signal was aborted because the time was up. */
export function isTimeout(reason: unknown): boolean {
  return isError(reason) && reason.name === 'TimeoutError';
}

/**
 * Says why a sync failed, in words that a developer may read: no ARN, no account, nothing that AWS wrote.
 */
export function describeFailure(error: unknown): string {
  if (isTimeout(error)) {
    return 'A sync takes longer than it is given.';
  }
  if (!isAwsCallError(error)) {
    return 'The copy could not be brought up to date.';
  }
  switch (error.kind) {
    case 'throttled':
      return 'AWS answers too many requests at the moment.';
    case 'unavailable':
      return 'AWS does not answer.';
    case 'access-denied':
      return `The portal's role lacks the permission for ${error.operation}.`;
    case 'credentials':
      return "AWS does not accept the portal's credentials.";
    case 'wrong-account':
      return "The portal's credentials belong to another AWS account.";
    default:
      return `AWS refused ${error.operation} (${error.code}).`;
  }
}
