import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fsync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { linesOf, WorldCollector } from './snapshotLines';
import { World, WorldData, WorldOptions } from './World';

const flush = promisify(fsync);

const FORMAT = 'service-catalog-emulator';
const VERSION = 7;

/** The first line of the file. */
const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  savedAt: z.number(),
});

/** The last line of the file; those between are the world. */
const footerSchema = z.strictObject({
  /** How many lines there are between header and footer. */
  lines: z.number(),
  /** SHA-256 of header and lines, each with its line end. */
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
  private writing: Promise<unknown> = Promise.resolve();

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
    if (!existsSync(this.file)) {
      return undefined;
    }
    const { world, savedAt } = await this.parse();
    return { world: World.fromData(world, this.options), savedAt };
  }

  /**
   * Writes the state, after writes that are still going on.
   *
   * @param isCurrent - makes the write let others work in between; it is given up once this says
   *   that something has changed. Without it, everything is written in one go.
   * @returns whether it was written
   */
  write(
    current: () => { world: World; savedAt: number },
    isCurrent?: () => boolean,
  ): Promise<boolean> {
    const write = () => this.writeNow(current(), isCurrent);
    const result = this.writing.then(write, write);
    this.writing = result;
    return result;
  }

  private async writeNow(
    { world, savedAt }: { world: World; savedAt: number },
    isCurrent?: () => boolean,
  ): Promise<boolean> {
    const temporary = path.join(
      path.dirname(this.file),
      `.${path.basename(this.file)}.${process.pid}.tmp`,
    );
    mkdirSync(path.dirname(this.file), { recursive: true });
    const descriptor = openSync(temporary, 'w', 0o600);
    let isWhole = false;
    try {
      const hash = createHash('sha256');
      const put = (line: string) => {
        hash.update(line).update('\n');
        writeSync(descriptor, `${line}\n`);
      };
      put(JSON.stringify({ format: FORMAT, version: VERSION, savedAt }));
      let lines = 0;
      for (const line of linesOf(world.toData())) {
        put(line);
        lines += 1;
        if (isCurrent) {
          await setImmediate();
          if (!isCurrent()) {
            return false;
          }
        }
      }
      writeSync(
        descriptor,
        JSON.stringify({ lines, digest: hash.digest('hex') }),
      );
      // It takes its time; what is saved is decided.
      await flush(descriptor);
      isWhole = true;
    } finally {
      closeSync(descriptor);
      if (!isWhole) {
        rmSync(temporary, { force: true });
      }
    }
    renameSync(temporary, this.file);
    return true;
  }

  private async parse(): Promise<{ world: WorldData; savedAt: number }> {
    const collector = new WorldCollector();
    const hash = createHash('sha256');
    let header: z.infer<typeof headerSchema> | undefined;
    let last: string | undefined;
    let lines = -1;
    const input = createReadStream(this.file);
    try {
      // A line is only known not to be the last one once the next one is there.
      for await (const line of createInterface({
        input,
        crlfDelay: Infinity,
      })) {
        header ??= this.parseHeader(line);
        if (last !== undefined) {
          hash.update(last).update('\n');
          lines += 1;
          this.collect(collector, lines, last);
        }
        last = line;
      }
    } finally {
      input.destroy();
    }
    if (!header) {
      throw this.refused('its first line is not valid JSON');
    }
    const footer = footerSchema.safeParse(jsonOf(last ?? ''));
    const world = collector.collected();
    if (!footer.success || footer.data.lines !== lines || !world) {
      throw this.refused('its end is missing');
    }
    if (footer.data.digest !== hash.digest('hex')) {
      throw this.refused('its content does not match its digest');
    }
    return { world, savedAt: header.savedAt };
  }

  private collect(
    collector: WorldCollector,
    index: number,
    line: string,
  ): void {
    if (index === 0) {
      return;
    }
    try {
      collector.add(line);
    } catch {
      throw this.refused(`its line ${index + 1} is damaged`);
    }
  }

  private parseHeader(line: string): z.infer<typeof headerSchema> {
    const json = jsonOf(line);
    if (json === undefined) {
      throw this.refused('its first line is not valid JSON');
    }
    const result = headerSchema.safeParse(json);
    if (!result.success) {
      throw this.refused(z.prettifyError(result.error).replaceAll('\n', ' '));
    }
    if (result.data.version !== VERSION) {
      throw this.refused(
        `it is of version ${result.data.version}, and this emulator reads version ${VERSION}`,
      );
    }
    return result.data;
  }

  private refused(reason: string): Error {
    return new Error(
      `The snapshot ${this.file} cannot be used: ${reason}. It was left as it is; move it away to begin anew.`,
    );
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
