import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** What a secret belongs to. It opens nowhere else. */
export type SecretBinding = { orderId: string; parameter: string };

/** An encrypted value and the key that opens it. */
export type SealedValue = {
  keyId: string;
  /** Base64 of nonce (12 bytes), authentication tag (16 bytes) and cipher text. */
  sealed: string;
};

/** A secret cannot be decrypted. Its message begins in lower case, to end a sentence with. */
export class SecretUnreadableError extends Error {
  readonly name = 'SecretUnreadableError';
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function additionalData(binding: SecretBinding): Buffer {
  return Buffer.from(JSON.stringify([binding.orderId, binding.parameter]));
}

/**
 * Encrypts secret parameters while an order waits to be sent: AES-256-GCM, bound to order and parameter.
 *
 * The first key encrypts; every key opens what it sealed, so that keys can be rotated.
 */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly sealingKeyId: string | undefined;

  /** @param keys - 32 bytes each */
  constructor(keys: readonly { id: string; secret: Buffer }[]) {
    this.keys = new Map(keys.map(({ id, secret }) => [id, secret]));
    this.sealingKeyId = keys[0]?.id;
  }

  /** Whether there is a key to encrypt with. */
  get canSeal(): boolean {
    return this.sealingKeyId !== undefined;
  }

  /** @throws Error when no key is configured */
  seal(value: string, binding: SecretBinding): SealedValue {
    const { id, key } = this.sealingKey();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(additionalData(binding));
    const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text]);
    return { keyId: id, sealed: sealed.toString('base64') };
  }

  /** @throws SecretUnreadableError when the key is gone, or the value was altered or belongs elsewhere */
  open(value: SealedValue, binding: SecretBinding): string {
    const bytes = Buffer.from(value.sealed, 'base64');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.key(value.keyId),
      bytes.subarray(0, NONCE_BYTES),
    );
    decipher.setAAD(additionalData(binding));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      throw new SecretUnreadableError(
        `the key '${value.keyId}' in awsServiceCatalog.secrets.keys is not the one that they were encrypted with`,
      );
    }
  }

  /** The ids of all keys. */
  get keyIds(): string[] {
    return [...this.keys.keys()];
  }

  /** The id of the key that encrypts; undefined when there is none. */
  get currentKeyId(): string | undefined {
    return this.sealingKeyId;
  }

  private sealingKey(): { id: string; key: Buffer } {
    if (this.sealingKeyId === undefined) {
      throw new Error('No key in awsServiceCatalog.secrets.keys');
    }
    return { id: this.sealingKeyId, key: this.key(this.sealingKeyId) };
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) {
      throw new SecretUnreadableError(
        `the key '${id}' is not in awsServiceCatalog.secrets.keys`,
      );
    }
    return key;
  }
}
