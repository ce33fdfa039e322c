import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { RunningEmulator } from '../createEmulator';
import { temporaryFolder } from './harness';

// Debian's own comes before the PATH, where others may be wrappers. AWS_CLI names another one.
const COMMAND = (
  process.env.AWS_CLI ? [process.env.AWS_CLI] : ['/usr/bin/aws', 'aws']
).find(command => spawnSync(command, ['--version']).status === 0);

/**
 * Calls the AWS CLI and gives what it prints, parsed, which has the shape of the operation's answer;
 * rejects with its `stderr` when it fails.
 */
export type AwsCli = <Answer>(
  emulator: Pick<RunningEmulator, 'url'>,
  args: string[],
  accessKeyId?: string,
) => Promise<Answer>;

/**
 * A describe block that needs the AWS CLI, version 1 or 2. Without one its tests are skipped and say
 * so; with `REQUIRE_AWS_CLI=1` they fail.
 */
export function describeWithAwsCli(title: string, block: () => void): void {
  if (COMMAND !== undefined || process.env.REQUIRE_AWS_CLI) {
    describe(title, block);
  } else {
    describe.skip(`${title} (NOT RUN: the AWS CLI is not installed)`, block);
  }
}

/** The AWS CLI without any configuration of the machine, for one test. */
export async function awsCli(): Promise<AwsCli> {
  if (COMMAND === undefined) {
    throw new Error('The AWS CLI is required and not installed');
  }
  const home = await temporaryFolder();
  return async ({ url }, args, accessKeyId = 'test') => {
    const { stdout } = await promisify(execFile)(
      COMMAND,
      ['--endpoint-url', url, '--output', 'json', ...args],
      {
        env: {
          PATH: process.env.PATH,
          HOME: home,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: 'any',
          AWS_REGION: 'us-east-1',
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  };
}

/** The arguments that stand for a request: the input's members are options of their own. */
export function cliArguments(
  service: string,
  operation: string,
  input: { [member: string]: unknown },
): string[] {
  return [
    service,
    kebabCase(operation),
    ...Object.entries(input).flatMap(([member, value]) => {
      const option = kebabCase(member);
      if (typeof value === 'boolean') {
        return [value ? `--${option}` : `--no-${option}`];
      }
      return [
        `--${option}`,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ];
    }),
  ];
}

/** `EnableAWSOrganizationsAccess` is `enable-aws-organizations-access`. */
function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
