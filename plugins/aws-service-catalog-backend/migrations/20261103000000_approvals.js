/**
 * Approvals and quotas: who decided what, what an operator should look at, and what orders of one owner wait for each other by.
 */

// @ts-check

// Knex does not escape comments: they must not hold an apostrophe.

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('order_decisions', table => {
    table.comment('Approvals and rejections of orders; only ever added');
    table.text('order_id').notNullable();
    table.text('digest').notNullable().comment('What was decided on');
    table.text('decider').notNullable();
    table.text('decision').notNullable().comment('approved or rejected');
    table.text('reason');
    table.text('at').notNullable();
    table.primary(['order_id', 'digest', 'decider']);
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });
  await knex.schema.createTable('order_quota_locks', table => {
    table.comment('A row is written before the use of a quota is counted');
    table.text('name').notNullable().primary();
    table.text('locked_at').notNullable();
  });
  await knex.schema.alterTable('orders', table => {
    table.text('alarm').comment('Code of what an operator should look at');
    table.index(['state', 'due_at'], 'orders_state_due_idx');
    table.index(['alarm'], 'orders_alarm_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('orders', table => {
    table.dropIndex(['alarm'], 'orders_alarm_idx');
    table.dropIndex(['state', 'due_at'], 'orders_state_due_idx');
  });
  // On SQLite, Knex would copy the table and drop it, and all that refers to its rows would be deleted with it.
  await knex.raw('alter table orders drop column alarm');
  await knex.schema.dropTable('order_quota_locks');
  await knex.schema.dropTable('order_decisions');
};
