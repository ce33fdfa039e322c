import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(__dirname, '../../../docs');
const PROBLEMS = 34;

describe('docs/real-problems.md', () => {
  const page = readFileSync(join(DOCS, 'real-problems.md'), 'utf8');
  const definitions = new Map(
    [...page.matchAll(/^\[(.+)\]: (\S+)$/gm)].map(
      ([, label, address]) => [label.toLowerCase(), address] as const,
    ),
  );
  const rows = [...page.matchAll(/^\| (\d+) .*$/gm)].map(([row, number]) => ({
    number: Number(number),
    row,
  }));

  it('has an answer to every problem, with a report of it', () => {
    expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: PROBLEMS }, (_, index) => index + 1),
    );
    const reports = rows.map(({ row }) =>
      [...row.split('|')[2].matchAll(/\[([^\]]+)\]/g)].map(([, label]) =>
        definitions.get(label.toLowerCase()),
      ),
    );
    expect(reports.filter(({ length }) => length === 0)).toEqual([]);
    for (const address of reports.flat()) {
      expect(address).toMatch(/^https:\/\/github\.com\//);
    }
  });

  it('names tests that exist, or says that there is none', () => {
    const missing = rows.flatMap(({ number, row }) => {
      const tests = [...row.matchAll(/\[([^\]]+)\]\[([^\]]+)\]/g)];
      if (tests.length === 0 && !/not (tested|done)/i.test(row)) {
        return [`${number}: no test`];
      }
      return tests
        .filter(([, title, label]) => !hasTest(title, definitions.get(label)))
        .map(([reference]) => `${number}: ${reference}`);
    });
    expect(missing).toEqual([]);
  });
});

/** Whether a file has a test, or a table of tests, of that title. */
function hasTest(title: string, path = ''): boolean {
  const file = join(DOCS, path);
  if (!/\.test\.tsx?$/.test(file) || !existsSync(file)) {
    return false;
  }
  const source = readFileSync(file, 'utf8');
  return ["'", '"', '`'].some(quote =>
    source
      .split(`${quote}${title}${quote},`)
      .slice(0, -1)
      // The title is the first argument of a call: nothing but space comes between.
      .some(before => before.trimEnd().endsWith('(')),
  );
}
