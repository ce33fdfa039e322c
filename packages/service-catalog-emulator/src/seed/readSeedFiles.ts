import { promises as fs } from 'node:fs';
import path from 'node:path';
import { parseTemplate } from '../cloudformation/template';
import { messageOf } from '../errors';
import { isCloudAssembly, readCloudAssembly } from './readCloudAssembly';
import { SeedError } from './SeedError';
import { SeedFile } from './SeedFile';

const EXTENSIONS = ['.json', '.yaml', '.yml', '.template'];

/** The templates of a seed, and what is said about those that are left out. */
export interface SeedFiles {
  files: SeedFile[];
  warnings: string[];
}

/**
 * Reads a template, the stacks of a `cdk.out` folder, or the templates of a folder that hold Service Catalog resources. Templates of
 * a folder that cannot stand alone (a parameter has no default) are left to those that nest them.
 */
export async function readSeedFiles(location: string): Promise<SeedFiles> {
  const absolute = path.resolve(location);
  let isFolder: boolean;
  try {
    isFolder = (await fs.stat(absolute)).isDirectory();
  } catch {
    throw new SeedError(`There is no file or folder ${location} to seed from`);
  }
  if (!isFolder) {
    return { files: [await readSeedFile(absolute)], warnings: [] };
  }
  if (isCloudAssembly(absolute)) {
    return required(location, await readCloudAssembly(absolute));
  }
  const names = (await fs.readdir(absolute))
    .filter(name => EXTENSIONS.includes(path.extname(name)))
    .sort();
  const files = await Promise.all(
    names.map(name => readSeedFile(path.join(absolute, name))),
  );
  return required(location, { files: files.filter(isSeed), warnings: [] });
}

function required(location: string, seeds: SeedFiles): SeedFiles {
  if (seeds.files.length === 0) {
    throw new SeedError(
      `The folder ${location} has no template with AWS::ServiceCatalog resources`,
    );
  }
  return seeds;
}

async function readSeedFile(file: string): Promise<SeedFile> {
  return {
    name: path.basename(file, path.extname(file)),
    text: await fs.readFile(file, 'utf8'),
    folder: path.dirname(file),
  };
}

function isSeed({ text, name }: SeedFile): boolean {
  if (!text.includes('AWS::ServiceCatalog::')) {
    return false;
  }
  try {
    const { parameters, resources } = parseTemplate(text);
    return (
      Object.values(resources).some(({ type }) =>
        type.startsWith('AWS::ServiceCatalog::'),
      ) &&
      Object.values(parameters).every(
        parameter => parameter.default !== undefined,
      )
    );
  } catch (error) {
    throw new SeedError(`${name}: ${messageOf(error)}`);
  }
}
