import { randomInt } from 'node:crypto';
import { lastingDatabaseIds } from '../lastingDatabase';

/** How hard a crash test tries. */
export type CrashPlan = {
  /** Determines what is killed, and what goes wrong in AWS. */
  seed: number;
  databaseIds: readonly (typeof lastingDatabaseIds)[number][];
  /** Kills at random moments, after those at each boundary. */
  randomKills: number;
  /** How long the fastest start of a process may take: what else the machine does slows the others down. */
  longestStartMs: number;
  timeoutMs: number;
};

/**
 * The plan that the environment asks for: `FULL_TESTS=1`, which `npm test -- --full` sets, for 200 random kills on each database instead of a
 * few on PostgreSQL, and `CRASH_SEED` to make the choices of an earlier run again.
 */
export function readCrashPlan(): CrashPlan {
  const { FULL_TESTS, CRASH_SEED } = process.env;
  const isFull = FULL_TESTS === '1';
  return {
    seed: CRASH_SEED ? Number(CRASH_SEED) : randomInt(2 ** 31),
    databaseIds: isFull ? lastingDatabaseIds : ['POSTGRES_18'],
    randomKills: isFull ? 200 : 5,
    longestStartMs: isFull ? 2_000 : 15_000,
    timeoutMs: isFull ? 40 * 60_000 : 4 * 60_000,
  };
}
