import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createEmulator,
  EmulatorOptions,
  RunningEmulator,
} from '../createEmulator';

/** Where test templates live, as far as the API is concerned. */
export const TEMPLATE_BASE = 'https://templates.test/';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

/** A folder that is gone after the test. */
export async function temporaryFolder(
  files: { [name: string]: string | Buffer } = {},
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'emulator-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

/** An emulator with a manual clock, closed after the test. */
export async function startEmulator({
  templates = {},
  ...options
}: EmulatorOptions & {
  /** Templates and other versions, found at {@link TEMPLATE_BASE} plus their name. */
  templates?: { [name: string]: string | Buffer };
} = {}): Promise<RunningEmulator> {
  const folder = await temporaryFolder(templates);
  const emulator = await createEmulator({
    clock: { mode: 'manual', start: Date.UTC(2026, 0, 5, 9, 0, 0, 123) },
    templateBases: { [TEMPLATE_BASE]: folder },
    ...options,
  });
  cleanups.push(() => emulator.close());
  return emulator;
}

/** An answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  body: { [member: string]: unknown };
}

/** Sends a request as an SDK would, but without an SDK. */
export async function callRaw(
  { url }: RunningEmulator,
  operation: string,
  input: unknown,
  {
    accessKeyId = 'test',
    region = 'us-east-1',
    headers = {},
  }: {
    accessKeyId?: string;
    region?: string;
    headers?: { [name: string]: string };
  } = {},
): Promise<RawAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWS242ServiceCatalogService.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260105/${region}/servicecatalog/aws4_request, SignedHeaders=host, Signature=00`,
      ...headers,
    },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  };
}
