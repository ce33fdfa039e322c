import { Command, InvalidArgumentError, Option } from 'commander';
import { EmulatorOptions } from '../createEmulator';
import { messageOf } from '../errors';
import { SeedSource } from '../seed/seed';
import { OrganizationOptions } from '../state/Organization';
import { RoleOptions } from '../state/RoleDirectory';
import { readOrganization } from './readOrganization';

/** Options as commander collects them. */
interface ParsedOptions {
  port: number;
  host: string;
  seed: SeedSource[];
  parameter: { [name: string]: string };
  snapshot?: string;
  clock: 'real' | 'manual';
  speed: number;
  account: string;
  region: string;
  credential: { [accessKeyId: string]: string };
  organization?: OrganizationOptions;
  role: string[];
  externalId: { [roleArn: string]: string };
  templateBase: { [urlPrefix: string]: string };
  templateHost: string[];
  stackSeconds: number;
  shareSeconds: number;
  consistencySeconds: number;
  resourceSeconds: { [type: string]: string };
  engineSeconds?: number;
  terminateFailureStatus: 'TAINTED' | 'ERROR';
}

/**
 * Reads the command line.
 *
 * @param argv - as in `process.argv`; commander prints help and usage errors itself and exits
 */
export function parseOptions(argv: string[]): EmulatorOptions {
  return emulatorOptions(createProgram().parse(argv).opts<ParsedOptions>());
}

/** The command with its options. */
export function createProgram(): Command {
  return new Command('service-catalog-emulator')
    .description('Emulates the API of AWS Service Catalog')
    .option('--port <number>', 'port to listen on; 0 for any', port, 4580)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--seed <[ACCOUNT/REGION=]path>',
      'template with AWS::ServiceCatalog resources, or a folder of them; repeatable',
      addSeed,
      [],
    )
    .option(
      '--parameter <NAME=VALUE>',
      'value for a parameter of the seeds; repeatable',
      addPair,
      {},
    )
    .option('--snapshot <file>', 'file to keep the state in')
    .addOption(
      new Option('--clock <mode>', 'how emulator time passes')
        .choices(['real', 'manual'])
        .default('real'),
    )
    .option(
      '--speed <factor>',
      'emulator seconds per second of a real clock',
      positive,
      1,
    )
    .option('--account <id>', 'default account', accountId, '123456789012')
    .option('--region <name>', 'default Region of seeds', 'us-east-1')
    .option(
      '--credential <ACCESS_KEY=PRINCIPAL_ARN>',
      'who an access key is; repeatable',
      addPair,
      {},
    )
    .option(
      '--organization <file>',
      'organization that portfolios can be shared with, in YAML or JSON',
      organization,
    )
    .option(
      '--role <ROLE_ARN>',
      'IAM role that exists, where not every role does; repeatable',
      (value: string, roles: string[]) => [...roles, value],
      [],
    )
    .option(
      '--external-id <ROLE_ARN=ID>',
      'IAM role that is only assumed with an external id; repeatable',
      addPair,
      {},
    )
    .option(
      '--template-base <URL_PREFIX=folder>',
      'folder that stands for a URL prefix of templates; repeatable',
      addPair,
      {},
    )
    .option(
      '--template-host <host>',
      'host that templates may be fetched from; repeatable',
      (value: string, hosts: string[]) => [...hosts, value],
      [],
    )
    .option(
      '--stack-seconds <number>',
      'emulator seconds that a stack takes',
      positive,
      20,
    )
    .option(
      '--share-seconds <number>',
      'emulator seconds that sharing with an organization takes',
      positive,
      3,
    )
    .option(
      '--consistency-seconds <number>',
      'emulator seconds until what was made is seen; at once without it',
      positive,
      0,
    )
    .option(
      '--resource-seconds <TYPE=number>',
      'emulator seconds for resources of a type; repeatable',
      addPair,
      {},
    )
    .option(
      '--engine-seconds <number>',
      'emulator seconds that an engine of its own takes for EXTERNAL products',
      positive,
    )
    .addOption(
      new Option(
        '--terminate-failure-status <status>',
        'status after a failed termination',
      )
        .choices(['TAINTED', 'ERROR'])
        .default('TAINTED'),
    );
}

function emulatorOptions(parsed: ParsedOptions): EmulatorOptions {
  return {
    port: parsed.port,
    host: parsed.host,
    clock: { mode: parsed.clock, speed: parsed.speed },
    seeds: parsed.seed.map(source => ({
      ...source,
      parameters: parsed.parameter,
    })),
    snapshotFile: parsed.snapshot,
    credentials: parsed.credential,
    organization: parsed.organization,
    roles: rolesOf(parsed),
    defaultAccountId: parsed.account,
    defaultRegion: parsed.region,
    templateBases: parsed.templateBase,
    allowedTemplateHosts: parsed.templateHost,
    stackSeconds: parsed.stackSeconds,
    shareSeconds: parsed.shareSeconds,
    consistencySeconds: parsed.consistencySeconds,
    resourceSeconds: Object.fromEntries(
      Object.entries(parsed.resourceSeconds).map(([type, seconds]) => [
        type,
        positive(seconds),
      ]),
    ),
    engineSeconds: parsed.engineSeconds,
    terminateFailureStatus: parsed.terminateFailureStatus,
  };
}

function rolesOf({ role, externalId }: ParsedOptions): {
  [roleArn: string]: RoleOptions;
} {
  return {
    ...Object.fromEntries(role.map(arn => [arn, {}])),
    ...Object.fromEntries(
      Object.entries(externalId).map(([arn, id]) => [arn, { externalId: id }]),
    ),
  };
}

function organization(file: string): OrganizationOptions {
  try {
    return readOrganization(file);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

function addSeed(value: string, seeds: SeedSource[]): SeedSource[] {
  const [, account, region, path] =
    /^(\d{12})\/([a-z0-9-]+)=(.+)$/.exec(value) ?? [];
  return [
    ...seeds,
    path === undefined ? { path: value } : { path, accountId: account, region },
  ];
}

function addPair(
  value: string,
  pairs: { [name: string]: string },
): { [name: string]: string } {
  const separator = value.indexOf('=');
  if (separator < 1) {
    throw new InvalidArgumentError('It must have the form NAME=VALUE.');
  }
  return {
    ...pairs,
    [value.slice(0, separator)]: value.slice(separator + 1),
  };
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65535) {
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  }
  return number;
}

function positive(value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return number;
}

function accountId(value: string): string {
  if (!/^\d{12}$/.test(value)) {
    throw new InvalidArgumentError('It must be 12 digits.');
  }
  return value;
}
