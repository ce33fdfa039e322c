/**
 * One portal per data folder: a file names the process that uses it.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isRunning } from './processes.mjs';

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Takes the lock, also from a holder that has ended without giving it back.
 *
 * @param {string} file
 * @param {object} [note] kept in the file, for whoever finds it
 * @returns {{ held: true, leftover?: object, update: (note: object) => void, release: () => void } |
 *   { held: false, holder: object }} `leftover`: what a holder that ended abruptly had noted
 */
export function takeLock(file, note = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = identify();
  const write = (content, flag) =>
    writeFileSync(file, `${JSON.stringify({ ...content, ...mine })}\n`, {
      flag,
    });
  let leftover;
  for (;;) {
    try {
      write(note, 'wx');
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
      const holder = read(file);
      if (isRunning(holder)) {
        return { held: false, holder };
      }
      leftover = holder;
      rmSync(file, { force: true });
    }
  }
  return {
    held: true,
    leftover,
    update: content => write(content, 'w'),
    release() {
      if (read(file)?.pid === mine.pid) {
        rmSync(file, { force: true });
      }
    },
  };
}
