import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from 'service-catalog-emulator';
import { SeededRandom } from '../createRandom';
import { accountIds, TestEmulator } from '../emulator';

/** What goes wrong on the wire, with any operation. */
const wireFaults: readonly Fault[] = [
  { kind: 'throttle', count: 1 },
  { kind: 'http500', count: 2 },
  { kind: 'http503', count: 1 },
  { kind: 'html503', count: 1 },
  { kind: 'slow', delayMilliseconds: 150, count: 3 },
  { kind: 'resetBefore', count: 1 },
  { kind: 'resetAfter', count: 2 },
  { kind: 'truncated', count: 1 },
];

/** What AWS accepts and fails with. */
const endings: readonly Fault[] = [
  { kind: 'provisionFailure', count: 1, account: accountIds.sandbox },
  { kind: 'updateFailure', count: 1, account: accountIds.sandbox },
  { kind: 'terminateFailure', count: 1, account: accountIds.sandbox },
  { kind: 'serviceActionFailure', count: 1, account: accountIds.sandbox },
];

const changes = [
  'ProvisionProduct',
  'UpdateProvisionedProduct',
  'TerminateProvisionedProduct',
  'ExecuteProvisionedProductServiceAction',
  'ImportAsProvisionedProduct',
  'UpdateProvisionedProductProperties',
];

/** Counted in calls, so that a slow machine has no more trouble than a fast one. */
const CALLS_BETWEEN = 12;

/** Lets things go wrong in AWS, now and then, until the signal is aborted. */
export async function injectFaults(
  emulator: TestEmulator,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  let next = 0;
  for (; !signal.aborted; await sleep(50)) {
    const calls = emulator.calls.count();
    if (calls < next) {
      continue;
    }
    next = calls + CALLS_BETWEEN;
    const fault = random.pick(random.next() < 0.15 ? endings : wireFaults);
    // Half of those on the wire meet a call that changes something.
    const operation =
      wireFaults.includes(fault) && random.next() < 0.5
        ? random.pick(changes)
        : undefined;
    emulator.faults.add({ ...fault, ...(operation && { operation }) });
  }
}
