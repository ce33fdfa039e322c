/**
 * The checks of the test command, in the order in which they run: quick ones first.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countJest, countNodeTests, countPlaywright } from './counts.mjs';

/**
 * @typedef {object} Step
 * @property {string} name chosen with `--only`
 * @property {(context: Context) => string[][]} commands run one after the other; each counts, unless `count` is given
 * @property {(context: Context) => import('./counts.mjs').Counts} [count] reads the outcome of each test instead
 * @property {(context: Context) => string | undefined} [unavailable] why the check cannot run here
 * @property {(context: Context) => Record<string, string>} [env]
 * @property {(output: string) => string} [tidy] what is shown of the output when something failed
 * @property {boolean} [takesFilters] whether the arguments of the command line select among its tests
 * @property {number} timeoutMinutes
 * @property {number} [fullTimeoutMinutes] instead of it with `--full`
 *
 * @typedef {object} Context
 * @property {string} root the root of the repository
 * @property {string} work a folder for reports and logs
 * @property {string[]} filters
 * @property {boolean} full whether tests may take their time
 */

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

/**
 * @returns {string | undefined} the browser for the browser tests: CHROMIUM_PATH, or the one of the system
 */
function findChromium() {
  const { CHROMIUM_PATH } = process.env;
  return CHROMIUM_PATH ? CHROMIUM_PATH : CHROMIUM.find(existsSync);
}

function bin({ root }, file) {
  return [process.execPath, join(root, 'node_modules', file)];
}

function backstageCli(context, ...args) {
  return [...bin(context, '@backstage/cli/bin/backstage-cli'), ...args];
}

function readReport({ work }, name) {
  const file = join(work, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** A test runner that ends without a report failed as a whole. */
function counted(name, count) {
  return context => {
    const text = readReport(context, name);
    return text === undefined
      ? { passed: 0, failed: 1, skipped: [] }
      : count(text);
  };
}

/** What the schemas of packages demand that only tests use. */
const DEVELOPMENT_CONFIG = 'scripts/lib/checks/developmentDependencies.yaml';

/** @type {Step[]} */
export const STEPS = [
  {
    name: 'prettier',
    commands: context => [
      [
        ...bin(context, 'prettier/bin-prettier.js'),
        ...['--check', '--loglevel', 'warn', '.'],
      ],
    ],
    timeoutMinutes: 5,
  },
  {
    name: 'lint',
    commands: context => [
      backstageCli(
        context,
        ...['repo', 'lint', '--max-warnings', '0', '--format', 'stylish'],
      ),
      [
        ...bin(context, 'eslint/bin/eslint.js'),
        ...['--max-warnings', '0', '--ext', '.mjs,.js,.ts'],
        ...['scripts', 'e2e'].filter(folder =>
          existsSync(join(context.root, folder)),
        ),
      ],
    ],
    timeoutMinutes: 10,
  },
  {
    name: 'tsc',
    // Not incremental: the declarations, and so the API reports, would depend on what was compiled before.
    commands: context => [
      // What is left of sources that are gone would be found instead of what replaced them.
      [
        process.execPath,
        ...[
          '--eval',
          "fs.rmSync('dist-types', { recursive: true, force: true })",
        ],
      ],
      [
        ...bin(context, 'typescript/bin/tsc'),
        ...['--pretty', 'false', '--incremental', 'false'],
      ],
    ],
    timeoutMinutes: 10,
  },
  {
    name: 'config',
    commands: context =>
      [[], ['app-config.production.yaml'], ['app-config.postgres.yaml']].map(
        overrides =>
          backstageCli(
            context,
            ...['config:check', '--strict', '--lax'],
            ...['app-config.yaml', ...overrides, DEVELOPMENT_CONFIG].flatMap(
              file => ['--config', file],
            ),
          ),
      ),
    timeoutMinutes: 5,
  },
  {
    name: 'api-reports',
    // This and the next read the declarations that the type check wrote.
    commands: context => [
      [
        ...bin(context, '@backstage/repo-tools/bin/backstage-repo-tools'),
        ...['api-reports', '--ci', '--validate-release-tags'],
        // As Backstage does: the types of other workspaces come from their sources, and members may explain themselves.
        ...['--omit-messages', 'ae-wrong-input-file-type,ae-undocumented'],
      ],
    ],
    timeoutMinutes: 10,
  },
  {
    name: 'publish',
    commands: context => [
      backstageCli(context, 'repo', 'fix', '--publish', '--check'),
      backstageCli(context, 'repo', 'build'),
    ],
    timeoutMinutes: 5,
  },
  {
    name: 'scripts',
    commands: context => [
      [
        process.execPath,
        '--test',
        ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
        `--test-reporter=${join(
          context.root,
          'scripts/lib/checks/nodeTestReporter.mjs',
        )}`,
        `--test-reporter-destination=${join(context.work, 'scripts.jsonl')}`,
        ...(context.filters.length > 0
          ? context.filters
          : ['scripts/**/*.test.mjs']),
      ],
    ],
    count: counted('scripts.jsonl', countNodeTests),
    takesFilters: true,
    timeoutMinutes: 10,
  },
  {
    name: 'jest',
    commands: context => [
      backstageCli(
        context,
        ...['repo', 'test', '--watchAll=false', '--json'],
        `--outputFile=${join(context.work, 'jest.json')}`,
        ...context.filters,
      ),
    ],
    env: ({ full }) => (full ? { FULL_TESTS: '1' } : {}),
    count: counted('jest.json', text => countJest(JSON.parse(text))),
    takesFilters: true,
    timeoutMinutes: 25,
    fullTimeoutMinutes: 120,
  },
  {
    name: 'e2e',
    unavailable: ({ root }) => {
      if (!existsSync(join(root, 'playwright.config.ts'))) {
        return 'there are no browser tests (playwright.config.ts)';
      }
      return findChromium()
        ? undefined
        : 'no Chromium at /usr/bin/chromium; install it, or set CHROMIUM_PATH';
    },
    commands: context => [
      [
        ...bin(context, '@playwright/test/cli.js'),
        ...['test', '--reporter=line,json'],
        ...context.filters,
      ],
    ],
    env: context => ({
      CHROMIUM_PATH: findChromium(),
      PLAYWRIGHT_JSON_OUTPUT_FILE: join(context.work, 'playwright.json'),
    }),
    count: counted('playwright.json', text =>
      countPlaywright(JSON.parse(text)),
    ),
    // The log of the portal buries the failed test, unless the portal is what failed.
    tidy: output =>
      /config\.webServer/.test(output)
        ? output
        : output.replace(/^\[WebServer\].*\n+/gm, ''),
    takesFilters: true,
    timeoutMinutes: 25,
  },
];
