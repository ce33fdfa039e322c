import { request } from 'node:http';
import { callRaw, startEmulator } from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, seedTemplate } from '../__testUtils__/seeds';
import { RunningEmulator } from '../createEmulator';

async function control(
  { url }: RunningEmulator,
  method: string,
  path: string,
  body?: unknown,
) {
  const response = await fetch(`${url}/_emulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
}

/** Status of a request with headers that fetch does not let one set. */
function statusWith(
  { url }: RunningEmulator,
  headers: { [name: string]: string },
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/_emulator/health`, { headers }, response => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

const create = (emulator: RunningEmulator, DisplayName: string) =>
  callRaw(emulator, 'CreatePortfolio', {
    DisplayName,
    ProviderName: 'x',
    IdempotencyToken: DisplayName,
  });

describe('the control API', () => {
  it('advances the clock', async () => {
    const emulator = await startEmulator();
    const before = emulator.clock.now();
    expect(
      await control(emulator, 'POST', 'clock/advance', { seconds: 1.5 }),
    ).toEqual({ status: 200, body: { now: before + 1500 } });
    expect(emulator.clock.now()).toBe(before + 1500);
    expect(await control(emulator, 'GET', 'health')).toEqual({
      status: 200,
      body: { status: 'ok', now: before + 1500 },
    });
  });

  it('puts faults into force and lifts them', async () => {
    const emulator = await startEmulator();
    const fault = { kind: 'throttle', operation: 'ListPortfolios', count: 5 };
    expect(await control(emulator, 'POST', 'faults', fault)).toEqual({
      status: 201,
      body: [fault],
    });
    const { body } = await callRaw(emulator, 'ListPortfolios', {});
    expect(body.__type).toBe('ThrottlingException');
    expect((await control(emulator, 'GET', 'faults')).body).toEqual([
      { ...fault, count: 4 },
    ]);
    await control(emulator, 'DELETE', 'faults');
    expect((await callRaw(emulator, 'ListPortfolios', {})).status).toBe(200);
  });

  it('counts calls, and lists them on demand', async () => {
    const emulator = await startEmulator();
    await callRaw(emulator, 'ListPortfolios', {}, { region: 'eu-west-1' });
    expect((await control(emulator, 'GET', 'calls')).body).toEqual({
      counts: { '123456789012': { ListPortfolios: 1 } },
    });
    expect((await control(emulator, 'GET', 'calls?log')).body.log).toEqual([
      {
        operation: 'ListPortfolios',
        accountId: '123456789012',
        region: 'eu-west-1',
        time: emulator.clock.now(),
        wallTime: expect.any(Number),
      },
    ]);
    await control(emulator, 'DELETE', 'calls');
    expect((await control(emulator, 'GET', 'calls')).body.counts).toEqual({});
  });

  it('resets to the seeds, with the same ids', async () => {
    const emulator = await startEmulator({
      templates: { 'bucket.yaml': BUCKET_TEMPLATE },
      seeds: [
        {
          template: seedTemplate({
            Storage: { products: { Bucket: 'bucket.yaml' } },
          }),
        },
      ],
    });
    const seeded = (await control(emulator, 'GET', 'state')).body;
    expect(seeded.accounts).toMatchObject([
      { accountId: '123456789012', portfolios: [{ displayName: 'Storage' }] },
    ]);
    await create(emulator, 'More');
    emulator.faults.add({ kind: 'http500' });
    expect((await control(emulator, 'POST', 'reset')).status).toBe(204);
    const { now, accounts } = (await control(emulator, 'GET', 'state')).body;
    const withoutTokens = ({ tokens, ...account }: { tokens: unknown }) =>
      account;
    expect(accounts.map(withoutTokens)).toEqual(
      seeded.accounts.map(withoutTokens),
    );
    expect(now).toBe(seeded.now);
    expect(emulator.faults.list()).toEqual([]);
    expect(emulator.calls.count()).toBe(0);
  });

  it.each([
    ['clock/advance', { seconds: -1 }, 'seconds'],
    ['clock/advance', {}, 'seconds'],
    ['faults', { kind: 'earthquake' }, 'kind'],
    ['faults', { kind: 'throttle', acount: '1' }, 'acount'],
    ['faults', { kind: 'throttle', account: '1' }, 'account'],
    ['faults', { kind: 'slow' }, 'delayMilliseconds'],
  ])('refuses POST %s %j, naming the member', async (path, body, name) => {
    const emulator = await startEmulator();
    const answer = await control(emulator, 'POST', path, body);
    expect(answer).toEqual({
      status: 400,
      body: { error: expect.stringContaining(name) },
    });
  });

  it('knows no other paths', async () => {
    const emulator = await startEmulator();
    expect((await control(emulator, 'GET', 'nonsense')).status).toBe(404);
  });

  it('refuses requests from other hosts and origins', async () => {
    const emulator = await startEmulator();
    const { host, port } = new URL(emulator.url);
    expect(await statusWith(emulator, {})).toBe(200);
    expect(await statusWith(emulator, { host: `localhost:${port}` })).toBe(200);
    expect(await statusWith(emulator, { origin: `http://${host}` })).toBe(200);
    const foreign: { [name: string]: string }[] = [
      { host: `attacker.test:${port}` },
      { host: '127.0.0.1:1' },
      { origin: 'https://attacker.test' },
      { origin: 'null' },
    ];
    for (const headers of foreign) {
      expect([headers, await statusWith(emulator, headers)]).toEqual([
        headers,
        403,
      ]);
    }
  });
});
