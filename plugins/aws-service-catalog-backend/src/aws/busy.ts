/**
 * AWS's words for having to be asked again once something else is done, as they were seen of Control Tower's Account Factory:
 * "another AWS Control Tower operation is in progress", "another execution is in progress" and "the allowed maximum of 5
 * concurrent account operations is exceeded".
 *
 * Sources: https://github.com/aws-ia/terraform-aws-control_tower_account_factory/issues/363,
 * https://github.com/aws-samples/aws-control-tower-automate-account-creation/issues/9 and
 * https://docs.gruntwork.io/reference/modules/terraform-aws-control-tower/control-tower-account-factory
 */
const WORDS =
  /\banother\b[^.]{0,80}\bis in progress\b|\bmaximum of \d+ concurrent\b/i;

/** The errors that come with them. A record that failed has their name in the text. */
const NAMES = /\b(ResourceInUseException|InvalidStateException)\b/;

/**
 * Whether AWS has not done something because something else has to end first.
 *
 * @param name - of the error; of a record that failed its code, which may be the status of the provisioned product
 */
export function isBusy(name: string, message: string): boolean {
  return NAMES.test(`${name} ${message}`) && WORDS.test(message);
}
