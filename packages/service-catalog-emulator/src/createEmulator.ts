import { createServer } from 'node:http';
import express from 'express';
import { callerFromArn } from './catalog/Caller';
import { EmulatorCalls } from './calls/CallLog';
import { ClockOptions, createClock, EmulatorClock } from './clock';
import { costIndexOf } from './costs/CostIndex';
import { Emulator } from './Emulator';
import { EmulatorEngine } from './engines/EmulatorEngine';
import { EmulatorFaults } from './faults/FaultRegistry';
import { searchIndexOf } from './provisioning/searchIndex';
import { searchableTexts } from './provisioning/searchQuery';
import { SeedReport, SeedSource, seed } from './seed/seed';
import { createAwsRouter } from './server/awsRouter';
import { createControlRouter } from './server/controlRouter';
import { closeServer, listen, urlOf } from './server/listen';
import { EmulatorSettings, settingsOf } from './settings';
import { resourceIndexOf } from './stacks/resourceIndex';
import { IdGenerator } from './state/ids';
import { Organization, OrganizationOptions } from './state/Organization';
import { Persistence } from './state/Persistence';
import { SORT_MEMBERS } from './state/ProvisionedProducts';
import { RoleOptions } from './state/RoleDirectory';
import { SnapshotFile } from './state/SnapshotFile';
import { World } from './state/World';
import { TemplateLoader } from './templates/TemplateLoader';

/**
 * How to start an emulator. Everything has a default.
 *
 * @public
 */
export interface EmulatorOptions extends Partial<EmulatorSettings> {
  /** Port to listen on; 0, the default, takes a free one. */
  port?: number;
  /** Address to listen on. Default: 127.0.0.1. */
  host?: string;
  /** Default: the wall clock. */
  clock?: ClockOptions;
  /** What to seed at the start and after a reset. */
  seeds?: SeedSource[];
  /** File to keep the state in. Without one, the state is gone with the emulator. */
  snapshotFile?: string;
  /**
   * Principal ARN by access key id: an IAM user, an IAM role or an assumed-role session. Access keys
   * of 12 digits (also after `AKIA`) that are not listed stand for the user `emulator` of that
   * account, and all others for that user of the default account.
   */
  credentials?: { [accessKeyId: string]: string };
  /** The organisation that portfolios can be shared with. Default: there is none. */
  organization?: OrganizationOptions;
  /**
   * IAM roles by ARN. In an account for which some are given, only those and the ones of seeds exist; in
   * every other account all roles exist and anybody may assume them. As launch roles, only those of
   * seeds exist in an account for which seeds name some.
   */
  roles?: { [roleArn: string]: RoleOptions };
  /** Account of access keys and seeds without one. Default: 123456789012. */
  defaultAccountId?: string;
  /** Region of seeds without one. Default: us-east-1. */
  defaultRegion?: string;
  /** Folders that stand for URL prefixes in `LoadTemplateFromURL`. */
  templateBases?: { [urlPrefix: string]: string };
  /** Hosts that templates may be fetched from, besides loopback ones. */
  allowedTemplateHosts?: string[];
  /** Ids derive from it. Default: `service-catalog-emulator`. */
  idSeed?: string;
}

/**
 * An emulator that is listening.
 *
 * @public
 */
