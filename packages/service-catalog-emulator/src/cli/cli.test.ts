import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '../__testUtils__/harness';
import { BUCKET_TEMPLATE, seedTemplate } from '../__testUtils__/seeds';
import { createEmulator } from '../createEmulator';
import { createProgram } from './parseOptions';

const BIN = path.resolve(__dirname, '../../bin/service-catalog-emulator');

jest.setTimeout(60_000);

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The first line of standard output, which must be JSON. */
async function ready(child: ChildProcess): Promise<{ url: string }> {
  for await (const line of createInterface(child.stdout!)) {
    return JSON.parse(line);
  }
  throw new Error('The emulator ended before it was ready');
}

async function output(child: ChildProcess) {
  const text = { stdout: '', stderr: '' };
  child.stdout!.on('data', chunk => {
    text.stdout += chunk;
  });
  child.stderr!.on('data', chunk => {
    text.stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { ...text, code };
}

it('says where it listens, serves what it is told to, and saves when it is stopped', async () => {
  const folder = await temporaryFolder({
    'bucket.yaml': BUCKET_TEMPLATE,
    'seed.json': JSON.stringify(
      seedTemplate({ Storage: { products: { Bucket: 'bucket.yaml' } } }),
    ),
  });
  const snapshot = path.join(folder, 'snapshot.json');
  const child = run(
    ...['--port', '0', '--clock', 'manual', '--snapshot', snapshot],
    ...['--seed', `210987654321/eu-west-1=${path.join(folder, 'seed.json')}`],
    ...['--template-base', `https://templates.test/=${folder}`],
  );
  const { url } = await ready(child);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const state = await (await fetch(`${url}/_emulator/state`)).json();
  expect(state.accounts).toMatchObject([
    {
      accountId: '210987654321',
      region: 'eu-west-1',
      products: [{ name: 'Bucket' }],
    },
  ]);
  await fetch(`${url}/_emulator/clock/advance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"seconds":3600}',
  });
  child.kill('SIGTERM');
  const { code } = await output(child);
  expect(code).toBe(0);
  const [header] = (await readFile(snapshot, 'utf8')).split('\n');
  expect(JSON.parse(header).savedAt).toBe(state.now + 3_600_000);
});

it.each([
  [
    'a seed that is not there',
    ['--seed', '/nonexistent/seed.yaml'],
    'There is no file or folder /nonexistent/seed.yaml to seed from',
  ],
  ['a port that is none', ['--port', 'http'], 'It must be a number'],
  ['an unknown clock', ['--clock', 'sundial'], 'Allowed choices'],
  ['a speed of nothing', ['--speed', '0'], 'It must be a number above 0'],
  ['an unknown option', ['--sed', 'x'], 'unknown option'],
  [
    'a principal that is none',
    ['--credential', 'key=nobody'],
    "'nobody' is not the ARN",
  ],
])('refuses %s with a clear message', async (_, args, message) => {
  const { code, stdout, stderr } = await output(run('--port', '0', ...args));
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('    at ');
});

it('refuses a seed that is broken, naming file, resource and reason', async () => {
  const folder = await temporaryFolder({
    'seed.yaml': `
Resources:
  Bucket:
    Type: AWS::ServiceCatalog::CloudFormationProduct
    Properties:
      Name: Bucket
      Owner: Platform
      ProvisioningArtifactParameters:
        - Info: { LoadTemplateFromURL: missing.yaml }
`,
  });
  const { code, stderr } = await output(
    run('--port', '0', '--seed', path.join(folder, 'seed.yaml')),
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /seed: resource Bucket \(AWS::ServiceCatalog::CloudFormationProduct\): .*missing\.yaml/,
  );
});

it('refuses a damaged snapshot and does not touch it', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'snapshot.json');
  await writeFile(file, '{');
  const { code, stderr } = await output(run('--port', '0', '--snapshot', file));
  expect(code).toBe(1);
  expect(stderr).toContain('cannot be used: its first line is not valid JSON');
  expect(await readFile(file, 'utf8')).toBe('{');
});

it('refuses a busy port', async () => {
  const other = await createEmulator();
  try {
    const { port } = new URL(other.url);
    const { code, stderr } = await output(run('--port', port));
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use`);
  } finally {
    await other.close();
  }
});

it('warns of what a seed holds that is not emulated', async () => {
  const folder = await temporaryFolder({
    'seed.yaml': `
Resources:
  Portfolio:
    Type: AWS::ServiceCatalog::Portfolio
    Properties: { DisplayName: P, ProviderName: x }
  Notices:
    Type: AWS::SNS::Topic
`,
  });
  const child = run('--port', '0', '--seed', path.join(folder, 'seed.yaml'));
  await ready(child);
  child.kill('SIGINT');
  const { stderr } = await output(child);
  expect(stderr).toContain(
    'not emulated in stack seed, so that references to them get a made-up name: 1 AWS::SNS::Topic',
  );
});

it('has every option in the README', async () => {
  const readme = await readFile(
    path.resolve(__dirname, '../../README.md'),
    'utf8',
  );
  const documented = [...readme.matchAll(/^\| `(--[^`]+)`/gm)].map(
    ([, flags]) => flags,
  );
  expect(documented).toEqual(createProgram().options.map(({ flags }) => flags));
});
