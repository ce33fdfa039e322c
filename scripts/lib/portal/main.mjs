/**
 * Starts the demo portal: the emulator first, then the backend and the web page; says so when it can be used; stops
 * everything that was started, however it is told to stop.
 */
import { relative } from 'node:path';
import { Children } from '../children.mjs';
import { takeLock } from '../lock.mjs';
import { report, say, UserError } from '../messages.mjs';
import { isBusy } from '../ports.mjs';
import { isRunning, killAll } from '../processes.mjs';
import { dataPaths, prepareData } from './dataFolder.mjs';
import { parseOptions, PORTS, urlsOf, USAGE } from './options.mjs';
import { ROOT, startBackstage, startEmulator, writeCatalog } from './parts.mjs';
import { DEMO_USERS, waitUntilReady } from './readiness.mjs';
import { waitForStopRequest } from './stopRequest.mjs';

async function main() {
  const options = parseOptions(process.argv.slice(2), ROOT);
  if (options.help) {
    say(USAGE);
    return;
  }
  const { url } = titleOf(options);
  const lock = takeLock(dataPaths(options.data).lock, { url });
  if (!lock.held) {
    const { pid, url: running } = lock.holder;
    throw new UserError(
      `The portal is running already: ${running} (process ${pid}). Stop it with Ctrl-C where it runs, or: kill ${pid}`,
    );
  }
  try {
    await stopLeftovers(lock.leftover);
    await refuseBusyPorts(options);
    prepareData(options.data, options);
    await runPortal(options, lock);
  } finally {
    lock.release();
  }
}

/** What is started, in words and as an address: the portal, or the part that people asked for. */
function titleOf({ parts, ports }) {
  const [part] = ['app', 'backend', 'emulator'].filter(name =>
    parts.includes(name),
  );
  const title = parts.length === 3 ? 'The portal' : `The ${part}`;
  return { title, url: urlsOf(ports)[part] };
}

/** A start that was killed could not stop what it had started; that would hold the ports. */
async function stopLeftovers(leftover) {
  const running = (leftover?.children ?? []).filter(isRunning);
  if (running.length > 0) {
    say('The last start was killed; stopping what it left running.');
    await killAll(running);
  }
}

async function refuseBusyPorts({ parts, ports }) {
  for (const part of parts) {
    const { option, title } = PORTS[part];
    if (await isBusy(ports[part])) {
      throw new UserError(
        `Port ${ports[part]}, meant for ${title}, is taken by another program. Stop that, or choose another port: ` +
          `npm start -- --${option} ${ports[part] + 1}`,
      );
    }
  }
}

async function startParts(children, options) {
  if (options.parts.includes('emulator')) {
    await writeCatalog(children, options);
    await startEmulator(children, options);
  }
  for (const part of ['backend', 'app']) {
    if (options.parts.includes(part)) {
      startBackstage(children, part, options);
    }
  }
}

async function runPortal(options, lock) {
  const { url } = titleOf(options);
  const children = new Children();
  const ending = new AbortController();
  const stopRequest = waitForStopRequest(children);
  const started = Date.now();
  try {
    await Promise.race([
      stopRequest.requested,
      (async () => {
        await startParts(children, options);
        lock.update({ url, children: children.identities() });
        const end = children.firstUnexpectedEnd();
        const ready = waitUntilReady(urlsOf(options.ports), {
          parts: options.parts,
          signal: ending.signal,
          onWaiting: what =>
            say(
              children.isIdle('backend')
                ? 'The backend has ended, see above why; it starts again when one of its files changes.'
                : `Still waiting for ${what}`,
            ),
        });
        const early = await Promise.race([end, ready]);
        if (!early) {
          lock.update({ url, children: children.identities() });
          announce(options, Date.now() - started);
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

function announce(options, milliseconds) {
  const { title, url } = titleOf(options);
  const inside = relative(ROOT, options.data);
  const data = inside.startsWith('..') ? options.data : inside;
  say(
    `\n${title} is ready after ${Math.round(milliseconds / 1000)} s:  ${url}\n`,
  );
  if (options.parts.includes('app')) {
    const width = Math.max(...Object.keys(DEMO_USERS).map(user => user.length));
    const users = Object.entries(DEMO_USERS).map(
      ([user, team]) => `${user.padEnd(width)}  of ${team}`,
    );
    say(`  Sign in as   ${users.join('\n               ')}
  Try first    as payments-dev, open the component payments-api, then its tab "AWS", and order "Secure S3 Bucket"`);
  }
  say(`  Data         ${data}; begin anew with: npm start -- --fresh
  Stop         Ctrl-C
`);
}

try {
  await main();
} catch (error) {
  process.exitCode = report(error);
}
