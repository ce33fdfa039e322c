/**
 * The test command: runs every check, shows the whole output of those that fail and a line for those that pass, says
 * what did not run and why, and ends with how many passed and failed.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { report, say, UserError } from '../messages.mjs';
import { watchParent } from '../processes.mjs';
import { runCommand } from './command.mjs';
import { STEPS } from './steps.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const WORK = join(ROOT, '.cache', 'checks');
const STILL_RUNNING_MS = 60_000;

const USAGE = `Runs the checks of the repository: ${STEPS.map(
  ({ name }) => name,
).join(', ')}.

  npm test                              all of them
  npm test -- --only lint,tsc           some of them
  npm test -- plugins/x/src/orders      only the jest tests whose path matches
  npm test -- --only e2e order          only the browser tests whose path matches
  npm test -- --full                    the same with crash tests that take their time

With REQUIRE_ALL=1 a check or test that cannot run here (no browser, no AWS CLI) counts as failed.
`;

function choose(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        full: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw new UserError(`${error.message}\n\n${USAGE}`);
  }
  const { values, positionals: filters } = parsed;
  const only = values.only.flatMap(text => text.split(','));
  const names = only.length === 0 && filters.length > 0 ? ['jest'] : only;
  const unknown = names.find(name => !STEPS.some(step => step.name === name));
  if (unknown !== undefined) {
    throw new UserError(`There is no check "${unknown}".\n\n${USAGE}`);
  }
  const steps = STEPS.filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  const deaf = steps.find(step => !step.takesFilters);
  if (filters.length > 0 && deaf) {
    throw new UserError(`The check "${deaf.name}" takes no filters.`);
  }
  return { help: values.help, full: values.full, steps, filters };
}

/** Runs one check; its output is shown in full only when something failed. */
async function runStep(step, context) {
  const reason = step.unavailable?.(context);
  if (reason) {
    const required = process.env.REQUIRE_ALL === '1';
    say(`${required ? '✗' : '-'} ${step.name}: did not run, ${reason}`);
    return { passed: 0, failed: required ? 1 : 0, skipped: [reason] };
  }
  say(`… ${step.name}`);
  const logFile = join(WORK, `${step.name}.log`);
  const started = Date.now();
  const minutes = () => Math.round((Date.now() - started) / 60_000);
  const timer = setInterval(
    () => say(`  ${step.name} still running after ${minutes()} min`),
    STILL_RUNNING_MS,
  );
  const runs = [];
  try {
    for (const argv of step.commands(context)) {
      runs.push(
        await runCommand(argv, {
          cwd: ROOT,
          env: step.env?.(context),
          logFile,
          timeoutMinutes:
            (context.full && step.fullTimeoutMinutes) || step.timeoutMinutes,
          signal: context.signal,
        }),
      );
    }
  } finally {
    clearInterval(timer);
  }
  const bad = runs.filter(({ ok }) => !ok);
  const result = step.count
    ? countTests(step, context, bad.length > 0)
    : { passed: runs.length - bad.length, failed: bad.length, skipped: [] };
  const milliseconds = Date.now() - started;
  if (result.failed > 0) {
    const outputs = (bad.length > 0 ? bad : runs).map(({ output }) =>
      step.tidy ? step.tidy(output) : output,
    );
    say(`${outputs.join('\n').trimEnd()}\n`);
  }
  say(
    `${result.failed > 0 ? '✗' : '✓'} ${step.name} (${seconds(milliseconds)})`,
  );
  return { ...result, milliseconds };
}

/** Reference material lies beside the checkout on some machines only; tests that miss it name its path. */
function needsReference(name) {
  const folder = join(ROOT, '..', 'shared');
  return !existsSync(folder) && name.includes(folder);
}

/**
 * cfn-lint is neither an npm package nor one of Debian's, so nothing here can install it: tests that miss it say so, and are listed
 * as not run.
 */
function needsTemplateLinter(name) {
  return name.includes('(NOT RUN: cfn-lint is not installed)');
}

function countTests(step, context, commandFailed) {
  const counts = step.count(context);
  const missed =
    process.env.REQUIRE_ALL === '1'
      ? counts.skipped.filter(
          name => !needsReference(name) && !needsTemplateLinter(name),
        )
      : [];
  const failed = counts.failed + missed.length;
  // A runner may fail beside its tests, for example when something throws after the last one.
  return { ...counts, failed: commandFailed && failed === 0 ? 1 : failed };
}

function seconds(milliseconds) {
  return `${Math.round(milliseconds / 1000)} s`;
}

function summarize(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  say('');
  for (const { name, passed, failed, milliseconds } of results) {
    const outcome =
      milliseconds === undefined
        ? 'did not run'
        : `${String(passed).padStart(5)} passed ${String(failed).padStart(
            4,
          )} failed ${seconds(milliseconds).padStart(7)}`;
    say(`${name.padEnd(width)}  ${outcome}`);
  }
  const skipped = results.flatMap(result =>
    result.skipped.map(what => `  ${result.name}: ${what}`),
  );
  if (skipped.length > 0) {
    say(`\nDid not run:\n${skipped.join('\n')}`);
  }
}

async function main() {
  const { help, full, steps, filters } = choose(process.argv.slice(2));
  if (help) {
    say(USAGE);
    return;
  }
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  const ending = new AbortController();
  const stop = () => ending.abort();
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal => process.on(signal, stop));
  watchParent(stop);

  const context = {
    root: ROOT,
    work: WORK,
    filters,
    full,
    signal: ending.signal,
  };
  const results = [];
  for (const step of steps) {
    results.push({ name: step.name, ...(await runStep(step, context)) });
    if (ending.signal.aborted) {
      throw new UserError('Interrupted.');
    }
  }
  summarize(results);
  const total = key => results.reduce((sum, result) => sum + result[key], 0);
  if (total('failed') > 0) {
    say(`\nOutput of every check: ${relative(ROOT, WORK)}`);
    process.exitCode = 1;
  }
  say(`\n${total('passed')} passed, ${total('failed')} failed`);
}

process.env.CI ??= 'true';
try {
  await main();
} catch (error) {
  process.exitCode = report(error);
  say('0 passed, 1 failed');
}
