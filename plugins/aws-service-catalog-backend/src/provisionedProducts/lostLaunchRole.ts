/** How CloudFormation names a role that it cannot work with. */
const UNUSABLE = /Role (arn:\S+) is invalid or cannot be assumed/;

/** What its reader can do about a launch role that is lost. */
export const LOST_LAUNCH_ROLE_ADVICE =
  'Its launch role is gone, or does not trust Service Catalog any more. The people who run the portal can make the role again, or can repair it: name another launch role. Then try again.';

/**
 * The ARN of the launch role that AWS could not work with.
 *
 * @param message - of a record or a status
 * @returns undefined when something else was wrong
 */
export function findLostLaunchRole(
  message: string | undefined,
): string | undefined {
  return UNUSABLE.exec(message ?? '')?.[1];
}
