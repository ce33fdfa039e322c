/**
 * What the scripts say to people.
 */

/** A failure whose message tells all a person needs: it is shown without a stack trace. */
export class UserError extends Error {}

/**
 * @param {string} line
 */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Shows an error and returns the exit code that goes with it.
 *
 * @param {unknown} error
 * @returns {number}
 */
export function report(error) {
  const text =
    error instanceof UserError ? error.message : error?.stack ?? String(error);
  process.stderr.write(`\n${text}\n`);
  return 1;
}

/**
 * @param {string} text
 * @param {number} count
 * @returns {string} the last lines of the text
 */
export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * @param {string} output what npm or Yarn wrote
 * @returns {boolean} whether it failed because a server could not be reached
 */
export function looksLikeNoNetwork(output) {
  return /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|Network is unreachable|socket hang up/i.test(
    output,
  );
}
