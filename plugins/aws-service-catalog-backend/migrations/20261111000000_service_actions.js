/**
 * The service actions of provisioned products, read from AWS when somebody first wants to see them.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('service_actions', table => {
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table
      .text('version_id')
      .notNullable()
      .comment('The version they are of; those of another one are read anew');
    table.text('actions').notNullable().comment('JSON, with parameters');
    table.text('fetched_at').notNullable();
    table.primary(['target', 'provisioned_product_id']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('service_actions');
};
