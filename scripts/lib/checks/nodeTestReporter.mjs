/** A reporter for `node --test`: one line of JSON for each test, none for the suites around them. */
export default async function* nodeTestReporter(events) {
  for await (const { type, data } of events) {
    const isTest = type === 'test:pass' || type === 'test:fail';
    if (isTest && data.details?.type !== 'suite') {
      const { name, skip, todo } = data;
      yield `${JSON.stringify({
        name,
        passed: type === 'test:pass',
        skipped: skip !== undefined || todo !== undefined,
      })}\n`;
    }
  }
}
