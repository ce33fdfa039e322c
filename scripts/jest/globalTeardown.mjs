/** Stops the PostgreSQL that globalSetup started, if it did. */
export default async function globalTeardown() {
  await globalThis.stopTestPostgres?.();
}
