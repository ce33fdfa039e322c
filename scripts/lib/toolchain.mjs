/**
 * Finds the Node.js and the Yarn that the repository is developed with, whatever the machine has.
 *
 * Backstage 1.55 supports Node.js 22 and 24; better-sqlite3 crashes on some releases of 24, so everything here runs
 * on 22. What is missing is located through npx, which downloads it once and keeps it; npx itself never stays in the
 * process tree, so a stopped command stops everything below it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectionProblem, lastLines, say, UserError } from './messages.mjs';

/** The release that is fetched where no suitable Node.js runs already. */
const NODE_VERSION = '22.23.3';

/**
 * @param {string | undefined} version such as "22.23.3"
 * @returns {boolean} whether the repository can be developed with it
 */
export function isSuitableNode(version) {
  const [major, minor] = (version ?? '').split('.').map(Number);
  return major === 22 && minor >= 12;
}

/**
 * @param {string} root the root of the repository
 * @returns {string} the release of Yarn that the root manifest names
 */
function yarnVersion(root) {
  const { packageManager } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return /^yarn@([\d.]+)/.exec(packageManager)[1];
}

/**
 * @param {string} name
 * @param {string} [path] a list of folders, as in the variable PATH
 * @returns {string | undefined} the first executable of that name
 */
export function findOnPath(name, path = process.env.PATH ?? '') {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The version a Node.js executable reports, or undefined when it does not run. */
function versionOfNode(node) {
  try {
    return execFileSync(node, ['-p', 'process.versions.node'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    }).trim();
  } catch {
    return undefined;
  }
}

/**
 * The environment in which Node.js scripts of dependencies find the chosen Node.js, and native modules its headers.
 *
 * @param {{ node: string, yarn?: string }} toolchain
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor({ node, yarn }, base = process.env) {
  const { npm_config_nodedir: _inherited, ...env } = base;
  const folders = [dirname(node), yarn && dirname(yarn), base.PATH];
  env.PATH = folders.filter(Boolean).join(delimiter);
  const headers = findHeaders(node, versionOfNode(node));
  return headers ? { ...env, npm_config_nodedir: headers } : env;
}

/**
 * Finds the C++ headers of a Node.js. A folder of another release is never returned: native modules would be built
 * for that one.
 *
 * @param {string} node the executable
 * @param {string | undefined} version its version
 * @returns {string | undefined} the folder whose `include/node` has the headers
 */
export function findHeaders(node, version) {
  const nested = join(
    'node_modules',
    `node-${process.platform}-${process.arch}`,
  );
  let folder = dirname(node);
  for (let level = 0; level < 4; level++) {
    const match = [folder, join(folder, nested)].find(
      candidate => readHeaderVersion(candidate) === version,
    );
    if (match) {
      return match;
    }
    folder = dirname(folder);
  }
  return undefined;
}

function readHeaderVersion(folder) {
  const file = join(folder, 'include', 'node', 'node_version.h');
  if (!existsSync(file)) {
    return undefined;
  }
  const text = readFileSync(file, 'utf8');
  return ['MAJOR', 'MINOR', 'PATCH']
    .map(
      part =>
        new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1] ?? '',
    )
    .join('.');
}

/**
 * Finds a suitable Node.js and, unless `needsYarn` is false, the Yarn of the repository.
 *
 * @param {{ root: string, needsYarn?: boolean, known?: { node?: string, yarn?: string } }} options `known`: what an
 *   earlier run found
 * @returns {{ node: string, yarn?: string }}
 * @throws {UserError} when something has to be downloaded and cannot be
 */
export function findToolchain({ root, needsYarn = true, known = {} }) {
  const wantedYarn = yarnVersion(root);
  const node = [process.execPath, known.node].find(
    candidate => candidate && isSuitableNode(versionOfNode(candidate)),
  );
  const yarn =
    needsYarn && node
      ? [known.yarn, findOnPath('yarn')].find(
          candidate =>
            candidate && isYarn4(candidate, environmentFor({ node })),
        )
      : known.yarn;
  if (node && (yarn || !needsYarn)) {
    return { node, yarn };
  }
  const located = locateWithNpx({
    node: node ? undefined : NODE_VERSION,
    yarn: yarn ? undefined : wantedYarn,
  });
  return { node: node ?? located.node, yarn: yarn ?? located.yarn };
}

/** Asked outside of the repository's reach for the network: a Corepack shim would otherwise download. */
function isYarn4(yarn, env) {
  const { stdout, status } = spawnSync(yarn, ['--version'], {
    encoding: 'utf8',
    env: { ...env, COREPACK_ENABLE_NETWORK: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 20_000,
  });
  return status === 0 && stdout.startsWith('4.');
}

/** How to run npx: the one beside the npm that runs us, else the one on the PATH. */
function npxCommand() {
  const beside =
    process.env.npm_execpath &&
    join(dirname(process.env.npm_execpath), 'npx-cli.js');
  return beside && existsSync(beside)
    ? [process.execPath, beside]
    : [findOnPath('npx') ?? 'npx'];
}

function locateWithNpx({ node, yarn }) {
  const packages = [
    node && `node@${node}`,
    yarn && `@yarnpkg/cli-dist@${yarn}`,
  ].filter(Boolean);
  const wanted = [
    node && `Node.js ${node} (this is ${process.versions.node})`,
    yarn && `Yarn ${yarn}`,
  ]
    .filter(Boolean)
    .join(' and ');
  say(`Looking for ${wanted}; downloaded once if needed.`);
  const [command, ...prefix] = npxCommand();
  const where = fileURLToPath(new URL('where.mjs', import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(
    command,
    [
      ...prefix,
      '--yes',
      ...packages.map(name => `--package=${name}`),
      ...['--', 'node', where],
    ],
    {
      encoding: 'utf8',
      env: { ...process.env, npm_config_fetch_retries: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  if (status === 0) {
    return JSON.parse(stdout.trim().split('\n').pop());
  }
  const output = `${stderr ?? ''}${error ?? ''}`;
  throw new UserError(
    [
      connectionProblem(output),
      `${wanted} could not be found or downloaded.`,
      node &&
        'Or install Node.js 22 yourself (https://nodejs.org) and run the same command again.',
      `What npx said:\n${lastLines(output, 15)}`,
    ]
      .filter(Boolean)
      .join('\n'),
  );
}
