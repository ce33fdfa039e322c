import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { codeOf } from '../errors';
import { World, WorldData, WorldOptions } from './World';

const FORMAT = 'service-catalog-emulator';
const VERSION = 2;

/** The first line of the file; the second one is the world. */
const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  savedAt: z.number(),
  /** SHA-256 of the second line. */
  digest: z.string(),
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

  constructor(
    readonly file: string,
    private readonly options: WorldOptions = {},
  ) {}

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
    return { world: World.fromData(world, this.options), savedAt };
  }

  /** Writes the state, after writes that are still going on. */
  write(world: World, savedAt: number): Promise<void> {
    const content = JSON.stringify(world.toData());
    const header = {
      format: FORMAT,
      version: VERSION,
      savedAt,
      digest: digestOf(content),
    };
    const write = async () => {
      const temporary = path.join(
        path.dirname(this.file),
        `.${path.basename(this.file)}.${process.pid}.tmp`,
      );
      await fs.mkdir(path.dirname(this.file), { recursive: true });
      await fs.writeFile(
        temporary,
        [JSON.stringify(header), content].join('\n'),
        {
          mode: 0o600,
        },
      );
      await fs.rename(temporary, this.file);
    };
    this.writing = this.writing.then(write, write);
    return this.writing;
  }

  private parse(text: string): { world: WorldData; savedAt: number } {
    const lineEnd = text.indexOf('\n');
    const content = text.slice(lineEnd + 1);
    let json: unknown;
    try {
      json = JSON.parse(text.slice(0, Math.max(0, lineEnd)));
    } catch {
      throw this.refused('its first line is not valid JSON');
    }
    const result = headerSchema.safeParse(json);
    if (!result.success) {
      throw this.refused(z.prettifyError(result.error).replaceAll('\n', ' '));
    }
    const { version, digest, savedAt } = result.data;
    if (version !== VERSION) {
      throw this.refused(
        `it is of version ${version}, and this emulator reads version ${VERSION}`,
      );
    }
    if (digestOf(content) !== digest) {
      throw this.refused('its content does not match its digest');
    }
    return { world: JSON.parse(content), savedAt };
  }

  private refused(reason: string): Error {
    return new Error(
      `The snapshot ${this.file} cannot be used: ${reason}. It was left as it is; move it away to begin anew.`,
    );
  }
}

function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
