import { promises as fs } from 'node:fs';
import path from 'node:path';
import { invalidParameters, messageOf } from '../errors';

const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MILLISECONDS = 5000;
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Where `LoadTemplateFromURL` may load from. */
export interface TemplateSources {
  /** Folders that stand for URL prefixes, such as `https://bucket.s3.amazonaws.com/`. */
  bases: { [urlPrefix: string]: string };
  /** Hosts (with port, where it is not the default) to fetch from besides loopback ones. */
  allowedHosts: string[];
}

/**
 * Loads templates by URL: from files through a mapped prefix, from loopback over HTTP, and from
 * allowed hosts. Redirects are refused, as are more than 1 MiB and more than 5 seconds.
 */
export class TemplateLoader {
  constructor(private readonly sources: TemplateSources) {}

  /**
   * Loads the template, or whatever the version is.
   *
   * @param folder - set for URLs that come from a seed file: relative and `file:` URLs are then
   *   allowed as long as they stay within this folder
   * @throws InvalidParametersException saying why it cannot be loaded
   */
  async load(url: string, folder?: string): Promise<Buffer> {
    const prefix = Object.keys(this.sources.bases)
      .filter(base => url.startsWith(base))
      .sort((a, b) => b.length - a.length)[0];
    if (prefix !== undefined) {
      const rest = url.slice(prefix.length).split(/[?#]/)[0];
      return readWithin(this.sources.bases[prefix], rest, url);
    }
    if (folder !== undefined && url.startsWith('file:')) {
      return readWithin(folder, url.slice(5), url);
    }
    if (folder !== undefined && !/^[a-z][a-z0-9+.-]*:/i.test(url)) {
      return readWithin(folder, url, url);
    }
    return this.fetch(url);
  }

  private async fetch(url: string): Promise<Buffer> {
    let parsed: URL;
    try {
      parsed = new URL(url);
    } catch {
      throw refused(url, 'it is no absolute URL');
    }
    const isLoopback =
      parsed.protocol === 'http:' && LOOPBACK.includes(parsed.hostname);
    const isAllowed =
      ['http:', 'https:'].includes(parsed.protocol) &&
      this.sources.allowedHosts.includes(parsed.host);
    if (!isLoopback && !isAllowed) {
      throw refused(
        url,
        'the emulator loads templates from mapped prefixes, loopback HTTP and allowed hosts only',
      );
    }
    let response: Response;
    try {
      response = await fetch(parsed, {
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
      if (response.status !== 200) {
        throw new Error(`it answered ${response.status}`);
      }
      return await readLimited(response);
    } catch (error) {
      throw refused(url, messageOf(error));
    }
  }
}

async function readWithin(
  folder: string,
  relative: string,
  url: string,
): Promise<Buffer> {
  try {
    const root = await fs.realpath(folder);
    const file = await fs.realpath(
      path.resolve(root, decodeURIComponent(relative).replace(/^\/\//, '/')),
    );
    if (file !== root && !file.startsWith(root + path.sep)) {
      throw new Error(`it lies outside ${folder}`);
    }
    const { size } = await fs.stat(file);
    if (size > MAX_BYTES) {
      throw new Error('it is larger than 1 MiB');
    }
    return await fs.readFile(file);
  } catch (error) {
    throw refused(url, messageOf(error));
  }
}

async function readLimited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new Error('it is larger than 1 MiB');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refused(url: string, reason: string) {
  return invalidParameters(
    `Invalid templateUrl. The template at ${url} cannot be loaded: ${reason}`,
  );
}
