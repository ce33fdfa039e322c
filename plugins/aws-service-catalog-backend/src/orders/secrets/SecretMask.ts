import { setImmediate as nextTurn } from 'node:timers/promises';
import { createFingerprinter, SecretTrace } from './traces';

const MASK = '***';
const WITHHELD =
  '(withheld: the key to check it for secret parameters is no longer configured)';

// What AWS reports is short; what is longer is cut before it costs time.
const MAX_LENGTH = 10_000;

// Each comparison costs a microsecond or two of the processor: after so many, others have their turn.
const COMPARISONS_AT_ONCE = 2_000;

// A shorter secret would tear any text apart, so it is looked for as a whole word only.
const SHORT = 4;

type Known = { length: number; isSecret: (text: string) => boolean };

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

/**
 * Finds the secrets of orders in texts of AWS, even after their values were wiped, by their fingerprints. A text that comes again
 * costs nothing, and long work leaves the event loop to others in between.
 */
export class SecretMask {
  private readonly known: readonly Known[] | undefined;
  private readonly masked = new Map<string, Promise<string>>();
  private comparisons = 0;
  private pause: Promise<void> | undefined;

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
  async mask(text: string): Promise<string> {
    const masked = this.masked.get(text) ?? this.maskNew(text);
    this.masked.set(text, masked);
    return masked;
  }

  /** Whether a text holds a secret. */
  async reveals(text: string): Promise<boolean> {
    for (const known of this.known ?? []) {
      if ((await this.find(text, 0, known)) >= 0) {
        return true;
      }
    }
    return !this.known;
  }

  private async maskNew(text: string): Promise<string> {
    if (!this.known) {
      return WITHHELD;
    }
    let masked = text.slice(0, MAX_LENGTH);
    for (const known of this.known) {
      let result = '';
      let from = 0;
      let at = await this.find(masked, 0, known);
      while (at >= 0) {
        result += masked.slice(from, at) + MASK;
        from = at + known.length;
        at = await this.find(masked, from, known);
      }
      masked = result + masked.slice(from);
    }
    return masked;
  }

  private async find(
    text: string,
    from: number,
    known: Known,
  ): Promise<number> {
    for (let at = from; at + known.length <= text.length; at++) {
      const end = at + known.length;
      const isCandidate =
        known.length >= SHORT ||
        (!isWordPart(text[at - 1]) && !isWordPart(text[end]));
      if (isCandidate) {
        this.countComparison();
        while (this.pause) {
          await this.pause;
        }
        if (known.isSecret(text.slice(at, end))) {
          return at;
        }
      }
    }
    return -1;
  }

  /** However many texts are looked through at the same time, they pause together. */
  private countComparison(): void {
    this.comparisons += 1;
    if (this.comparisons % COMPARISONS_AT_ONCE === 0) {
      this.pause = nextTurn().then(() => {
        this.pause = undefined;
      });
    }
  }
}
