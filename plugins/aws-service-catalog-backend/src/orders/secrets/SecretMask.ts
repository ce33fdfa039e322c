import { createFingerprinter, SecretTrace } from './traces';

const MASK = '***';
const WITHHELD =
  '(withheld: the key to check it for secret parameters is no longer configured)';

// What AWS reports is short; what is longer is cut before it costs time.
const MAX_LENGTH = 10_000;

// A shorter secret would tear any text apart, so it is looked for as a whole word only.
const SHORT = 4;

type Known = { length: number; isSecret: (text: string) => boolean };

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function findSecret(text: string, from: number, known: Known): number {
  for (let at = from; at + known.length <= text.length; at++) {
    const end = at + known.length;
    const isCandidate =
      known.length >= SHORT ||
      (!isWordPart(text[at - 1]) && !isWordPart(text[end]));
    if (isCandidate && known.isSecret(text.slice(at, end))) {
      return at;
    }
  }
  return -1;
}

/**
 * Finds the secrets of orders in texts of AWS, even after their values were wiped, by their fingerprints.
 */
export class SecretMask {
  private readonly known: readonly Known[] | undefined;

  /**
   * @param traces - each with the trace key of its order; without one nothing can be recognised, and everything is taken for secret
   */
  constructor(traces: readonly (SecretTrace & { traceKey?: string })[]) {
    this.known = traces.every(({ traceKey }) => traceKey !== undefined)
      ? traces
          .filter(({ length }) => length > 0)
          .map(({ traceKey = '', parameter, length, fingerprint }) => {
            const toFingerprint = createFingerprinter(traceKey, parameter);
            return {
              length,
              isSecret: (text: string) => toFingerprint(text) === fingerprint,
            };
          })
      : undefined;
  }

  /** Replaces every secret in a text. */
  mask(text: string): string {
    if (!this.known) {
      return WITHHELD;
    }
    return this.known.reduce((masked, known) => {
      let result = '';
      let from = 0;
      for (
        let at = findSecret(masked, 0, known);
        at >= 0;
        at = findSecret(masked, from, known)
      ) {
        result += masked.slice(from, at) + MASK;
        from = at + known.length;
      }
      return result + masked.slice(from);
    }, text.slice(0, MAX_LENGTH));
  }

  /** Whether a text holds a secret. */
  reveals(text: string): boolean {
    return (
      !this.known || this.known.some(known => findSecret(text, 0, known) >= 0)
    );
  }
}
