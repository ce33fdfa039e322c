/**
 * From whatever Node.js started the command to the real command: the right Node.js, installed dependencies.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ensureInstalled, isInstalled, readStamp } from './install.mjs';
import { report } from './messages.mjs';
import { watchParent } from './processes.mjs';
import { environmentFor, findToolchain } from './toolchain.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a script with the Node.js of the repository and ends as it ends.
 *
 * @param {URL} script
 * @param {string[]} args
 * @param {{ onAbort?: () => void }} [options] `onAbort`: called when the script could not be run to its end
 */
export async function bootstrap(script, args, { onAbort } = {}) {
  if (process.env.npm_lifecycle_event) {
    watchParent(() => process.kill(process.pid, 'SIGTERM'));
  }
  try {
    const installed = isInstalled(ROOT);
    const toolchain = findToolchain({
      root: ROOT,
      needsYarn: !installed,
      known: readStamp(ROOT),
    });
    await ensureInstalled({ root: ROOT, toolchain });
    process.exitCode = await run(toolchain, script, args);
    if (process.exitCode > 128) {
      onAbort?.();
    }
  } catch (error) {
    process.exitCode = report(error);
    onAbort?.();
  }
}

async function run(toolchain, script, args) {
  const child = spawn(toolchain.node, [fileURLToPath(script), ...args], {
    env: environmentFor(toolchain),
    stdio: 'inherit',
  });
  const forward = signal => child.kill(signal);
  FORWARDED.forEach(signal => process.on(signal, forward));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        resolve(signal ? 128 + constants.signals[signal] : code),
      );
    });
  } finally {
    FORWARDED.forEach(signal => process.off(signal, forward));
  }
}
