import { Knex } from 'knex';
import { createRandom } from '../__testUtils__/createRandom';
import { createTestDatabases } from '../__testUtils__/databases';
import { applyStep } from './applyStep';
import { decideLease } from './decideLease';
import { CLOCK_DIFFERENCE_MS, LeaseWatch } from './LeaseWatch';
import { StoredLease } from './StoredLease';

jest.setTimeout(120_000);

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** What a leap of the clock counts for at the most. */
const LEAP_MS = 6 * HOUR_MS;

const terms: StoredLease['terms'] = {
  lifetimeMs: 10 * DAY_MS,
  warnMs: 3 * DAY_MS,
  graceMs: DAY_MS,
  onExpiry: 'terminate',
  renewal: { periodMs: 10 * DAY_MS, approvers: [], timeoutMs: DAY_MS },
};

function begin(now: Date): StoredLease {
  const endsAt = new Date(now.getTime() + terms.lifetimeMs).toISOString();
  return {
    id: 'lease',
    target: 'sandbox',
    provisionedProductId: 'pp-1',
    revision: 1,
    status: 'running',
    policy: 'All',
    terms,
    startedAt: now.toISOString(),
    termEndsAt: endsAt,
    endsAt,
    renewals: 0,
    lastSequence: 1,
    updatedAt: now.toISOString(),
  };
}

const databases = createTestDatabases();

describe('decideLease', () => {
  it('ends nothing before the whole notice was lived, whatever clock and portal do', async () => {
    const knex: Knex = await databases.init('SQLITE_3');
    const { next: random } = createRandom(42);
    const watch = new LeaseWatch(knex);
    let clockMs = Date.parse('2026-11-01T00:00:00Z');
    // What has really passed, and what the clock has leapt, since the last warning.
    let livedMs = 0;
    let leaps = 0;
    /** The notice that each of those had that were ended. */
    const noticesMs: number[] = [];
    let lease = begin(new Date(clockMs));

    for (let turn = 0; turn < 6_000; turn++) {
      const chance = random();
      const passedMs = Math.round(random() * 5 * HOUR_MS);
      clockMs += passedMs;
      livedMs += passedMs;
      if (chance < 0.01) {
        clockMs += Math.round(random() * 30 * DAY_MS);
        leaps += 1;
      } else if (chance < 0.02) {
        clockMs -= Math.round(random() * 30 * DAY_MS);
        leaps += 1;
      }
      // The replicas' clocks differ a little.
      const now = new Date(clockMs + Math.round((random() - 0.5) * 8 * 60_000));
      const { seenMs } = await watch.look(now);
      const step = decideLease(lease, { now, seenMs });
      const at = now.toISOString();
      switch (step.do) {
        case 'wait':
          break;
        case 'warn':
          lease = { ...lease, warning: { sequence: 1, issuedAt: at } };
          // Some are never delivered.
          if (random() < 0.7) {
            const earliest = new Date(now.getTime() + terms.warnMs);
            const endsAt = earliest.toISOString();
            lease.warning = {
              ...lease.warning,
              sequence: 1,
              issuedAt: at,
              deliveredAt: at,
              deliveredSeenMs: await watch.readSeenMs(now),
            };
            lease.endsAt = lease.endsAt > endsAt ? lease.endsAt : endsAt;
            livedMs = 0;
            leaps = 0;
          }
          break;
        case 'terminate':
          noticesMs.push(
            lease.warning?.deliveredAt ? livedMs + leaps * LEAP_MS : 0,
          );
          lease = begin(now);
          break;
        case 'release':
        case 'close':
        case 'flag':
        case 'give-up':
          throw new Error(`Nothing calls for '${step.do}'`);
        default:
          ({ lease } = applyStep(step, lease, at));
      }
    }
    expect(noticesMs.length).toBeGreaterThan(20);
    expect(Math.min(...noticesMs)).toBeGreaterThanOrEqual(
      terms.warnMs + terms.graceMs - 2 * CLOCK_DIFFERENCE_MS,
    );
  });
});
