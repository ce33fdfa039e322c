import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { LeaseBoundary, StepBoundary } from '../orders/stepBoundaries';
import { PortalBundle } from './portalBundle';

/** What to start a portal process with. */
export type PortalProcessOptions = {
  /** Its whole configuration. */
  config: JsonObject;
  /** Its time: `start` at the wall clock's `wallStart`, both in milliseconds, and `speed` times as fast from there. */
  clock: { start: number; wallStart: number; speed: number };
  /** Tasks that every process runs again and again, where a real installation has one of them run them now and then. */
  eagerTasks?: readonly string[];
};

/** Where a process is killed. */
export type KillBoundary = StepBoundary | LeaseBoundary;

/** What a portal process is told by the one that started it: where to kill itself; nowhere, if absent. */
export type PortalProcessOrder = { killAt?: KillBoundary };

/** What a portal process is started with. */
export type PortalProcessArgument = PortalProcessOptions & PortalProcessOrder;

/** What a portal process tells the one that started it. */
export type PortalProcessMessage =
  | { type: 'started'; url: string }
  /** It has an order. */
  | { type: 'heard' }
  /** Other plugins were told of an event. */
  | ({ type: 'told' } & ToldEvent)
  /** Users were notified. */
  | ({ type: 'notified' } & SentNotification);

/** An event that other plugins were told of. */
export type ToldEvent = { orderId: string; sequence: number };

/** A notification that was sent. */
export type SentNotification = {
  title: string;
  scope?: string;
  /** Full entity refs. */
  users: string[];
  /** By the clock of the process; ISO 8601. */
  at: string;
};

/** What can be done with a portal process, whether it is ready or not. */
export type SpawnedProcess = {
  /** Whether it still runs. */
  isAlive(): boolean;
  /**
   * From now on the process kills itself, with SIGKILL, as soon as a step crosses the boundary; undefined: no more.
   *
   * @returns when it has heard of it, or has ended
   */
  killAt(boundary: KillBoundary | undefined): Promise<void>;
  /** @returns the signal that ended it, once it has ended */
  ended(): Promise<NodeJS.Signals | null>;
  /** Ends it if it runs, at once. */
  kill(): Promise<void>;
  /** What it has logged: warnings and errors. */
  log(): string;
};

/** The plugin in a process of its own, that can be killed. */
export type PortalProcess = SpawnedProcess & {
  /** How long it took until it answered. */
  startMs: number;
  /** Sends a GET; default: as payments-dev. */
  get(path: string, user?: string): request.Test;
  /** Sends a POST; default: as payments-dev. */
  post(path: string, body: object, user?: string): request.Test;
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
 * @param options.killAt - where it kills itself, from its first step on; absent: nowhere
 * @param options.onTold - given every event that it tells other plugins
 * @param options.onNotified - given every notification that it sends
 * @param options.onSpawn - given the process before it is ready
 * @throws Error with what it has logged, when it ends instead
 */
export async function startPortalProcess(
  bundle: PortalBundle,
  options: PortalProcessArgument & {
    onTold?: (event: ToldEvent) => void;
    onNotified?: (notification: SentNotification) => void;
    onSpawn?: (spawned: SpawnedProcess) => void;
  },
): Promise<PortalProcess> {
  const { onTold, onNotified, onSpawn, ...argument } = options;
  const begun = Date.now();
  const child = fork(bundle.file, [JSON.stringify(argument)], {
    env: { ...process.env, NODE_COMPILE_CACHE: bundle.cacheFolder },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  const note = (chunk: Buffer) => {
    log += chunk;
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  child.on('message', (message: PortalProcessMessage) => {
    if (message.type === 'told') {
      onTold?.(message);
    } else if (message.type === 'notified') {
      onNotified?.(message);
    }
  });
  const end = once(child, 'close');
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const spawned: SpawnedProcess = {
    isAlive,
    async killAt(killAt) {
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
  onSpawn?.(spawned);
  const { url } = await Promise.race([
    hear(child, 'started'),
    end.then(() => {
      throw new Error(`The process ended before it was ready: ${log}`);
    }),
  ]);
  const send = (method: 'get' | 'post', path: string, user = 'payments-dev') =>
    request(url)
      [method](`/api/aws-service-catalog${path}`)
      .set('authorization', `Bearer user:default/${user}`);
  return {
    ...spawned,
    startMs: Date.now() - begun,
    get: (path, user) => send('get', path, user),
    post: (path, body, user) => send('post', path, user).send(body),
  };
}
