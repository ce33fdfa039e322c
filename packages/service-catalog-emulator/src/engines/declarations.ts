import { Template } from '../cloudformation/template';
import { EngineDeclaration, EngineParameter } from '../state/entities';
import { hclBlocks, HclBlock, hclText } from './hcl';
import { tarFiles } from './tarFiles';

/**
 * What AWS's reference engine would read from a version: the variables of the Terraform files at the root of a
 * `.tar.gz` archive, where files whose names end with `override.tf` come last. Of anything else, which other
 * engines understand, nothing is known.
 */
export function readDeclaration(artifact: Buffer): EngineDeclaration {
  const files = [
    ...tarFiles(artifact, name => /^[^/]+\.tf$/.test(name)).entries(),
  ].sort(([a], [b]) => rank(a) - rank(b));
  const parameters = new Map<string, EngineParameter>();
  const outputs = new Map<string, { key: string; description?: string }>();
  for (const block of files.flatMap(([, text]) => hclBlocks(text))) {
    const { type, label: key } = block;
    if (key !== undefined && type === 'variable') {
      parameters.set(key, {
        ...(parameters.get(key) ?? { key, type: '' }),
        ...parameterOf(block),
      });
    } else if (key !== undefined && type === 'output') {
      outputs.set(key, { key, description: textOf(block, 'description') });
    }
  }
  return {
    parameters: [...parameters.values()],
    outputs: [...outputs.values()],
  };
}

/** A declaration in the form of a template, without anything that only CloudFormation knows. */
export function templateOf({
  parameters,
  outputs,
}: EngineDeclaration): Template {
  return {
    parameters: Object.fromEntries(
      parameters.map(({ key, type, defaultValue, description, isNoEcho }) => [
        key,
        {
          type,
          default: defaultValue,
          description,
          noEcho: isNoEcho ?? false,
          allowedValues: [],
        },
      ]),
    ),
    rules: {},
    declaredRules: {},
    mappings: {},
    conditions: {},
    resources: {},
    outputs: Object.fromEntries(
      outputs.map(({ key, description }) => [key, { value: '', description }]),
    ),
  };
}

function rank(file: string): number {
  return file.endsWith('override.tf') ? 1 : 0;
}

function parameterOf(block: HclBlock): Partial<EngineParameter> {
  const declared: Partial<EngineParameter> = {
    type: textOf(block, 'type'),
    defaultValue: textOf(block, 'default'),
    description: textOf(block, 'description'),
    isNoEcho:
      block.arguments.sensitive === undefined
        ? undefined
        : block.arguments.sensitive === 'true',
  };
  return Object.fromEntries(
    Object.entries(declared).filter(([, value]) => value !== undefined),
  );
}

function textOf(block: HclBlock, name: string): string | undefined {
  const expression = block.arguments[name];
  return expression === undefined || expression === 'null'
    ? undefined
    : hclText(expression);
}
