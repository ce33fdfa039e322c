import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { build } from 'esbuild';

/** What a portal process runs, in one file that plain Node.js starts in about a second. */
export type PortalBundle = {
  file: string;
  /** Where the processes leave what they have compiled to the next one. */
  cacheFolder: string;
  remove(): Promise<void>;
};

/** What is native, finds its files by their place, or is only loaded for what no test uses. */
const external = [
  'better-sqlite3',
  'pg-format',
  'pg-native',
  'pg-query-stream',
  'sqlite3',
  'mysql',
  'mysql2',
  'mariadb',
  'oracledb',
  'tedious',
  '@google-cloud/cloud-sql-connector',
];

/**
 * Bundles `portalProcessMain`. Most of the time that a process takes to start would otherwise go into finding and transforming
 * thousands of files.
 */
export async function bundlePortal(): Promise<PortalBundle> {
  // Below the package, where the packages that stay outside of the bundle are found.
  const caches = resolvePackagePath(
    'backstage-plugin-aws-service-catalog-backend',
    'node_modules/.cache',
  );
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, 'portal-'));
  const file = join(folder, 'portal.cjs');
  await build({
    entryPoints: [require.resolve('./portalProcessMain')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node22',
    // Backstage finds the status of an answer by the name of its error's class.
    keepNames: true,
    external,
    logLevel: 'error',
  });
  return {
    file,
    cacheFolder: join(folder, 'compiled'),
    remove: () => rm(folder, { recursive: true }),
  };
}
