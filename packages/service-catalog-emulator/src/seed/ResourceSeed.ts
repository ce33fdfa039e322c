import { Caller } from '../catalog/Caller';
import { asText, JsonObject } from '../cloudformation/json';
import { Output } from '../context';
import { Emulator } from '../Emulator';
import { AwsError } from '../errors';
import { AccountState } from '../state/AccountState';
import { IdPrefix } from '../state/ids';
import { World } from '../state/World';

/** What seeding a stack works with. */
export interface StackSeederOptions {
  emulator: Emulator;
  accountId: string;
  region: string;
  /** Loads a template or another version by URL, from the seed's own files too. */
  load: (url: string) => Promise<Buffer>;
  /** Who launches the seed's provisioned products, as `user/emulator` of the account by default. */
  launcher: Caller;
  /** What stacks have exported so far, to be imported by those after them. */
  exports: StackExports;
  warn: (warning: string) => void;
}

/** Values that stacks export, by account, Region and name. */
export type StackExports = Map<string, string>;

/** What seeding one resource works with. */
export interface ResourceSeed {
  /** Stack and logical id: the same at every start. */
  path: string[];
  properties: JsonObject;
  state: AccountState;
  world: World;
  /** Who calls operations. */
  administrator: Caller;
  /** The id this resource has at every start. */
  id(prefix: IdPrefix, ...more: string[]): string;
  /** Loads a version by URL, also from the seed's own folder. */
  load(url: string): Promise<Buffer>;
  /**
   * Calls an operation of the API as the account's administrator.
   *
   * @param options - `artifact` is what `LoadTemplateFromURL` gives; `ids` are for things whose
   *   id is not the resource's
   */
  call(
    operation: string,
    input: JsonObject,
    options?: { artifact?: Buffer; ids?: { [P in IdPrefix]?: string } },
  ): Promise<Output>;
  /** Calls an operation as whoever launches; a stack that it starts is complete at once. */
  launch(operation: string, input: JsonObject): Promise<Output>;
  /** A fresh idempotency token: what was deleted since an earlier seed must be made again. */
  token(): string;
}

/** Who seeds an account. */
export function administratorOf(accountId: string): Caller {
  return {
    accountId,
    principalArn: `arn:aws:iam::${accountId}:role/emulator-seed`,
    sessionArn: `arn:aws:sts::${accountId}:assumed-role/emulator-seed/emulator`,
  };
}

/** What a resource at that path of the seed works with. */
export function resourceSeed(
  options: StackSeederOptions,
  path: string[],
  properties: JsonObject,
): ResourceSeed {
  const { emulator, accountId, region } = options;
  const { world } = emulator.parts;
  const id = (prefix: IdPrefix, ...more: string[]) =>
    world.ids.named(prefix, accountId, region, ...path, ...more);
  const administrator = administratorOf(accountId);
  return {
    path,
    properties,
    state: world.account(accountId, region),
    world,
    administrator,
    id,
    load: options.load,
    token: () => world.ids.uuid(),
    call: (operation, input, { artifact, ids = {} } = {}) =>
      emulator.execute({
        operation,
        input,
        caller: administrator,
        region,
        newId: prefix => ids[prefix] ?? id(prefix),
        isSeed: true,
        settings: { shareSeconds: 0 },
        loadArtifact: artifact && (async () => artifact),
      }),
    launch: async (operation, input) => {
      const output = await emulator.execute({
        operation,
        input,
        caller: options.launcher,
        region,
        newId: prefix =>
          prefix === 'pp' ? id(prefix) : world.ids.next(prefix),
        isSeed: true,
        settings: { stackSeconds: 0, resourceSeconds: {}, engineSeconds: 0 },
      });
      emulator.settle();
      return output;
    },
  };
}

/** What `Ref` and `Fn::GetAtt` give for a seeded resource. */
export interface SeededResource {
  physicalId: string;
  attributes?: { [name: string]: string };
}

/** The properties that are there, as text: CloudFormation allows numbers where the API has text. */
export function pick(
  { properties }: ResourceSeed,
  names: string[],
): JsonObject {
  return Object.fromEntries(
    names
      .filter(name => properties[name] !== undefined)
      .map(name => [name, asText(properties[name])]),
  );
}

/** What the call gives, or `undefined` when it fails with the error of that name. */
export async function unlessError(
  name: string,
  call: () => Promise<Output>,
): Promise<Output | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.name === name) {
      return undefined;
    }
    throw error;
  }
}
