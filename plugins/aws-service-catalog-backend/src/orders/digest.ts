import { createHash } from 'node:crypto';
import { JsonValue } from '@backstage/types';

/**
 * The parts of an order that are frozen when it is placed, with what each is called after "has changed: ". An approval binds to all
 * of them, and nothing is launched once one of them has changed.
 */
export const digestPartNames = {
  kind: 'kind',
  target: 'target',
  owner: 'owner',
  product: 'product',
  version: 'version',
  portfolio: 'portfolio',
  provisionedProduct: 'provisioned product',
  launchRole: 'launch role',
  launchForm: 'parameters and rules of the version',
  tagOptions: 'TagOptions',
  parameters: 'parameter values',
  tags: 'tags',
  policy: 'approval policy',
  estimate: 'expected cost',
  replacements: 'what AWS replaces',
  details: 'what is done',
} as const;

/** The name of a part. */
export type DigestPart = keyof typeof digestPartNames;

/** SHA-256, in hexadecimal, of each part. */
export type PartDigests = Readonly<
  Record<Exclude<DigestPart, 'details'>, string> & {
    /** Orders of earlier versions of the plugin have none. */
    details?: string;
  }
>;

/**
 * Writes JSON in one way only: keys sorted, absent ones left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(one => canonicalJson(one ?? null)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** SHA-256 of a value's canonical JSON, in hexadecimal. */
export function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/**
 * Digests the parts one by one, so that a difference can be named later without keeping what it was.
 */
export function digestParts(
  parts: Record<DigestPart, JsonValue | undefined>,
): PartDigests {
  return Object.fromEntries(
    Object.keys(digestPartNames).map(name => [
      name,
      sha256(parts[name as DigestPart] ?? null),
    ]),
  ) as PartDigests;
}

/** The digest of a whole order. */
export function orderDigest(parts: PartDigests): string {
  return sha256(parts);
}

/**
 * What differs between two times.
 */
export function changedParts(
  before: PartDigests,
  now: PartDigests,
): DigestPart[] {
  const names = Object.keys(digestPartNames) as DigestPart[];
  const none = sha256(null);
  return names.filter(name => (before[name] ?? none) !== (now[name] ?? none));
}
