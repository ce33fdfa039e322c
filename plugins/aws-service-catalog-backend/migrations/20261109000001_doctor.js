/**
 * What the product doctor found the last time it looked at everything.
 *
 * Every instant is text in ISO 8601, UTC, with milliseconds.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('doctor_reports', table => {
    table.comment('The last report of the product doctor');
    table.text('id').notNullable().primary().comment('There is one: latest');
    table.text('started_at').notNullable();
    table.text('finished_at').comment('Null until the first one is complete');
    table
      .text('running_since')
      .comment('When the run that is under way began; null when none is');
    table.integer('products').notNullable();
    table.text('findings').notNullable().comment('JSON');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('doctor_reports');
};
