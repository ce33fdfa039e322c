import { TestDatabases } from '@backstage/backend-test-utils';
import { readCrashPlan } from '../__testUtils__/crash/crashPlan';
import { countQuota } from '../__testUtils__/crash/countQuota';
import {
  findLeaseViolations,
  readLeaseFacts,
} from '../__testUtils__/crash/findLeaseViolations';
import { findViolations } from '../__testUtils__/crash/findViolations';
import {
  leasedProducts,
  leasePolicies,
  LeaseScenarios,
} from '../__testUtils__/crash/leaseScenarios';
import { OrderClient } from '../__testUtils__/crash/OrderClient';
import { readFacts } from '../__testUtils__/crash/readFacts';
import { useKillableReplicas } from '../__testUtils__/crash/useKillableReplicas';
import { createRandom } from '../__testUtils__/createRandom';
import { lastingDatabaseIds } from '../__testUtils__/lastingDatabase';
import { KillBoundary, poll } from '../__testUtils__/portalProcess';

const plan = readCrashPlan();

jest.setTimeout(plan.timeoutMs);

/** How many leases run while something is killed at random. */
const LIVES = 4;

type Scenario = 'forget' | 'renew' | 'hold' | 'outlive';

const scenarios: readonly Scenario[] = ['forget', 'renew', 'hold', 'outlive'];

const scenarioOfBoundary: readonly [KillBoundary, Scenario][] = [
  ['lease-warning-noted', 'renew'],
  ['lease-warning-sent', 'forget'],
  ['lease-warning-confirmed', 'hold'],
  ['lease-step-noted', 'outlive'],
  ['lease-termination-placed', 'forget'],
  ['told', 'renew'],
  ['telling-noted', 'outlive'],
];

const databases = TestDatabases.create({ ids: [...lastingDatabaseIds] });

describe.each(plan.databaseIds)(
  'processes that are killed while they look after leases, %s',
  databaseId => {
    const random = createRandom(plan.seed);
    const world = useKillableReplicas({
      databases,
      databaseId,
      products: leasedProducts,
      plugin: leasePolicies,
      // Two replicas at once do what the scheduler would let one of them do.
      eagerTasks: ['look-after-leases'],
    });

    /** Kills a replica at each boundary, and then at random, while there are leases that end. */
    async function killEverywhere(lives: LeaseScenarios): Promise<void> {
      const { knex, replicas } = world;
      const running = new Set<Promise<void>>();
      let fail: (error: unknown) => void;
      const failure = new Promise<never>((_, reject) => {
        fail = reject;
      });
      const begin = (name: Scenario) => {
        const life = lives[name]().then(() => {
          running.delete(life);
        });
        life.catch(fail);
        running.add(life);
        return life;
      };
      const kill = async () => {
        for (const [boundary, name] of scenarioOfBoundary) {
          await replicas.killAt(boundary, () => begin(name));
        }
        await replicas.killAt('leases-compared', () =>
          // As if nobody had compared them for an hour.
          knex('lease_watch').update({ swept_at: null }),
        );
        const enough = replicas.kills + plan.randomKills;
        while (replicas.kills < enough) {
          while (running.size < LIVES) {
            begin(random.pick(scenarios));
          }
          await replicas.killAny(random);
        }
        await replicas.untilAllRun();
        await Promise.all(running);
      };
      await Promise.race([failure, kill()]);
    }

    /** Until nobody has anything left to do or to say. */
    async function settle(): Promise<void> {
      const { knex } = world;
      await poll('everything to come to rest', async () => {
        const left = await Promise.all([
          knex('orders').whereNotNull('due_at').first(),
          knex('order_outbox').first(),
          knex('leases').whereNotNull('due_at').first(),
          knex('lease_outbox').first(),
        ]);
        return left.every(row => row === undefined) || undefined;
      });
    }

    it('end nothing without a warning, lose no warning, and end nothing twice', async () => {
      const { emulator, knex, replicas } = world;
      const client = new OrderClient(replicas, random);
      await poll('the first sync', async () => {
        const { body } = await client.get('/products');
        const all = Object.values(leasedProducts).flat();
        return body.totalItems === all.length || undefined;
      });
      try {
        await killEverywhere(new LeaseScenarios(client, emulator));
        await settle();
      } catch (error) {
        throw new Error(`${error}\nCRASH_SEED=${plan.seed}\n${replicas.log()}`);
      }

      const facts = {
        ...(await readFacts(knex, emulator.url)),
        told: replicas.told,
        quotaUsed: await countQuota(world),
      };
      const leases = {
        ...(await readLeaseFacts(knex)),
        notified: replicas.notified,
        orders: facts.orders,
      };
      process.stdout.write(
        `${databaseId}, CRASH_SEED=${plan.seed}: ${replicas.kills} kills, ${leases.leases.length} leases\n`,
      );
      const launches = facts.orders.filter(({ kind }) => kind === 'provision');
      expect(leases.leases).toHaveLength(launches.length);
      expect({
        seed: plan.seed,
        violations: [...findLeaseViolations(leases), ...findViolations(facts)],
      }).toEqual({ seed: plan.seed, violations: [] });
    });
  },
);
