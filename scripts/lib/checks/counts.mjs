/**
 * Reads how many tests passed and failed from the reports of the test runners.
 */

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped the names of the tests that did not run
 */

/**
 * @param {object} report the file that `jest --json --outputFile` writes
 * @returns {Counts} a test file that could not be run counts as one failure
 */
export function countJest(report) {
  const tests = report.testResults.flatMap(file => file.assertionResults);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: tests
      .filter(({ status }) => ['pending', 'todo', 'skipped'].includes(status))
      .map(({ fullName }) => fullName),
  };
}

/**
 * @param {object} report the file that Playwright's reporter `json` writes
 * @returns {Counts} a test that passed only when repeated counts as a failure
 */
export function countPlaywright(report) {
  const { expected, unexpected, flaky } = report.stats;
  return {
    passed: expected,
    failed: unexpected + flaky + (report.errors?.length ?? 0),
    skipped: skippedSpecs(report.suites ?? []),
  };
}

function skippedSpecs(suites) {
  return suites.flatMap(suite => [
    ...(suite.specs ?? [])
      .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
      .map(({ title }) => title),
    ...skippedSpecs(suite.suites ?? []),
  ]);
}

/**
 * @param {string} text what nodeTestReporter.mjs writes: one line of JSON for each test
 * @returns {Counts}
 */
export function countNodeTests(text) {
  const tests = text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
  const ran = tests.filter(({ skipped }) => !skipped);
  return {
    passed: ran.filter(({ passed }) => passed).length,
    failed: ran.filter(({ passed }) => !passed).length,
    skipped: tests.filter(({ skipped }) => skipped).map(({ name }) => name),
  };
}
