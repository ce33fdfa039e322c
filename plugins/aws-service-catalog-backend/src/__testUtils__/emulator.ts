import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClockOptions,
  createEmulator,
  RunningEmulator,
} from 'service-catalog-emulator';
import { SeededProduct, seedTemplate } from './seed';

const TEMPLATES_URL = 'https://templates.example/';

/** The accounts of the test targets. */
export const accountIds = {
  sandbox: '111111111111',
  production: '222222222222',
};

/** The access key id of a second user of the sandbox's account, without access to portfolios. */
export const ANOTHER_USER = 'another-user';

/** An emulator whose time stands still, unless it was started with another clock. */
export type TestEmulator = RunningEmulator & {
  /** Adds products to a target's account, or changes them. */
  seedProducts(
    target: keyof typeof accountIds,
    products: SeededProduct[],
  ): Promise<void>;
};

/** For a client of the SDK: what the portal did not do in the sandbox's account is done with it. */
export function sandboxClientConfig({ url }: Pick<TestEmulator, 'url'>) {
  return {
    region: 'eu-central-1',
    endpoint: url,
    credentials: {
      accessKeyId: accountIds.sandbox,
      secretAccessKey: 'not-a-secret',
    },
  };
}

/** Starts an emulator with products by target. */
export async function startEmulator(
  products: Partial<Record<keyof typeof accountIds, SeededProduct[]>> = {},
  clock: ClockOptions = {
    mode: 'manual',
    start: Date.parse('2026-11-01T00:00:00Z'),
  },
): Promise<TestEmulator> {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  const publish = (template: string | object) => {
    const text =
      typeof template === 'string' ? template : JSON.stringify(template);
    const name = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(folder, name), text);
    return `${TEMPLATES_URL}${name}`;
  };
  const source = (
    target: keyof typeof accountIds,
    seeded: SeededProduct[],
  ) => ({
    accountId: accountIds[target],
    region: 'eu-central-1',
    template: seedTemplate(seeded, publish),
  });
  const emulator = await createEmulator({
    clock,
    templateBases: { [TEMPLATES_URL]: folder },
    credentials: {
      [ANOTHER_USER]: `arn:aws:iam::${accountIds.sandbox}:user/another`,
    },
    // A template without resources is none.
    seeds: (['sandbox', 'production'] as const).flatMap(target => {
      const seeded = products[target];
      return seeded ? [source(target, seeded)] : [];
    }),
  });
  return {
    ...emulator,
    async seedProducts(target, seeded) {
      await emulator.seed(source(target, seeded));
    },
    async close() {
      await emulator.close();
      await rm(folder, { recursive: true });
    },
  };
}
