import { promises as fs } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { invalidParameters, messageOf } from '../errors';
import { readJson } from './readJson';

const assetsSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({
          path: z.string().optional(),
          packaging: z.string().optional(),
        }),
        destinations: z.record(
          z.string(),
          z.object({ bucketName: z.string(), objectKey: z.string() }),
        ),
      }),
    )
    .optional(),
});

/** The files of a cloud assembly, by the keys of the S3 objects that CDK would make of them. */
export class CloudAssets {
  private readonly files = new Map<string, string>();

  /** Adds the files of an asset manifest. */
  async read(folder: string, manifest: string): Promise<void> {
    const { files = {} } = await readJson(
      path.join(folder, manifest),
      assetsSchema,
    );
    for (const { source, destinations } of Object.values(files)) {
      if (source.path !== undefined && source.packaging !== 'zip') {
        for (const { objectKey } of Object.values(destinations)) {
          // Keys contain a hash of the content, so they tell files apart in whatever bucket.
          this.files.set(objectKey, path.resolve(folder, source.path));
        }
      }
    }
  }

  /**
   * The asset that an S3 URL names, or `undefined` when it names none.
   *
   * @throws InvalidParametersException when the asset cannot be read
   */
  async load(url: string): Promise<Buffer | undefined> {
    const file = objectKeys(url)
      .map(key => this.files.get(key))
      .find(found => found !== undefined);
    if (file === undefined) {
      return undefined;
    }
    try {
      return await fs.readFile(file);
    } catch (error) {
      throw invalidParameters(
        `Invalid templateUrl. The asset at ${url} cannot be loaded: ${messageOf(
          error,
        )}`,
      );
    }
  }
}

/** The keys that an S3 URL may mean: with the bucket in its host, and in its path. */
function objectKeys(url: string): string[] {
  if (!/^(https?|s3):\/\//.test(url) || !URL.canParse(url)) {
    return [];
  }
  const key = decodeURIComponent(new URL(url).pathname).replace(/^\//, '');
  return [key, key.slice(key.indexOf('/') + 1)];
}
