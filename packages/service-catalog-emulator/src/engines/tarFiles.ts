import { gunzipSync } from 'node:zlib';

/** A compressed version of 1 MiB may not become more than this. */
const MAX_BYTES = 16 * 1024 * 1024;

const BLOCK = 512;

/**
 * The files of a `.tar.gz` archive, by their names; empty when it is no such archive.
 *
 * @param isWanted - whether a file of that name is needed
 */
export function tarFiles(
  archive: Buffer,
  isWanted: (name: string) => boolean,
): Map<string, string> {
  const files = new Map<string, string>();
  const tar = unzipped(archive);
  let position = 0;
  while (position + BLOCK <= tar.length) {
    const header = tar.subarray(position, position + BLOCK);
    const size = parseInt(field(header, 124, 12), 8) || 0;
    const prefix = field(header, 345, 155);
    const name = `${prefix ? `${prefix}/` : ''}${field(header, 0, 100)}`;
    const content = position + BLOCK;
    const isFile = ['0', ''].includes(field(header, 156, 1));
    const key = name.replace(/^\.\//, '');
    if (isFile && isWanted(key)) {
      files.set(key, tar.toString('utf8', content, content + size));
    }
    position = content + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function unzipped(archive: Buffer): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: MAX_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}

/** A text of the header, which ends with a NUL when it is shorter than its field. */
function field(header: Buffer, start: number, length: number): string {
  return header
    .toString('utf8', start, start + length)
    .split('\0')[0]
    .trim();
}
