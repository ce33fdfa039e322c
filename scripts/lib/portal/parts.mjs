/**
 * The processes of the portal.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../messages.mjs';
import { dataPaths } from './dataFolder.mjs';
import { configVariables, HOST } from './options.mjs';

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli');
// The accounts of packages/infra/organization.yaml in which the portal has its role, with the keys of app-config.yaml.
const PORTAL_ROLE = 'BackstagePortal';
const PORTAL_ACCOUNTS = ['111111111111', '222222222222', '333333333333'];
const CREDENTIALS = PORTAL_ACCOUNTS.map(
  account => `AKIADEMO${account}=arn:aws:iam::${account}:role/${PORTAL_ROLE}`,
);
// What stands for the `templateBaseUrl` of packages/infra/organization.yaml.
const PUBLISHED_TEMPLATES =
  'https://example-product-templates.s3.eu-central-1.amazonaws.com/=packages/infra/templates/published';

/**
 * Writes the catalog, by the CDK app that also deploys it to AWS. It takes some seconds and needs no network.
 *
 * @param {import('../children.mjs').Children} children
 * @param {ReturnType<typeof import('./options.mjs').parseOptions>} options
 */
export async function writeCatalog(children, { data }) {
  const { catalog, organization } = dataPaths(data);
  // What an earlier app wrote would stay beside it.
  rmSync(catalog, { recursive: true, force: true });
  const failure = await children.run(
    'catalog',
    process.execPath,
    [
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      ...['src/main.ts', '--output', catalog],
      ...['--emulator-organization', organization],
    ],
    { cwd: join(ROOT, 'packages/infra') },
  );
  if (failure) {
    throw new UserError(
      `The catalog of packages/infra could not be written: it ${failure}. See above why.`,
    );
  }
}

/**
 * Starts the emulator and waits until it answers.
 *
 * @param {import('../children.mjs').Children} children
 * @param {ReturnType<typeof import('./options.mjs').parseOptions>} options
 */
export async function startEmulator(children, options) {
  const { ports, stackSeconds, data } = options;
  const { catalog, organization, snapshot } = dataPaths(data);
  let resolve;
  const ready = new Promise(done => (resolve = done));
  children.start(
    'emulator',
    process.execPath,
    [
      'packages/service-catalog-emulator/bin/service-catalog-emulator',
      ...['--port', String(ports.emulator), '--host', HOST],
      ...['--organization', organization, '--seed', catalog],
      ...['--template-base', PUBLISHED_TEMPLATES],
      ...CREDENTIALS.flatMap(credential => ['--credential', credential]),
      ...['--snapshot', snapshot],
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
