import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { findMistakes } from './findMistakes';
import { Organization, organizationSchema } from './organization';

/** The configuration cannot be used. The message names each key that is wrong. */
export class ConfigError extends Error {
  name = 'ConfigError';
}

/**
 * Reads the configuration file, the only one.
 *
 * @param file - path of a YAML file
 * @param products - keys of the products that there are
 * @throws ConfigError naming the file and every key that is wrong
 */
export function readOrganization(
  file: string,
  products: readonly string[],
): Organization {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${error}`);
  }
  return checkOrganization(content, products, file);
}

/**
 * Checks what a configuration file holds.
 *
 * @param source - where it comes from, for the message
 * @throws ConfigError naming every key that is wrong
 */
export function checkOrganization(
  content: unknown,
  products: readonly string[],
  source: string = 'organization.yaml',
): Organization {
  const result = organizationSchema.safeParse(content);
  if (!result.success) {
    throw problem(
      source,
      result.error.issues.flatMap(issue => lines(issue)),
    );
  }
  const mistakes = findMistakes(result.data, products);
  if (mistakes.length > 0) {
    throw problem(source, mistakes);
  }
  return result.data;
}

function problem(source: string, messages: string[]): ConfigError {
  return new ConfigError(
    `${source} is not valid:\n${messages.map(line => `- ${line}`).join('\n')}`,
  );
}

function lines(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      name => `${pathOf([...issue.path, name])}: there is no such key`,
    );
  }
  return [`${pathOf(issue.path)}: ${issue.message}`];
}

/** Such as `portfolios.networking.shares[0].account`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') {
      return `${text}[${part}]`;
    }
    return text ? `${text}.${String(part)}` : String(part);
  }, '');
}
