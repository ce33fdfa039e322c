import { randomBytes } from 'node:crypto';
import { SecretBox } from './SecretBox';
import { SecretMask } from './SecretMask';
import { createTraceKey, traceSecret } from './traces';

const old = { id: '2025', secret: randomBytes(32) };
const current = { id: '2026', secret: randomBytes(32) };
const binding = { orderId: 'order-1', parameter: 'MasterUserPassword' };

describe('SecretBox', () => {
  const box = new SecretBox([current, old]);

  it('opens what it sealed, and what an older key sealed', () => {
    const sealed = box.seal('s3cret-ä', binding);
    expect(sealed.keyId).toBe('2026');
    expect(Buffer.from(sealed.sealed, 'base64').toString()).not.toContain('s3');
    expect(box.open(sealed, binding)).toBe('s3cret-ä');
    const before = new SecretBox([old]).seal('older', binding);
    expect(box.open(before, binding)).toBe('older');
  });

  it('never writes the same value twice in the same way', () => {
    expect(box.seal('same', binding).sealed).not.toBe(
      box.seal('same', binding).sealed,
    );
    const [one, other] = [createTraceKey(), createTraceKey()];
    expect(traceSecret(one, 'Password', 'same')).not.toEqual(
      traceSecret(other, 'Password', 'same'),
    );
    expect(traceSecret(one, 'Password', 'same').fingerprint).not.toBe(
      traceSecret(one, 'Token', 'same').fingerprint,
    );
  });

  it.each([
    ['altered', (sealed: string) => `${sealed.slice(0, -4)}AAAA`, binding],
    [
      'moved to another order',
      (sealed: string) => sealed,
      { ...binding, orderId: 'order-2' },
    ],
    [
      'moved to another parameter',
      (sealed: string) => sealed,
      { ...binding, parameter: 'Name' },
    ],
  ])('refuses a value that was %s', (_, alter, where) => {
    const { keyId, sealed } = box.seal('a long enough secret', binding);
    expect(() => box.open({ keyId, sealed: alter(sealed) }, where)).toThrow(
      "the key '2026' in awsServiceCatalog.secrets.keys is not the one that they were encrypted with",
    );
  });

  it('names the key that is missing', () => {
    const sealed = box.seal('value', binding);
    expect(() => new SecretBox([old]).open(sealed, binding)).toThrow(
      "the key '2026' is not in awsServiceCatalog.secrets.keys",
    );
    expect(new SecretBox([]).canSeal).toBe(false);
    expect(() => new SecretBox([]).seal('value', binding)).toThrow(
      'No key in awsServiceCatalog.secrets.keys',
    );
  });
});

describe('SecretMask', () => {
  const traceKey = createTraceKey();
  const maskOf = (...values: string[]) =>
    new SecretMask(
      values.map((value, index) => ({
        traceKey,
        ...traceSecret(traceKey, `P${index}`, value),
      })),
    );

  it.each([
    {
      reason: 'everywhere in a text, once the values themselves are gone',
      secrets: ['hunter22'],
      text: "Invalid: 'hunter22' (hunter22hunter22)",
      masked: "Invalid: '***' (******)",
    },
    {
      reason: 'each of several',
      secrets: ['hunter22', 'päss wörd'],
      text: 'päss wörd, hunter22',
      masked: '***, ***',
    },
    {
      reason: 'a short one as a whole word only',
      secrets: ['in'],
      text: 'Invalid value in "in".',
      masked: 'Invalid value *** "***".',
    },
    {
      reason: 'an empty one nowhere',
      secrets: [''],
      text: 'nothing',
      masked: 'nothing',
    },
  ])('hides $reason', async ({ secrets, text, masked }) => {
    expect(await maskOf(...secrets).mask(text)).toBe(masked);
    expect(await maskOf(...secrets).reveals(text)).toBe(text !== masked);
  });

  it('hides everything when the key is gone', async () => {
    const mask = new SecretMask([traceSecret(traceKey, 'P', 'hunter22')]);
    expect(await mask.mask('harmless')).toMatch(/^\(withheld/);
    expect(await mask.reveals('harmless')).toBe(true);
  });

  describe('with much to look through', () => {
    const secrets = Array.from({ length: 50 }, (_, i) => `secret-${i}-value`);
    const textOf = (index: number) =>
      `${index}: Resource handler returned: '${
        secrets[index % 50]
      }' is invalid. ${'It is not what this needs. '.repeat(2)}`;

    /** How often others had their turn while something was done. */
    async function countTurns(work: () => Promise<unknown>): Promise<number> {
      let turns = 0;
      let timer: NodeJS.Immediate;
      const turn = () => {
        turns += 1;
        timer = setImmediate(turn);
      };
      timer = setImmediate(turn);
      await work();
      clearImmediate(timer);
      return turns;
    }

    it('leaves turns to others, however many texts it is given at once', async () => {
      const mask = maskOf(...secrets);
      const texts = Array.from({ length: 20 }, (_, index) => textOf(index));
      let masked: string[] = [];
      const turns = await countTurns(async () => {
        masked = await Promise.all(texts.map(text => mask.mask(text)));
      });
      expect(masked[3]).toContain("'***' is invalid");
      // 20 texts with about 120 places for each of 50 secrets are 110,000 comparisons, 2,000 at once.
      expect(turns).toBeGreaterThan(40);
      expect(
        await countTurns(() => mask.reveals('harmless '.repeat(20))),
      ).toBeGreaterThan(0);
    });

    it('looks through each text once', async () => {
      const once = await countTurns(() => maskOf(...secrets).mask(textOf(1)));
      const mask = maskOf(...secrets);
      const events = Array.from({ length: 5_000 }, () => textOf(1));
      const often = await countTurns(() =>
        Promise.all(events.map(text => mask.mask(text))),
      );
      expect(once).toBeGreaterThan(0);
      expect(often).toBeLessThanOrEqual(once + 1);
    });
  });
});
