/**
 * What the scripts need to know about other processes. No dependencies, Node 18.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * When a process started, as an opaque text that differs between two processes that were given the same id.
 *
 * @param {number} pid
 * @returns {string | undefined} undefined when the process does not exist or the platform does not tell
 */
function startTimeOf(pid) {
  try {
    // Field 22 of /proc/<pid>/stat, see proc(5); the second field may itself hold spaces and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    // not Linux, or gone
  }
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * A process, identified so that a later one with the same id is not mistaken for it.
 *
 * @param {number} [pid] defaults to the calling process
 * @returns {{ pid: number, startTime?: string }}
 */
export function identify(pid = process.pid) {
  return { pid, startTime: startTimeOf(pid) };
}

/**
 * Whether the identified process still runs.
 *
 * @param {{ pid?: number, startTime?: string } | undefined} identity as returned by {@link identify}
 * @returns {boolean}
 */
export function isRunning(identity) {
  if (!Number.isInteger(identity?.pid) || identity.pid <= 0) {
    return false;
  }
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') {
      return false;
    }
  }
  const startTime = startTimeOf(identity.pid);
  return !identity.startTime || !startTime || identity.startTime === startTime;
}

const PARENT_CHECK_MS = 500;

/** The parent and the command line of a process; undefined when it has ended. */
function describe(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return { parent: Number(parent), command: command.replaceAll('\0', ' ') };
  } catch {
    // not Linux, or gone
  }
  try {
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(
      execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    return { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}

/**
 * Calls back when the process that started this one has ended. A signal to npm may reach npm only: without this, what
 * npm started would go on without it. A package manager starts scripts through a shell, which is looked through.
 *
 * @param {() => void} onGone
 * @returns {() => void} stops watching
 */
export function watchParent(onGone) {
  const parent = process.ppid;
  const { parent: grandparent, command } = describe(parent) ?? {};
  const throughShell = /^(\S*\/)?(da|ba)?sh -c /.test(command ?? '');
  const timer = setInterval(() => {
    if (
      process.ppid !== parent ||
      (throughShell && describe(parent)?.parent !== grandparent)
    ) {
      clearInterval(timer);
      onGone();
    }
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The id and the parent's id of every process. */
function listProcesses() {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(name => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
          return [[Number(name), Number(parent)]];
        } catch {
          return [];
        }
      });
  } catch {
    return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(line => line.trim().split(/\s+/).map(Number));
  }
}

/**
 * @param {number} pid
 * @returns {number[]} the process and everything below it, the deepest last
 */
export function processTree(pid) {
  const processes = listProcesses();
  const tree = [pid];
  for (const member of tree) {
    tree.push(
      ...processes
        .filter(([, parent]) => parent === member)
        .map(([child]) => child),
    );
  }
  return tree;
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

/**
 * Kills processes and waits until they are gone, for at most ten seconds.
 *
 * @param {{ pid: number, startTime?: string }[]} identities as returned by {@link identify}
 */
export async function killAll(identities) {
  const deadline = Date.now() + 10_000;
  identities.filter(isRunning).forEach(({ pid }) => sendSignal(pid, 'SIGKILL'));
  while (identities.some(isRunning) && Date.now() < deadline) {
    await delay(20);
  }
}
