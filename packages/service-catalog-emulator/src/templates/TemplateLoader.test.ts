import { createServer, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from '../__testUtils__/harness';
import { TemplateLoader } from './TemplateLoader';

const BUCKET = 'https://bucket.s3.amazonaws.com/';

async function loader(files: { [name: string]: string } = {}) {
  const folder = await temporaryFolder(files);
  return {
    folder,
    loader: new TemplateLoader({
      bases: { [BUCKET]: folder },
      allowedHosts: [],
    }),
  };
}

async function withServer(
  handler: RequestListener,
  use: (port: number) => Promise<void>,
) {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

async function textAt(
  subject: TemplateLoader,
  ...where: Parameters<TemplateLoader['load']>
): Promise<string> {
  return (await subject.load(...where)).toString('utf8');
}

describe('TemplateLoader', () => {
  it('reads mapped prefixes, the longest first', async () => {
    const { folder } = await loader({ 'a.yaml': 'outer' });
    const inner = await temporaryFolder({ 'a b.yaml': 'inner' });
    const mapped = new TemplateLoader({
      bases: { [BUCKET]: folder, [`${BUCKET}inner/`]: inner },
      allowedHosts: [],
    });
    expect(await textAt(mapped, `${BUCKET}a.yaml?versionId=1`)).toBe('outer');
    expect(await textAt(mapped, `${BUCKET}inner/a%20b.yaml`)).toBe('inner');
  });

  it('reads relative and file URLs only for seeds, within their folder', async () => {
    const { loader: subject, folder } = await loader({ 'a.yaml': 'text' });
    expect(await textAt(subject, 'a.yaml', folder)).toBe('text');
    expect(await textAt(subject, 'file:a.yaml', folder)).toBe('text');
    expect(await textAt(subject, `file://${folder}/a.yaml`, folder)).toBe(
      'text',
    );
    for (const url of ['a.yaml', `file://${folder}/a.yaml`]) {
      await expect(subject.load(url)).rejects.toMatchObject({
        code: 'InvalidParametersException',
      });
    }
  });

  it.each([
    `${BUCKET}../../../../../../etc/hostname`,
    `${BUCKET}%2e%2e/%2e%2e/%2e%2e/etc/hostname`,
    `${BUCKET}//etc/hostname`,
    `${BUCKET}%zz`,
    `${BUCKET}link`,
    `${BUCKET}missing.yaml`,
  ])('does not read %s', async url => {
    const { loader: subject, folder } = await loader();
    await symlink('/etc/hostname', path.join(folder, 'link'));
    await expect(subject.load(url)).rejects.toMatchObject({
      code: 'InvalidParametersException',
      message: expect.stringContaining(url),
    });
  });

  it.each([
    'https://example.com/a.yaml',
    'http://169.254.169.254/latest/meta-data',
    'https://127.0.0.1/a.yaml',
    'ftp://127.0.0.1/a.yaml',
    'http://localhost.example.com/a.yaml',
    'http://127.0.0.1@example.com/a.yaml',
  ])('does not fetch %s', async url => {
    const { loader: subject } = await loader();
    await expect(subject.load(url)).rejects.toMatchObject({
      message: expect.stringContaining('allowed hosts only'),
    });
  });

  it('fetches from loopback over HTTP, and from allowed hosts', async () => {
    const { loader: subject } = await loader();
    await withServer(
      (_, response) => response.end('text'),
      async port => {
        expect(await textAt(subject, `http://127.0.0.1:${port}/a.yaml`)).toBe(
          'text',
        );
        const allowing = new TemplateLoader({
          bases: {},
          allowedHosts: [`127.0.0.1:${port}`],
        });
        expect(await textAt(allowing, `http://127.0.0.1:${port}/`)).toBe(
          'text',
        );
      },
    );
  });

  it.each<[string, RequestListener, string]>([
    [
      'redirects',
      (_, response) =>
        response.writeHead(302, { location: 'https://example.com/' }).end(),
      'it answered 302',
    ],
    [
      'errors',
      (_, response) => response.writeHead(404).end(),
      'it answered 404',
    ],
    [
      'more than 1 MiB',
      (_, response) => response.end('x'.repeat(1024 * 1024 + 1)),
      'larger than 1 MiB',
    ],
    ['resets', request => request.socket.destroy(), 'cannot be loaded'],
  ])('refuses %s', async (_, handler, message) => {
    const { loader: subject } = await loader();
    await withServer(handler, async port => {
      await expect(
        subject.load(`http://127.0.0.1:${port}/a.yaml`),
      ).rejects.toMatchObject({ message: expect.stringContaining(message) });
    });
  });

  it('refuses files of more than 1 MiB', async () => {
    const { loader: subject } = await loader({
      'large.yaml': 'x'.repeat(1024 * 1024 + 1),
    });
    await expect(subject.load(`${BUCKET}large.yaml`)).rejects.toMatchObject({
      message: expect.stringContaining('larger than 1 MiB'),
    });
  });
});
