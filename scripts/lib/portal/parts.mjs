/**
 * The processes of the portal.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../messages.mjs';
import { dataPaths } from './dataFolder.mjs';
import { configVariables, HOST } from './options.mjs';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli');
// The account of app-config.yaml, and the role that examples/service-catalog lets in.
const AWS = {
  account: '111111111111',
  region: 'eu-central-1',
  accessKeyId: 'AKIADEMO111111111111',
  principal: 'arn:aws:iam::111111111111:role/BackstagePortal',
};

/**
 * Starts the emulator and waits until it answers.
 *
 * @param {import('../children.mjs').Children} children
 * @param {ReturnType<typeof import('./options.mjs').parseOptions>} options
 */
export async function startEmulator(children, options) {
  const { ports, stackSeconds, data } = options;
  let resolve;
  const ready = new Promise(done => (resolve = done));
  children.start(
    'emulator',
    process.execPath,
    [
      'packages/service-catalog-emulator/bin/service-catalog-emulator',
      ...['--port', String(ports.emulator), '--host', HOST],
      ...['--seed', `${AWS.account}/${AWS.region}=examples/service-catalog`],
      ...['--credential', `${AWS.accessKeyId}=${AWS.principal}`],
      ...['--snapshot', dataPaths(data).snapshot],
      ...(stackSeconds ? ['--stack-seconds', stackSeconds] : []),
    ],
    {
      cwd: ROOT,
      onLine: line => {
        const { url } = parseJson(line) ?? {};
        if (url) {
          resolve();
        }
        return Boolean(url);
      },
    },
  );
  const early = await Promise.race([ready, children.firstUnexpectedEnd()]);
  if (early) {
    throw new UserError(`The portal stops: ${early}.`);
  }
}

function parseJson(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/**
 * Starts the backend or the web page by the Backstage CLI's own script: a package manager in between would not pass
 * every signal on.
 *
 * @param {import('../children.mjs').Children} children
 * @param {'backend' | 'app'} name
 * @param {ReturnType<typeof import('./options.mjs').parseOptions>} options
 */
export function startBackstage(children, name, options) {
  const env = {
    ...process.env,
    ...configVariables(options),
    // The web page is opened by people, at the address printed when it can be used.
    BROWSER: 'none',
  };
  const config = options.config.flatMap(file => ['--config', file]);
  children.start(name, process.execPath, [CLI, 'package', 'start', ...config], {
    cwd: join(ROOT, 'packages', name),
    env,
  });
}
