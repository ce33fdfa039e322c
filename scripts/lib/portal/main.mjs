/**
 * Starts the demo portal: the emulator first, then the backend and the web page; says so when it can be used; stops
 * everything that was started, however it is told to stop.
 */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Children } from '../children.mjs';
import { takeLock } from '../lock.mjs';
import { report, say, UserError } from '../messages.mjs';
import { isBusy } from '../ports.mjs';
import { isRunning, killAll, watchParent } from '../processes.mjs';
import { dataPaths, prepareData } from './dataFolder.mjs';
import {
  configVariables,
  HOST,
  parseOptions,
  PORTS,
  urlsOf,
  USAGE,
} from './options.mjs';
import { DEMO_USERS, waitUntilReady } from './readiness.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
// The account of app-config.yaml, and the role that examples/service-catalog lets in.
const AWS = {
  account: '111111111111',
  region: 'eu-central-1',
  accessKeyId: 'AKIADEMO111111111111',
  principal: 'arn:aws:iam::111111111111:role/BackstagePortal',
};
const CLI = join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli');

async function main() {
  const options = parseOptions(process.argv.slice(2), ROOT);
  if (options.help) {
    say(USAGE);
    return;
  }
  const paths = dataPaths(options.data);
  const urls = urlsOf(options.ports);
  const lock = takeLock(paths.lock, { url: urls.app });
  if (!lock.held) {
    const { pid, url } = lock.holder;
    throw new UserError(
      `The portal is running already: ${url} (process ${pid}). Stop it with Ctrl-C where it runs, or: kill ${pid}`,
    );
  }
  try {
    await stopLeftovers(lock.leftover);
    await refuseBusyPorts(options.ports);
    prepareData(options.data, options);
    await runPortal(options, paths, urls, lock);
  } finally {
    lock.release();
  }
}

/** A start that was killed could not stop what it had started; that would hold the ports. */
async function stopLeftovers(leftover) {
  const running = (leftover?.children ?? []).filter(isRunning);
  if (running.length > 0) {
    say('The last start was killed; stopping what it left running.');
    await killAll(running);
  }
}

async function refuseBusyPorts(ports) {
  for (const [part, { option, title }] of Object.entries(PORTS)) {
    if (await isBusy(ports[part])) {
      throw new UserError(
        `Port ${ports[part]}, meant for ${title}, is taken by another program. Stop that, or choose another port: ` +
          `npm start -- --${option} ${ports[part] + 1}`,
      );
    }
  }
}

async function runPortal(options, paths, urls, lock) {
  const children = new Children();
  const ending = new AbortController();
  const stopRequest = waitForStopRequest(children);
  const started = Date.now();
  try {
    await Promise.race([
      stopRequest.requested,
      (async () => {
        await startEmulator(children, options, paths);
        startBackstage(children, options);
        lock.update({ url: urls.app, children: children.identities() });
        const end = children.firstUnexpectedEnd();
        const ready = waitUntilReady(urls, {
          signal: ending.signal,
          onWaiting: what => say(`Still waiting for ${what}`),
        });
        const early = await Promise.race([end, ready]);
        if (!early) {
          lock.update({ url: urls.app, children: children.identities() });
          announce(options, urls, Date.now() - started);
        }
        throw new UserError(`The portal stops: ${early ?? (await end)}.`);
      })(),
    ]);
  } finally {
    ending.abort();
    say('Stopping.');
    await children.stop({ signalled: stopRequest.signal() === 'SIGINT' });
    stopRequest.dispose();
  }
}

/** Resolves `requested` when somebody asks for the end; asked a second time, the processes are killed. */
function waitForStopRequest(children) {
  let first;
  let askedAt;
  let resolve;
  const requested = new Promise(done => (resolve = done));
  const ask = signal => {
    // Ctrl-C arrives twice: from the terminal, and from the process above that passes it on.
    if (askedAt !== undefined && Date.now() - askedAt > 1_000) {
      children.killNow();
    }
    first ??= signal;
    askedAt ??= Date.now();
    resolve();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach(signal => process.on(signal, ask));
  const unwatch = watchParent(() => ask('SIGTERM'));
  return {
    requested,
    signal: () => first,
    dispose() {
      unwatch();
      signals.forEach(signal => process.off(signal, ask));
    },
  };
}

async function startEmulator(children, options, paths) {
  const { ports, stackSeconds } = options;
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
      ...['--snapshot', paths.snapshot],
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

/** Both by the Backstage CLI's own script: a package manager in between would not pass every signal on. */
function startBackstage(children, options) {
  const env = {
    ...process.env,
    ...configVariables(options),
    // The web page is opened by people, at the address printed when it can be used.
    BROWSER: 'none',
  };
  const config = options.config.flatMap(file => ['--config', file]);
  for (const name of ['backend', 'app']) {
    children.start(
      name,
      process.execPath,
      [CLI, 'package', 'start', ...config],
      { cwd: join(ROOT, 'packages', name), env },
    );
  }
}

function announce({ data }, urls, milliseconds) {
  const width = Math.max(...Object.keys(DEMO_USERS).map(user => user.length));
  const users = Object.entries(DEMO_USERS).map(
    ([user, team]) => `${user.padEnd(width)}  of ${team}`,
  );
  say(`
The portal is ready after ${Math.round(milliseconds / 1000)} s:  ${urls.app}

  Sign in as   ${users.join('\n               ')}
  Try first    as payments-dev, open the component payments-api, then its tab "AWS", and order "Secure S3 Bucket"
  Data         ${
    relative(ROOT, data) || data
  }; begin anew with: npm start -- --fresh
  Stop         Ctrl-C
`);
}

try {
  await main();
} catch (error) {
  process.exitCode = report(error);
}
