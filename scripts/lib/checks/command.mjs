/**
 * Runs one command of a check and keeps what it writes.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { processTree, sendSignal } from '../processes.mjs';

/**
 * @param {string[]} argv the command and its arguments
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, logFile: string, timeoutMinutes: number, signal?: AbortSignal }} options
 *   `logFile`: gets the output while it appears; `signal`: ends the command and everything below it
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function runCommand(
  argv,
  { cwd, env, logFile, timeoutMinutes, signal },
) {
  const log = createWriteStream(logFile, { flags: 'a' });
  let output = '';
  const note = chunk => {
    output += chunk;
    log.write(chunk);
  };
  const [command, ...args] = argv;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.setEncoding('utf8').on('data', note);
  child.stderr.setEncoding('utf8').on('data', note);

  const kill = () =>
    processTree(child.pid).forEach(pid => sendSignal(pid, 'SIGKILL'));
  const timer = setTimeout(() => {
    note(`\nStopped: it took longer than ${timeoutMinutes} minutes.\n`);
    kill();
  }, timeoutMinutes * 60_000);
  signal?.addEventListener('abort', kill, { once: true });
  try {
    const code = await new Promise(resolve => {
      child.once('error', error => {
        note(`${error.message}\n`);
        resolve(1);
      });
      child.once('close', resolve);
    });
    return { ok: code === 0, output };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
    log.end();
    await finished(log);
  }
}
