/**
 * The folder that keeps what the portal remembers between two starts.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../messages.mjs';

/**
 * @param {string} data
 * @returns {{ lock: string, databases: string, snapshot: string, catalog: string, organization: string }} the paths of
 *   its parts; the last two are written anew by every start
 */
export function dataPaths(data) {
  return {
    lock: join(data, 'portal.lock'),
    databases: join(data, 'database'),
    snapshot: join(data, 'emulator.json'),
    catalog: join(data, 'cdk.out'),
    organization: join(data, 'organization.json'),
  };
}

/**
 * Makes the folder ready. The databases describe what exists in the emulator: one without the other is a portal whose
 * products are gone, or an AWS full of things nobody ordered.
 *
 * @param {string} data
 * @param {{ fresh: boolean }} options `fresh`: throw away what is there
 * @throws {UserError} when one of the two is missing
 */
export function prepareData(data, { fresh }) {
  const { databases, snapshot } = dataPaths(data);
  if (fresh) {
    rmSync(databases, { recursive: true, force: true });
    rmSync(snapshot, { force: true });
  }
  mkdirSync(databases, { recursive: true });
  const hasDatabases = readdirSync(databases).length > 0;
  if (hasDatabases !== existsSync(snapshot)) {
    throw new UserError(
      `${hasDatabases ? snapshot : databases} is missing, so the ${
        hasDatabases ? 'databases' : "emulator's state"
      } of the last time cannot be used. Begin anew with: npm start -- --fresh`,
    );
  }
}
