import { createHash } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A digest of the parts; the same parts give the same digest on every machine. */
export function digest(...parts: string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** The first `length` characters (at most 32) of a lower-case alphanumeric digest. */
export function alphanumericDigest(length: number, ...parts: string[]): string {
  const bytes = digest(...parts);
  let text = '';
  for (let index = 0; index < length; index++) {
    text += ALPHABET[bytes[index] % ALPHABET.length];
  }
  return text;
}

/** The first `length` characters (at most 64) of a hexadecimal digest. */
export function hexDigest(length: number, ...parts: string[]): string {
  return digest(...parts)
    .toString('hex')
    .slice(0, length);
}

/** A string in the form of a UUID, derived from the parts. */
export function uuidDigest(...parts: string[]): string {
  const hex = hexDigest(32, ...parts);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The prefixes of AWS Service Catalog's identifiers; `lpv3` is a launch path. */
export type IdPrefix =
  | 'port'
  | 'prod'
  | 'prodview'
  | 'pa'
  | 'cons'
  | 'tag'
  | 'pp'
  | 'rec'
  | 'plan'
  | 'act'
  | 'lpv3'
  | 'share'
  | 'copyproduct';

/**
 * Hands out identifiers that depend only on the seed and on how many were handed out before, so
 * that the same calls give the same ids in every run.
 */
export class IdGenerator {
  constructor(readonly seed: string, private counter: number = 0) {}

  /** How many ids were handed out; a snapshot keeps it so that none is handed out twice. */
  get count(): number {
    return this.counter;
  }

  /** Continues after a restored snapshot. */
  resume(counter: number): void {
    this.counter = counter;
  }

  /** A new id such as `pp-4h2k9d0s7a1bc`. */
  next(prefix: IdPrefix): string {
    this.counter += 1;
    return `${prefix}-${alphanumericDigest(
      13,
      this.seed,
      prefix,
      String(this.counter),
    )}`;
  }

  /** An id that the name alone decides, for things that a seed declares again at every start. */
  named(prefix: IdPrefix, ...name: string[]): string {
    return `${prefix}-${alphanumericDigest(13, this.seed, prefix, ...name)}`;
  }

  /** A new UUID. */
  uuid(): string {
    this.counter += 1;
    return uuidDigest(this.seed, 'uuid', String(this.counter));
  }
}
