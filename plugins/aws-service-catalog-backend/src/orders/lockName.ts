import { Knex } from 'knex';

/**
 * Lets the transaction wait until every other that has locked the same name has ended. As it writes, SQLite takes its only write
 * lock.
 *
 * @param name - told apart from the others by whoever makes it up
 * @param at - ISO 8601
 */
export async function lockName(
  tx: Knex,
  name: string,
  at: string,
): Promise<void> {
  await tx('order_quota_locks')
    .insert({ name, locked_at: at })
    .onConflict('name')
    .merge();
}
