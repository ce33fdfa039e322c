/**
 * Processes that are started, shown and stopped together.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { identify, processTree, sendSignal } from './processes.mjs';

const COLOURS = [36, 35, 33, 32];

/** Starts processes whose output is shown line by line under their names. */
export class Children {
  #children = [];
  #write;
  #colour;
  #stopping = false;

  /**
   * @param {{ write?: (line: string) => void, colour?: boolean }} [options]
   */
  constructor({
    write = line => process.stdout.write(`${line}\n`),
    colour = Boolean(process.stdout.isTTY && !process.env.NO_COLOR),
  } = {}) {
    this.#write = write;
    this.#colour = colour;
  }

  /**
   * Starts a process. It stays in the process group of the caller, so that Ctrl-C and a signal to the group reach it.
   *
   * @param {string} name shown before each of its lines
   * @param {string} command
   * @param {string[]} args
   * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => boolean | void }} [options]
   *   `onLine`: sees each line of standard output; returning true keeps it from being shown
   * @returns {{ name: string, pid?: number, exited: Promise<string> }} `exited` resolves to a description of its end
   */
  start(name, command, args, { cwd, env, onLine } = {}) {
    if (this.#stopping) {
      throw new Error(`${name} is not started: everything is being stopped.`);
    }
    const child = spawn(command, args, {
      cwd,
      env: this.#colour ? { FORCE_COLOR: '1', ...env } : env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const prefix = this.#prefix(name);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        const hidden = stream === child.stdout && onLine?.(line);
        if (!hidden && line.trim()) {
          const text = this.#colour ? line : stripVTControlCharacters(line);
          this.#write(`${prefix} ${text}`);
        }
      });
    }
    const exited = new Promise(resolve => {
      child.once('error', error => resolve(`did not start: ${error.message}`));
      child.once('exit', (code, signal) =>
        resolve(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
      );
    });
    const entry = { name, child, pid: child.pid, exited, ended: false };
    exited.then(() => (entry.ended = true));
    this.#children.push(entry);
    return entry;
  }

  /**
   * Runs a process that is meant to end, and waits for that.
   *
   * @param {Parameters<Children['start']>} args as for {@link Children.start}
   * @returns {Promise<string | undefined>} a description of its end if it did not succeed
   */
  async run(...args) {
    const entry = this.start(...args);
    const end = await entry.exited;
    this.#children = this.#children.filter(other => other !== entry);
    return entry.child.exitCode === 0 ? undefined : end;
  }

  #prefix(name) {
    const colour = COLOURS[this.#children.length % COLOURS.length];
    return this.#colour ? `\u001b[${colour}m[${name}]\u001b[0m` : `[${name}]`;
  }

  /** @returns {{ pid: number, startTime?: string }[]} the running processes, each with everything below it */
  identities() {
    return this.#running().flatMap(({ pid }) =>
      processTree(pid).map(member => identify(member)),
    );
  }

  /**
   * @param {string} name
   * @returns {boolean} whether the process runs but has nothing below it: a watcher whose program has ended
   */
  isIdle(name) {
    return this.#running().some(
      entry => entry.name === name && processTree(entry.pid).length === 1,
    );
  }

  /** @returns {Promise<string>} the name and the end of the first process that ends without having been asked to */
  async firstUnexpectedEnd() {
    return await Promise.race(
      this.#children.map(async ({ name, exited }) => {
        const end = await exited;
        return this.#stopping ? await new Promise(() => {}) : `${name} ${end}`;
      }),
    );
  }

  #running() {
    return this.#children.filter(entry => entry.pid && !entry.ended);
  }

  /**
   * Stops everything, what was started last first, and waits until it has ended.
   *
   * @param {{ graceMs?: number, signalled?: boolean }} [options] `graceMs`: how long a process may take before it is
   *   killed; `signalled`: the processes got the signal already, as after Ctrl-C, and are asked again only if they stay
   */
  async stop({ graceMs = 10_000, signalled = false } = {}) {
    this.#stopping = true;
    if (signalled) {
      await this.#wait(this.#running(), 2_000);
    }
    const [first, ...others] = this.#children;
    await this.#stopEach(others.reverse(), graceMs);
    await this.#stopEach([first], graceMs);
  }

  async #stopEach(entries, graceMs) {
    const running = this.#running().filter(entry => entries.includes(entry));
    running.forEach(({ pid }) => sendSignal(pid, 'SIGTERM'));
    await this.#wait(running, graceMs);
    for (const { pid, ended } of running) {
      if (!ended) {
        processTree(pid).forEach(member => sendSignal(member, 'SIGKILL'));
      }
    }
    await Promise.all(running.map(({ exited }) => exited));
  }

  async #wait(entries, milliseconds) {
    const timeout = new AbortController();
    await Promise.race([
      Promise.all(entries.map(({ exited }) => exited)),
      delay(milliseconds, undefined, { signal: timeout.signal }).catch(
        () => {},
      ),
    ]);
    timeout.abort();
  }

  /** Kills everything at once, without waiting. */
  killNow() {
    this.#stopping = true;
    for (const { pid } of this.#running()) {
      processTree(pid).forEach(member => sendSignal(member, 'SIGKILL'));
    }
  }
}
