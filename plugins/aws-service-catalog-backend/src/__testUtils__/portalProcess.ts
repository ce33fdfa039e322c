import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { StepBoundary } from '../orders/stepBoundaries';
import { PortalBundle } from './portalBundle';

/** What to start a portal process with. */
export type PortalProcessOptions = {
  /** Its whole configuration. */
  config: JsonObject;
  /** Its time: `start` at the wall clock's `wallStart`, both in milliseconds, and `speed` times as fast from there. */
  clock: { start: number; wallStart: number; speed: number };
};

/** What a portal process is told by the one that started it: where to kill itself; nowhere, if absent. */
export type PortalProcessOrder = { killAt?: StepBoundary };

/** What a portal process tells the one that started it. */
export type PortalProcessMessage =
  | { type: 'started'; url: string }
  /** It has an order. */
  | { type: 'heard' }
  /** Other plugins were told of an event. */
  | { type: 'told'; orderId: string; sequence: number };

/** An event that other plugins were told of. */
export type ToldEvent = { orderId: string; sequence: number };

/** The plugin in a process of its own, that can be killed. */
export type PortalProcess = {
  /** How long it took until it answered. */
  startMs: number;
  /** Whether it still runs. */
  isAlive(): boolean;
  /** Sends a GET; default: as payments-dev. */
  get(path: string, user?: string): request.Test;
  /** Sends a POST; default: as payments-dev. */
  post(path: string, body: object, user?: string): request.Test;
  /** From now on the process kills itself, with SIGKILL, as soon as a step crosses the boundary; undefined: no more. */
  killAt(boundary: StepBoundary | undefined): Promise<void>;
  /** @returns the signal that ended it, once it has ended */
  ended(): Promise<NodeJS.Signals | null>;
  /** Ends it if it runs, at once. */
  kill(): Promise<void>;
  /** What it has logged: warnings and errors. */
  log(): string;
};

/** Far more than anything takes, also on a machine that does much else. */
const DEADLINE_MS = 120_000;

/**
 * Asks again and again until there is an answer.
 *
 * @param ask - undefined: not yet
 * @param everyMs - how long to wait in between
 * @throws Error when there is none in time
 */
export async function poll<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  everyMs: number = 100,
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
    await sleep(everyMs);
  }
}

function hear<T extends PortalProcessMessage['type']>(
  child: ChildProcess,
  type: T,
): Promise<Extract<PortalProcessMessage, { type: T }>> {
  return new Promise(resolve => {
    const listen = (message: unknown) => {
      const heard = message as Extract<PortalProcessMessage, { type: T }>;
      if (heard.type === type) {
        child.off('message', listen);
        resolve(heard);
      }
    };
    child.on('message', listen);
  });
}

/**
 * Starts the plugin in a process of its own, on a free port of the loopback interface.
 *
 * @param options.onTold - given every event that it tells other plugins
 * @param options.onSpawn - given the process before it is ready
 * @throws Error with what it has logged, when it ends instead
 */
export async function startPortalProcess(
  bundle: PortalBundle,
  options: PortalProcessOptions & {
    onTold?: (event: ToldEvent) => void;
    onSpawn?: (child: ChildProcess) => void;
  },
): Promise<PortalProcess> {
  const { config, clock, onTold, onSpawn } = options;
  const begun = Date.now();
  const child = fork(bundle.file, [JSON.stringify({ config, clock })], {
    env: { ...process.env, NODE_COMPILE_CACHE: bundle.cacheFolder },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onSpawn?.(child);
  let log = '';
  const note = (chunk: Buffer) => {
    log += chunk;
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  child.on('message', (message: PortalProcessMessage) => {
    if (message.type === 'told') {
      onTold?.(message);
    }
  });
  const end = once(child, 'close');
  const { url } = await Promise.race([
    hear(child, 'started'),
    end.then(() => {
      throw new Error(`The process ended before it was ready: ${log}`);
    }),
  ]);
  const startMs = Date.now() - begun;
  const send = (method: 'get' | 'post', path: string, user = 'payments-dev') =>
    request(url)
      [method](`/api/aws-service-catalog${path}`)
      .set('authorization', `Bearer user:default/${user}`);
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    startMs,
    isAlive,
    get: (path, user) => send('get', path, user),
    post: (path, body, user) => send('post', path, user).send(body),
    async killAt(killAt) {
      if (!isAlive()) {
        return;
      }
      const heard = hear(child, 'heard');
      const order: PortalProcessOrder = { killAt };
      // It may be dead before it hears of it.
      child.send(order, () => {});
      await Promise.race([heard, end]);
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
    log: () => log,
  };
}
