import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseTemplate, Template } from '../cloudformation/template';
import { messageOf } from '../errors';
import { CloudAssets } from './CloudAssets';
import { readJson, readText } from './readJson';
import { SeedError } from './SeedError';
import { SeedFile } from './SeedFile';

const MANIFEST = 'manifest.json';
const UNKNOWN = /^unknown-/;

const artifactSchema = z.object({
  type: z.string(),
  environment: z.string().optional(),
  dependencies: z.array(z.string()).optional(),
  properties: z
    .object({
      templateFile: z.string().optional(),
      stackName: z.string().optional(),
      parameters: z.record(z.string(), z.string()).optional(),
      file: z.string().optional(),
      directoryName: z.string().optional(),
    })
    .optional(),
});

const manifestSchema = z.object({
  version: z.string(),
  artifacts: z.record(z.string(), artifactSchema).optional(),
});

type Artifact = z.infer<typeof artifactSchema>;

/** What a cloud assembly holds to seed from. */
export interface CloudAssembly {
  /** Its stacks, those that others depend on first. */
  files: SeedFile[];
  /** Stacks that are left out, one sentence each. */
  warnings: string[];
}

/** Whether the folder is what `cdk synth` writes. */
export function isCloudAssembly(folder: string): boolean {
  return existsSync(path.join(folder, MANIFEST));
}

/**
 * Reads the stacks of a `cdk.out` folder, of its nested assemblies (stages) too: those that hold
 * Service Catalog resources or nest stacks, and those they depend on. Their assets are files.
 *
 * @throws SeedError naming what is damaged or missing
 */
export async function readCloudAssembly(
  folder: string,
): Promise<CloudAssembly> {
  const manifest = await readJson(path.join(folder, MANIFEST), manifestSchema);
  const artifacts = manifest.artifacts ?? {};
  const assets = new CloudAssets();
  const assembly: CloudAssembly = { files: [], warnings: [] };
  for (const { type, properties } of Object.values(artifacts)) {
    if (type === 'cdk:asset-manifest' && properties?.file) {
      await assets.read(folder, properties.file);
    } else if (type === 'cdk:cloud-assembly' && properties?.directoryName) {
      const nested = await readCloudAssembly(
        path.join(folder, properties.directoryName),
      );
      assembly.files.push(...nested.files);
      assembly.warnings.push(...nested.warnings);
    }
  }
  const stacks = new Map<string, { artifact: Artifact; file: SeedFile }>();
  for (const [id, artifact] of Object.entries(artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack') {
      stacks.set(id, {
        artifact,
        file: await readStack(folder, id, artifact, assets),
      });
    }
  }
  const wanted = new Set<string>();
  const want = (id: string) => {
    const stack = stacks.get(id);
    if (stack && !wanted.has(id)) {
      (stack.artifact.dependencies ?? []).forEach(want);
      wanted.add(id);
    }
  };
  for (const [id, { file }] of stacks) {
    if (isWorthSeeding(file)) {
      want(id);
    }
  }
  assembly.files.push(...[...wanted].map(id => stacks.get(id)!.file));
  assembly.warnings.push(
    ...[...stacks]
      .filter(([id]) => !wanted.has(id))
      .map(
        ([id]) =>
          `${id}: no AWS::ServiceCatalog resources, and no stack that has some depends on it; left out`,
      ),
  );
  return assembly;
}

async function readStack(
  folder: string,
  id: string,
  { environment, properties }: Artifact,
  assets: CloudAssets,
): Promise<SeedFile> {
  if (!properties?.templateFile) {
    throw new SeedError(`${folder}: stack ${id} has no templateFile`);
  }
  const [, account, region] =
    /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
  return {
    name: properties.stackName ?? id,
    text: await readText(path.join(folder, properties.templateFile)),
    folder,
    parameters: properties.parameters ?? {},
    accountId: account && !UNKNOWN.test(account) ? account : undefined,
    region: region && !UNKNOWN.test(region) ? region : undefined,
    assets,
  };
}

function isWorthSeeding({ name, text }: SeedFile): boolean {
  let template: Template;
  try {
    template = parseTemplate(text);
  } catch (error) {
    throw new SeedError(`${name}: ${messageOf(error)}`);
  }
  return Object.values(template.resources).some(
    ({ type }) =>
      type.startsWith('AWS::ServiceCatalog::') ||
      type === 'AWS::CloudFormation::Stack',
  );
}
