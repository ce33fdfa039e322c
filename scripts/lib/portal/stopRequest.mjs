import { watchParent } from '../processes.mjs';

/**
 * Waits for somebody to ask for the end: by a signal, or by ending the process that started this one.
 *
 * @param {import('../children.mjs').Children} children killed when the end is asked for a second time
 * @returns {{ requested: Promise<void>, signal: () => string | undefined, dispose: () => void }} `signal`: how the end
 *   was asked for
 */
export function waitForStopRequest(children) {
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
