/**
 * How often in a row AWS has kept a target from being worked in, so that a replica that takes it over knows to try with one order
 * first.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('order_target_claims', table => {
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Runs in a row that AWS broke off; 0: it answers');
    table.text('paused_because').comment('throttled or unavailable');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('order_target_claims', table => {
    table.dropColumn('failures');
    table.dropColumn('paused_because');
  });
};
