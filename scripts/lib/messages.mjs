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
 * Why a download failed, in words.
 *
 * @param {string} output what npm or Yarn wrote
 * @returns {string | undefined} undefined when it failed for another reason than the connection
 */
export function connectionProblem(output) {
  if (
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|socket hang up/.test(
      output,
    )
  ) {
    return 'No network: the npm registry cannot be reached. Only the first start needs it.';
  }
  if (
    /self[- ]signed certificate|unable to (get local issuer|verify the first) certificate/.test(
      output,
    )
  ) {
    return "The npm registry's certificate is not trusted; behind a proxy, set NODE_EXTRA_CA_CERTS to its certificate.";
  }
  return undefined;
}
