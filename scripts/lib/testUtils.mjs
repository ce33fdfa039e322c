/**
 * Parts that the tests of the scripts share.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A folder that is removed after the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} [parent] the folder in which it is made
 * @returns {string}
 */
export function temporaryFolder(t, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, 'scripts-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts Node.js with a module given as text, and waits for the first line it prints.
 *
 * @param {import('node:test').TestContext} t kills the process after the test
 * @param {string} code may use `from` the URL of a module with a path relative to scripts/lib
 * @returns {Promise<{ child: import('node:child_process').ChildProcess, line: string }>}
 */
export async function startNode(t, code) {
  const withUrls = code.replace(
    /from '(\.[^']+)'/g,
    (_, path) => `from '${new URL(path, import.meta.url)}'`,
  );
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', withUrls],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  t.after(() => child.kill('SIGKILL'));
  const line = await new Promise((resolve, reject) => {
    child.stdout.once('data', chunk => resolve(String(chunk).trim()));
    child.once('exit', code => reject(new Error(`ended with ${code}`)));
  });
  return { child, line };
}

/**
 * Waits until a condition holds, for at most ten seconds.
 *
 * @param {() => boolean} condition
 */
export async function eventually(condition) {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`Never happened: ${condition}`);
    }
    await delay(20);
  }
}

/**
 * Runs a script of the repository to its end.
 *
 * @param {string} path relative to scripts/lib
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export async function runScript(path, args, env = process.env) {
  const script = new URL(path, import.meta.url).pathname;
  const child = spawn(process.execPath, [script, ...args], { env });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', chunk => (output.stdout += chunk));
  child.stderr.on('data', chunk => (output.stderr += chunk));
  const code = await new Promise(resolve => child.once('close', resolve));
  return { code, ...output };
}
