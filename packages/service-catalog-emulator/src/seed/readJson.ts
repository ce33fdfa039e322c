import { promises as fs } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../errors';
import { SeedError } from './SeedError';

/**
 * A JSON file of a cloud assembly, checked.
 *
 * @throws SeedError naming the file and what is wrong with it
 */
export async function readJson<T>(
  file: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const text = await readText(file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SeedError(`${file} is not valid JSON: ${messageOf(error)}`);
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    throw new SeedError(
      `${file} is not what cdk synth writes: ${z
        .prettifyError(result.error)
        .replaceAll('\n', ' ')}`,
    );
  }
  return result.data;
}

/** The text of a file of the assembly. */
export async function readText(file: string): Promise<string> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    throw new SeedError(`${file} cannot be read: ${messageOf(error)}`);
  }
}
