import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { StepBoundary } from '../orders/ReconcileContext';

/** What to start a portal process with. */
export type PortalProcessOptions = {
  /** Its whole configuration. */
  config: JsonObject;
  /** Its time: `start` at the wall clock's `wallStart`, both in milliseconds, and `speed` times as fast from there. */
  clock: { start: number; wallStart: number; speed: number };
  /** A folder in which it leaves what it has compiled to the next one, which starts faster. */
  cacheFolder: string;
};

/** What a portal process tells the one that started it. */
export type PortalProcessMessage =
  | { type: 'started'; url: string }
  | { type: 'armed' };

/** The plugin in a process of its own, that can be killed. */
export type PortalProcess = {
  /** Whether it still runs. */
  isAlive(): boolean;
  /** Sends a GET as payments-dev. */
  get(path: string): request.Test;
  /** Sends a POST as payments-dev. */
  post(path: string, body: object): request.Test;
  /** From now on the process kills itself, with SIGKILL, as soon as a step crosses the boundary. */
  killAt(boundary: StepBoundary): Promise<void>;
  /** @returns the signal that ended it, once it has ended */
  ended(): Promise<NodeJS.Signals | null>;
  /** Ends it if it runs, at once. */
  kill(): Promise<void>;
};

const DEADLINE_MS = 60_000;

/**
 * Asks again and again until there is an answer.
 *
 * @param ask - undefined: not yet
 * @throws Error when there is none in time
 */
export async function poll<T>(
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`In vain waited for: ${what}`);
    }
    await sleep(100);
  }
}

/** Waits for a message; the transform that runs TypeScript sends messages of its own. */
function hear<T extends PortalProcessMessage['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<PortalProcessMessage, { type: T }>> {
  return new Promise(resolve => {
    child.on('message', message => {
      const heard = message as Extract<PortalProcessMessage, { type: T }>;
      if (heard.type === type) {
        resolve(heard);
      }
    });
  });
}

/**
 * Starts the plugin in a process of its own, on a free port of the loopback interface.
 *
 * @throws Error with what it has logged, when it ends instead
 */
export async function startPortalProcess(
  options: PortalProcessOptions,
): Promise<PortalProcess> {
  const child = fork(
    require.resolve('./portalProcessMain'),
    [JSON.stringify(options)],
    {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      env: { ...process.env, NODE_COMPILE_CACHE: options.cacheFolder },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let log = '';
  const note = (chunk: Buffer) => {
    log += chunk;
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  const end = once(child, 'close');
  const { url } = await Promise.race([
    hear(child, 'started'),
    end.then(() => {
      throw new Error(`The process ended before it was ready: ${log}`);
    }),
  ]);
  const send = (method: 'get' | 'post', path: string) =>
    request(url)
      [method](`/api/aws-service-catalog${path}`)
      .set(
        'authorization',
        mockCredentials.user.header('user:default/payments-dev'),
      );
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    isAlive,
    get: path => send('get', path),
    post: (path, body) => send('post', path).send(body),
    async killAt(boundary) {
      const armed = hear(child, 'armed');
      child.send(boundary);
      await armed;
    },
    async ended() {
      await end;
      return child.signalCode;
    },
    async kill() {
      if (isAlive()) {
        child.kill('SIGKILL');
      }
      await end;
    },
  };
}