export interface RunningEmulator {
  /** Where it listens, to be given to SDKs as the endpoint. */
  url: string;
  /** Emulator time, to read and to move. */
  clock: EmulatorClock;
  /** What goes wrong on purpose. */
  faults: EmulatorFaults;
  /** What the emulator was asked. */
  calls: EmulatorCalls;
  /** What waits for the engines of products that CloudFormation does not provision. */
  engine: EmulatorEngine;
  /** What came of the seeds given at the start. */
  seeded: SeedReport;
  /** Seeds something more. A reset does not seed it again. */
  seed(source: SeedSource): Promise<SeedReport>;
  /** Forgets everything and seeds anew; lifts faults, forgets calls. */
  reset(): Promise<void>;
  /** Saves the snapshot, if there is one, and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts an emulator of AWS Service Catalog in this process.
 *
 * @throws Error when the port is taken, a seed cannot be seeded, or the snapshot is damaged
 *
 * @public
 */
export async function createEmulator(
  options: EmulatorOptions = {},
): Promise<RunningEmulator> {
  const {
    port = 0,
    host = '127.0.0.1',
    seeds = [],
    credentials = {},
    defaultAccountId = '123456789012',
    defaultRegion = 'us-east-1',
    idSeed = 'service-catalog-emulator',
  } = options;
  // A wrong ARN is found here and not at the first request.
  Object.values(credentials).forEach(callerFromArn);

  const surroundings = {
    organization:
      options.organization && new Organization(options.organization),
    roles: options.roles,
  };
  const newWorld = () => new World(new IdGenerator(idSeed), surroundings);

  const snapshotFile = options.snapshotFile
    ? new SnapshotFile(options.snapshotFile, surroundings)
    : undefined;
  const snapshot = await snapshotFile?.read();
  const clock = createClock(startOfTime(options.clock, snapshot?.savedAt));
  const emulator = new Emulator({
    world: snapshot?.world ?? newWorld(),
    clock,
    settings: settingsOf(options),
    templates: new TemplateLoader({
      bases: options.templateBases ?? {},
      allowedHosts: options.allowedTemplateHosts ?? [],
    }),
  });
  const persistence =
    snapshotFile &&
    new Persistence(snapshotFile, () => ({
      world: emulator.parts.world,
      savedAt: clock.now(),
    }));
  emulator.onChange(() => persistence?.changed());
  const seedDefaults = {
    accountId: defaultAccountId,
    region: defaultRegion,
    exports: new Map(),
  };
  const seedAll = async (): Promise<SeedReport> => {
    const report: SeedReport = { stacks: [], warnings: [] };
    for (const source of seeds) {
      const { stacks, warnings } = await seed(emulator, source, seedDefaults);
      report.stacks.push(...stacks);
      report.warnings.push(...warnings);
    }
    return report;
  };
  const reset = async () => {
    emulator.replaceWorld(newWorld());
    emulator.faults.clear();
    emulator.calls.clear();
    await seedAll();
    makeIndexes(emulator.parts.world);
  };

  const seeded = await seedAll();
  makeIndexes(emulator.parts.world);
  const app = express();
  app.disable('x-powered-by');
  app.use(
    '/_emulator',
    createControlRouter({
      emulator,
      hostNames: ['127.0.0.1', 'localhost', '[::1]', host],
      reset,
    }),
  );
  app.use(
    createAwsRouter(emulator, { principals: credentials, defaultAccountId }),
  );
  const server = await listen(createServer(app), port, host);
  await persistence?.save();

  return {
    url: urlOf(server, host),
    clock: {
      now: () => clock.now(),
      advance: seconds => {
        clock.advance(seconds);
        emulator.settle();
        emulator.changed();
      },
    },
    faults: emulator.faults,
    calls: emulator.calls,
    engine: emulator.engine,
    seeded,
    seed: async source => {
      const report = await seed(emulator, source, seedDefaults);
      makeIndexes(emulator.parts.world);
      return report;
    },
    reset,
    close: async () => {
      await closeServer(server);
      await persistence?.save();
    },
  };
}

/** Brings indexes up to date now, so that at a large size whoever asks next need not wait for it. */
function makeIndexes(world: World): void {
  for (const state of world.states()) {
    searchIndexOf(state, searchableTexts);
    resourceIndexOf(state);
    SORT_MEMBERS.forEach(member => state.provisionedProducts.sorted(member));
  }
  costIndexOf(world);
}

/** Emulator time never goes back: it resumes where a snapshot was saved, or later. */
function startOfTime(
  clock: ClockOptions = { mode: 'real' },
  savedAt: number | undefined,
): ClockOptions {
  if (savedAt === undefined) {
    return clock;
  }
  const start = clock.mode === 'real' ? clock.start ?? Date.now() : savedAt;
  return { ...clock, start: Math.max(start, savedAt) };
}
