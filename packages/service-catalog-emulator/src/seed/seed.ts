import { callerFromArn } from '../catalog/Caller';
import { Emulator } from '../Emulator';
import { messageOf } from '../errors';
import { parseTemplate, Template } from '../cloudformation/template';
import { SeedError } from './SeedError';
import { readSeedFiles, SeedFiles } from './readSeedFiles';
import { StackExports } from './ResourceSeed';
import { SeedFile } from './SeedFile';
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
  /**
   * ARN of the IAM user, IAM role or assumed-role session that launches the seed's provisioned
   * products. A portfolio must give it access. Default: `user/emulator` of the account.
   */
  launchedBy?: string;
} & (
  | {
      /** A template file, a folder of them, or a `cdk.out` folder. */
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

/** Where a seed without an account or Region of its own goes, and what came before it. */
export interface SeedDefaults {
  accountId: string;
  region: string;
  /** What earlier seeds exported; added to. */
  exports: StackExports;
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
  const { files, warnings } =
    'path' in source ? await readSeedFiles(source.path) : inlineFile(source);
  const report: SeedReport = { stacks: [], warnings };
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

function inlineFile(source: Exclude<SeedSource, { path: string }>): SeedFiles {
  const { template, stackName = 'seed', folder } = source;
  const text =
    typeof template === 'string' ? template : JSON.stringify(template);
  return { files: [{ name: stackName, text, folder }], warnings: [] };
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
  const accountId = file.accountId ?? source.accountId ?? defaults.accountId;
  const { templates } = emulator.parts;
  const seeder = new StackSeeder({
    emulator,
    accountId,
    region: file.region ?? source.region ?? defaults.region,
    load: async url =>
      (await file.assets?.load(url)) ?? templates.load(url, file.folder),
    launcher: callerFromArn(
      source.launchedBy ?? `arn:aws:iam::${accountId}:user/emulator`,
    ),
    exports: defaults.exports,
    warn: warning => report.warnings.push(`${file.name}: ${warning}`),
  });
  try {
    const given = { ...file.parameters, ...source.parameters };
    const stack = await seeder.deploy(
      file.name,
      template,
      Object.fromEntries(
        Object.entries(given).filter(([name]) => name in template.parameters),
      ),
    );
    report.stacks.push(stack);
  } catch (error) {
    throw new SeedError(`${file.name}: ${messageOf(error)}`);
  }
}
