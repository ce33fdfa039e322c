import { Emulator } from '../Emulator';
import { messageOf } from '../errors';
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
  /** Values for the templates' parameters by name; the others take their defaults. */
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
  /** Name of the template's file, or the one given. */
  stackName: string;
  /** What `Ref` gives for each resource, by logical id. */
  resources: { [logicalId: string]: string };
  /** The template's outputs, evaluated. */
  outputs: { [name: string]: string };
}

/**
 * What came of seeding.
 *
 * @public
 */
export interface SeedReport {
  /** One for each template. */
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
  const unused = new Set(Object.keys(source.parameters ?? {}));
  for (const file of files) {
    const template = parseSeed(file);
    Object.keys(template.parameters).forEach(name => unused.delete(name));
    await seedStack(emulator, file, template, source, defaults, report);
  }
  for (const name of unused) {
    report.warnings.push(
      `No template of the seed ${
        'path' in source ? source.path : files[0].name
      } declares the parameter ${name}`,
    );
  }
  return report;
}

function parseSeed(file: SeedFile): Template {
  try {
    return parseTemplate(file.text);
  } catch (error) {
    throw new SeedError(`${file.name}: ${messageOf(error)}`);
  }
}

async function seedStack(
  emulator: Emulator,
  file: SeedFile,
  template: Template,
  source: SeedSource,
  defaults: SeedDefaults,
  report: SeedReport,
): Promise<void> {
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
      Object.fromEntries(
        Object.entries(source.parameters ?? {}).filter(
          ([name]) => name in template.parameters,
        ),
      ),
    );
    report.stacks.push(stack);
  } catch (error) {
    throw new SeedError(`${file.name}: ${messageOf(error)}`);
  }
}
