/**
 * What the secrets of earlier attempts are recognised by: a new attempt is given its secrets anew, and AWS may go on quoting those
 * that it got before.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('order_secret_traces', table => {
    table.comment('Secret parameters of earlier attempts');
    table.text('order_id').notNullable();
    table.text('parameter').notNullable();
    table.integer('length').notNullable();
    table.text('fingerprint').notNullable().comment('By which it is masked');
    table.primary(['order_id', 'parameter', 'fingerprint']);
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });
  await knex.schema.createTable('order_trace_keys', table => {
    table.comment('What fingerprints the secrets of an order, encrypted');
    table.text('order_id').notNullable().primary();
    table.text('key_id').notNullable().index('order_trace_keys_key_idx');
    table.text('sealed').notNullable();
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('order_trace_keys');
  await knex.schema.dropTable('order_secret_traces');
};
