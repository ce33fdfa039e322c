import { TestDatabases } from '@backstage/backend-test-utils';
import { countQuota } from '../__testUtils__/crash/countQuota';
import { readCrashPlan } from '../__testUtils__/crash/crashPlan';
import { findViolations } from '../__testUtils__/crash/findViolations';
import { injectFaults } from '../__testUtils__/crash/injectFaults';
import { OrderClient } from '../__testUtils__/crash/OrderClient';
import { readFacts } from '../__testUtils__/crash/readFacts';
import {
  allScenarios,
  crashPolicies,
  crashProducts,
  CrashScenarios,
  scenarioOfBoundary,
} from '../__testUtils__/crash/scenarios';
import { useKillableReplicas } from '../__testUtils__/crash/useKillableReplicas';
import { createRandom } from '../__testUtils__/createRandom';
import { lastingDatabaseIds } from '../__testUtils__/lastingDatabase';
import { poll } from '../__testUtils__/portalProcess';
import { stepBoundaries } from './stepBoundaries';

const plan = readCrashPlan();

jest.setTimeout(plan.timeoutMs);

/** How many orders, or more, are on their way while something is killed at random. */
const LIVES = 6;

const databases = TestDatabases.create({ ids: [...lastingDatabaseIds] });

describe.each(plan.databaseIds)(
  'processes that are killed while orders of all kinds run, %s',
  databaseId => {
    const random = createRandom(plan.seed);
    const world = useKillableReplicas({
      databases,
      databaseId,
      products: crashProducts,
      plugin: crashPolicies,
    });

    /** Kills a replica at each boundary, and then at random, while orders that it places are on their way and AWS has trouble. */
    async function killEverywhere(scenarios: CrashScenarios): Promise<void> {
      const { emulator, replicas } = world;
      const ending = new AbortController();
      const faults = injectFaults(emulator, random, ending.signal);
      const lives = new Set<Promise<void>>();
      let fail: (error: unknown) => void;
      const failure = new Promise<never>((_, reject) => {
        fail = reject;
      });
      const begin = (name: (typeof allScenarios)[number]) => {
        const life = scenarios[name]().then(() => {
          lives.delete(life);
        });
        life.catch(fail);
        lives.add(life);
        return life;
      };
      const kill = async () => {
        for (const boundary of stepBoundaries) {
          await replicas.killAt(boundary, () =>
            begin(scenarioOfBoundary[boundary]),
          );
        }
        const enough = replicas.kills + plan.randomKills;
        while (replicas.kills < enough) {
          while (lives.size < LIVES) {
            begin(random.pick(allScenarios));
          }
          await replicas.killAny(random);
        }
        ending.abort();
        await faults;
        emulator.faults.clear();
        await replicas.untilAllRun();
        await Promise.all(lives);
      };
      await Promise.race([failure, kill()]).finally(() => ending.abort());
    }

    /** Until nobody has anything left to do. */
    async function settle(): Promise<void> {
      const { knex } = world;
      await poll('everything to come to rest', async () => {
        const due = await knex('orders').whereNotNull('due_at').first();
        const untold = await knex('order_outbox')
          .whereNull('set_aside_at')
          .first();
        const planned = await knex('plans').whereNull('deleted_at').first();
        return (!due && !untold && !planned) || undefined;
      });
    }

    it('lose nothing, do nothing twice, and tell everybody', async () => {
      const { emulator, knex, replicas } = world;
      const client = new OrderClient(replicas, random);
      await poll('the first sync', async () => {
        const { body } = await client.get('/products');
        const all = Object.values(crashProducts).flat();
        return body.totalItems === all.length || undefined;
      });
      const scenarios = new CrashScenarios(client, emulator);
      const started = Date.now();
      try {
        await killEverywhere(scenarios);
      } catch (error) {
        throw new Error(`${error}\nCRASH_SEED=${plan.seed}\n${replicas.log()}`);
      }
      await settle();

      const facts = {
        ...(await readFacts(knex, emulator.url)),
        told: replicas.told,
        quotaUsed: await countQuota(world),
      };
      const times = [...replicas.startTimes].sort((a, b) => a - b);
      const medianStartMs = times[Math.floor(times.length / 2)];
      const seconds = Math.round((Date.now() - started) / 1000);
      process.stdout.write(
        `${databaseId}, CRASH_SEED=${plan.seed}: ${replicas.kills} kills in ${seconds} s, ${facts.orders.length} orders, median start ${medianStartMs} ms\n`,
      );
      expect({ seed: plan.seed, violations: findViolations(facts) }).toEqual({
        seed: plan.seed,
        violations: [],
      });
      expect(facts.orders).toHaveLength(scenarios.expectations.length);
      expect(times[0]).toBeLessThan(plan.longestStartMs);
    });
  },
);
