/**
 * Leases: how long provisioned products may live, what happened to each lease, who has still to be told, and how long the portal
 * has been seen to run.
 *
 * Every instant is text in ISO 8601, UTC, with milliseconds; no column has a default of now.
 */

// @ts-check

// Knex does not escape comments: they must not hold an apostrophe.

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('leases', table => {
    table.comment('How long provisioned products may live');
    table.text('id').notNullable().primary().comment('UUID');
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.integer('revision').notNullable().comment('Counts the saves');
    table
      .text('status')
      .notNullable()
      .comment('running, expired, freed (no policy) or gone');
    table.text('policy').notNullable();
    table.text('started_at').notNullable();
    table.text('ends_at').notNullable();
    table.text('expires_at').notNullable().comment('The end of the grace');
    table.text('warned_at').comment('When the warning was delivered');
    table.text('held_at').comment('Null: it is not held');
    table.text('problem').comment('Code of what an operator should look at');
    table.text('content').notNullable().comment('JSON');
    table.text('due_at').comment('When to look at it next');
    table.integer('last_event_sequence').notNullable();
    table.text('updated_at').notNullable();
    table.unique(['target', 'provisioned_product_id'], {
      indexName: 'leases_provisioned_product_idx',
    });
    table.index(['due_at'], 'leases_due_idx');
    table.index(['status', 'ends_at'], 'leases_end_idx');
  });

  await knex.schema.createTable('lease_events', table => {
    table.comment('What happened to leases; rows are only ever added');
    table.text('lease_id').notNullable();
    table.integer('sequence').notNullable().comment('From 1, without gaps');
    table.text('at').notNullable();
    table.text('type').notNullable();
    table.text('actor').comment('Null: the portal itself');
    table.text('message').notNullable();
    table.primary(['lease_id', 'sequence']);
    table
      .foreign('lease_id')
      .references('id')
      .inTable('leases')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('lease_outbox', table => {
    table.comment('Events that a channel has still to be told of');
    table.increments('id');
    table.text('lease_id').notNullable();
    table.integer('sequence').notNullable();
    table.text('channel').notNullable();
    table.integer('failures').notNullable();
    table.text('due_at').notNullable();
    table.text('set_aside_at').comment('Given up');
    table.text('set_aside_reason');
    table.unique(['lease_id', 'channel', 'sequence'], {
      indexName: 'lease_outbox_sequence_idx',
    });
    table.index(['channel', 'due_at'], 'lease_outbox_due_idx');
    table
      .foreign(['lease_id', 'sequence'])
      .references(['lease_id', 'sequence'])
      .inTable('lease_events')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('lease_watch', table => {
    table.comment('How long the portal has been seen to run; one row');
    table.text('id').notNullable().primary();
    table.text('seen_at').notNullable().comment('The last look');
    table.bigInteger('seen_ms').notNullable().comment('Summed up, gaps cut');
    table.text('swept_at').comment('When all were compared with the policies');
    table.text('swept_policies').comment('Digest of the policies then');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('lease_watch');
  await knex.schema.dropTable('lease_outbox');
  await knex.schema.dropTable('lease_events');
  await knex.schema.dropTable('leases');
};
