/** Run by npx: prints which Node.js and which Yarn it found, as one line of JSON. */
import { findOnPath } from './toolchain.mjs';

process.stdout.write(
  `${JSON.stringify({ node: process.execPath, yarn: findOnPath('yarn') })}\n`,
);
