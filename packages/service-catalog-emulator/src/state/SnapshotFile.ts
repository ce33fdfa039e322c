import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codeOf } from '../errors';
import { hexDigest } from './ids';
import { World, WorldData } from './World';

const FORMAT = 'service-catalog-emulator';
const VERSION = 1;

const entities = z.array(z.looseObject({}));
const worldSchema = z.looseObject({
  idSeed: z.string(),
  idCount: z.number().int().nonnegative(),
  templates: z.record(z.string(), z.string()),
  sessions: entities,
  accounts: z.array(
    z.looseObject({
      accountId: z.string(),
      region: z.string(),
      portfolios: entities,
      products: entities,
      artifacts: entities,
      productAssociations: entities,
      principalAssociations: entities,
      constraints: entities,
      tagOptions: entities,
      tagOptionAssociations: entities,
      provisionedProducts: entities,
      records: entities,
      tokens: entities,
    }),
  ),
});
const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.number(),
  savedAt: z.number(),
  digest: z.string(),
  world: worldSchema,
});

/** A restored snapshot. */
export interface Snapshot {
  world: World;
  /** Emulator time at which it was saved. */
  savedAt: number;
}

/** The state in a file, replaced as a whole or not at all. */
export class SnapshotFile {
  private writing: Promise<void> = Promise.resolve();

  constructor(readonly file: string) {}

  /**
   * Reads the snapshot.
   *
   * @returns `undefined` when there is no file yet
   * @throws Error when the file is damaged or of another version; the file stays as it is
   */
  async read(): Promise<Snapshot | undefined> {
    let text: string;
    try {
      text = await fs.readFile(this.file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
    const { world, savedAt } = this.parse(text);
    return { world: World.fromData(world), savedAt };
  }

  /** Writes the state, after writes that are still going on. */
  write(world: World, savedAt: number): Promise<void> {
    const data = world.toData();
    const text = JSON.stringify({
      format: FORMAT,
      version: VERSION,
      savedAt,
      digest: digestOf(data),
      world: data,
    });
    const write = async () => {
      const temporary = path.join(
        path.dirname(this.file),
        `.${path.basename(this.file)}.${process.pid}.tmp`,
      );
      await fs.mkdir(path.dirname(this.file), { recursive: true });
      await fs.writeFile(temporary, text, { mode: 0o600 });
      await fs.rename(temporary, this.file);
    };
    this.writing = this.writing.then(write, write);
    return this.writing;
  }

  private parse(text: string): { world: WorldData; savedAt: number } {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw this.refused('it is not valid JSON');
    }
    const result = fileSchema.safeParse(json);
    if (!result.success) {
      throw this.refused(z.prettifyError(result.error).replaceAll('\n', ' '));
    }
    const { version, digest, savedAt } = result.data;
    if (version !== VERSION) {
      throw this.refused(
        `it is of version ${version}, and this emulator reads version ${VERSION}`,
      );
    }
    const { world } = json as { world: WorldData };
    if (digestOf(world) !== digest) {
      throw this.refused('its content does not match its digest');
    }
    return { world, savedAt };
  }

  private refused(reason: string): Error {
    return new Error(
      `The snapshot ${this.file} cannot be used: ${reason}. It was left as it is; move it away to begin anew.`,
    );
  }
}

function digestOf(world: WorldData): string {
  return hexDigest(64, JSON.stringify(world));
}
