import { Emulator } from '../Emulator';
import { messageOf } from '../errors';
import { CloudFormationError } from '../cloudformation/CloudFormationError';
import { parseTemplate, Template } from '../cloudformation/template';
import { SeedError } from './SeedError';
import { readSeedFiles, SeedFile } from './readSeedFiles';
import { StackSeeder } from './StackSeeder';

/**
 * Where portfolios and products come from: CloudFormation templates with `AWS::ServiceCatalog::*`
 * resources.
 *
 * @public
 */
export type SeedSource = {
  /** Account to seed. Default: the emulator's default account. */
  accountId?: string;
  /** Region to seed. Default: `us-east-1`. */
  region?: string;
  /** Values for the templates' parameters; the others take their defaults. */
  parameters?: { [name: string]: string };
} & (
  | {
      /** A template file, or a folder of them. */
      path: string;
    }
  | {
      /** A template as text or as an object. */
      template: string | object;
      /** Distinguishes this stack from others; ids derive from it. Default: `seed`. */
      stackName?: string;
      /** Folder within which relative and `file:` template URLs are resolved. */
      folder?: string;
    }
);

/**
 * What a seed made.
 *
 * @public
 */
export interface SeededStack {
  stackName: string;
  /** What `Ref` gives for each resource, by logical id. */
  resources: { [logicalId: string]: string };
  outputs: { [name: string]: string };
}

/**
 * What came of seeding.
 *
 * @public
 */
export interface SeedReport {
  stacks: SeededStack[];
  /** Everything in the seed that the emulator does not emulate, one sentence each. */
  warnings: string[];
}

/** Where a seed without an account or Region of its own goes. */
export interface SeedDefaults {
  accountId: string;
  region: string;
}

/**
 * Creates what the source declares, or brings it up to date where it exists already.
 *
 * @throws SeedError naming the file and the resource that cannot be seeded
 */
export async function seed(
  emulator: Emulator,
  source: SeedSource,
  defaults: SeedDefaults,
): Promise<SeedReport> {
  const files =
    'path' in source
      ? await readSeedFiles(source.path)
      : [
          {
            name: source.stackName ?? 'seed',
            text:
              typeof source.template === 'string'
                ? source.template
                : JSON.stringify(source.template),
            folder: source.folder,
          },
        ];
  const report: SeedReport = { stacks: [], warnings: [] };
  for (const file of files) {
    await seedFile(emulator, file, source, defaults, report);
  }
  return report;
}

async function seedFile(
  emulator: Emulator,
  file: SeedFile,
  source: SeedSource,
  defaults: SeedDefaults,
  report: SeedReport,
): Promise<void> {
  let template: Template;
  try {
    template = parseTemplate(file.text);
  } catch (error) {
    if (error instanceof CloudFormationError) {
      throw new SeedError(`${file.name}: ${error.message}`);
    }
    throw error;
  }
  const seeder = new StackSeeder({
    emulator,
    accountId: source.accountId ?? defaults.accountId,
    region: source.region ?? defaults.region,
    folder: file.folder,
    warn: warning => report.warnings.push(`${file.name}: ${warning}`),
  });
  try {
    const stack = await seeder.deploy(
      file.name,
      template,
      source.parameters ?? {},
    );
    report.stacks.push(stack);
  } catch (error) {
    throw new SeedError(`${file.name}: ${messageOf(error)}`);
  }
}
