import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * What remains of a secret after it was wiped: enough to recognise it in a text, not enough to tell it.
 */
export type SecretTrace = {
  parameter: string;
  /** In UTF-16 units. */
  length: number;
  /** HMAC-SHA-256 of the value, in hexadecimal, by a key of its own. */
  fingerprint: string;
};

/**
 * What fingerprints the secrets of one order: 32 random bytes in base64. It is stored encrypted, so that the encryption keys can
 * be replaced and the fingerprints stay.
 */
export function createTraceKey(): string {
  return randomBytes(32).toString('base64');
}

/**
 * A function that fingerprints texts.
 *
 * @param traceKey - of the order
 */
export function createFingerprinter(
  traceKey: string,
  parameter: string,
): (text: string) => string {
  const key = Buffer.from(
    hkdfSync('sha256', Buffer.from(traceKey, 'base64'), '', parameter, 32),
  );
  return text => createHmac('sha256', key).update(text).digest('hex');
}

/** What a secret is recognised by. */
export function traceSecret(
  traceKey: string,
  parameter: string,
  value: string,
): SecretTrace {
  const fingerprint = createFingerprinter(traceKey, parameter)(value);
  return { parameter, length: value.length, fingerprint };
}
