/**
 * Installs the dependencies when they do not fit what the repository asks for.
 *
 * Modification times say nothing after a clone or a checkout, so a stamp in node_modules holds a digest of everything
 * the installation depends on. It is written only after success: an interrupted installation is done again.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectionProblem, lastLines, say, UserError } from './messages.mjs';
import { environmentFor } from './toolchain.mjs';

const STAMP = join('node_modules', '.install-stamp.json');
const STILL_RUNNING_MS = 20_000;

/** The manifests of the root and of all workspaces, relative to the root. */
function manifests(root) {
  const { workspaces } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const found = workspaces.flatMap(pattern => {
    const folder = pattern.replace(/\/\*$/, '');
    return existsSync(join(root, folder))
      ? readdirSync(join(root, folder)).map(name =>
          join(folder, name, 'package.json'),
        )
      : [];
  });
  return ['package.json', ...found.sort()].filter(file =>
    existsSync(join(root, file)),
  );
}

/** What a manifest says about the installation; a changed script changes nothing in node_modules. */
const RELEVANT = [
  ...['name', 'version', 'workspaces', 'resolutions', 'bin', 'packageManager'],
  ...['dependencies', 'devDependencies', 'optionalDependencies'],
  ...['peerDependencies', 'peerDependenciesMeta', 'dependenciesMeta'],
];

function relevantText(root, file) {
  const path = join(root, file);
  if (!existsSync(path)) {
    return '';
  }
  const text = readFileSync(path, 'utf8');
  if (!file.endsWith('package.json')) {
    return text;
  }
  const manifest = JSON.parse(text);
  return JSON.stringify(RELEVANT.map(key => manifest[key] ?? ''));
}

/**
 * The digest of what decides the content of node_modules.
 *
 * @param {string} root the root of the repository
 * @param {string} abi the ABI version of the Node.js for which native modules are built
 * @returns {string}
 */
export function installDigest(root, abi) {
  const hash = createHash('sha256');
  hash.update(`${abi} ${process.platform} ${process.arch}\n`);
  for (const file of ['yarn.lock', '.yarnrc.yml', ...manifests(root)]) {
    hash.update(`${file}\n${relevantText(root, file)}\0`);
  }
  return hash.digest('hex');
}

/**
 * What the last successful installation noted.
 *
 * @param {string} root
 * @returns {{ digest?: string, abi?: string, node?: string, yarn?: string }}
 */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, STAMP), 'utf8'));
  } catch {
    return {};
  }
}

/**
 * @param {string} root
 * @returns {boolean} whether node_modules fits, judged for the Node.js of the last installation
 */
export function isInstalled(root) {
  const { digest, abi } = readStamp(root);
  return Boolean(digest) && digest === installDigest(root, abi);
}

function abiOf(node) {
  return spawnSync(node, ['-p', 'process.versions.modules'], {
    encoding: 'utf8',
  }).stdout.trim();
}

/** Runs Yarn and collects what it writes; says now and then that it is still at it. */
async function runYarn({ root, yarn, env, args, title }) {
  const child = spawn(yarn, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const note = chunk => {
    output += chunk;
    // One package that cannot be fetched fails the installation, but Yarn goes on to try the other two thousand.
    if (/YN0001.*RequestError/.test(chunk) && connectionProblem(chunk)) {
      child.kill('SIGKILL');
    }
  };
  child.stdout.setEncoding('utf8').on('data', note);
  child.stderr.setEncoding('utf8').on('data', note);
  const started = Date.now();
  const timer = setInterval(
    () => say(`  ${title}: ${Math.round((Date.now() - started) / 1000)} s`),
    STILL_RUNNING_MS,
  );
  const stop = signal => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach(signal => process.on(signal, stop));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, output }));
    });
  } finally {
    clearInterval(timer);
    signals.forEach(signal => process.off(signal, stop));
  }
}

/** Without the remarks on peer dependencies and the lines of stack traces, which bury the error. */
function withoutNoise(output) {
  return output
    .split('\n')
    .filter(line => !/YN0002|YN0060|YN0086|^\s+at /.test(line))
    .join('\n');
}

/** Whether the native module loads in the Node.js that will use it. */
function sqliteFailure(root, node) {
  const script = `
    const file = require.resolve('better-sqlite3', { paths: ['packages/backend', '.'] });
    new (require(file))(':memory:').close();`;
  const { status, stderr } = spawnSync(node, ['-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return status === 0 ? undefined : stderr;
}

/**
 * Installs the dependencies unless they fit already.
 *
 * @param {{ root: string, toolchain: { node: string, yarn?: string } }} options
 * @throws {UserError} when Yarn fails
 */
export async function ensureInstalled({ root, toolchain }) {
  const { node, yarn } = toolchain;
  const abi = abiOf(node);
  const digest = installDigest(root, abi);
  if (readStamp(root).digest === digest) {
    return;
  }
  const env = environmentFor(toolchain);
  say('Installing dependencies (one to two minutes the first time).');
  const { code, signal, output } = await runYarn({
    ...{ root, yarn, env },
    args: ['install'],
    title: 'still installing',
  });
  if ((signal && signal !== 'SIGKILL') || code > 128) {
    throw new UserError('The installation was interrupted.');
  }
  if (code !== 0) {
    throw new UserError(
      [
        connectionProblem(output),
        `Yarn could not install the dependencies (${
          signal ?? `exit code ${code}`
        }):`,
        lastLines(withoutNoise(output), 20),
      ]
        .filter(Boolean)
        .join('\n'),
    );
  }
  // Yarn does not rebuild what it built for another Node.js.
  if (sqliteFailure(root, node)) {
    const rebuild = await runYarn({
      ...{ root, yarn, env },
      args: ['rebuild', 'better-sqlite3'],
      title: 'still building better-sqlite3',
    });
    const failure = sqliteFailure(root, node);
    if (failure) {
      throw new UserError(
        'better-sqlite3 could neither be downloaded nor be built. Building it needs Python 3, make and a C++ ' +
          `compiler.\n${lastLines(rebuild.output, 30)}\n${lastLines(
            failure,
            10,
          )}`,
      );
    }
  }
  // Yarn itself may have completed the lock file, so the digest is taken again.
  const stamp = { digest: installDigest(root, abi), abi, node, yarn };
  writeFileSync(join(root, STAMP), `${JSON.stringify(stamp, undefined, 2)}\n`);
}
