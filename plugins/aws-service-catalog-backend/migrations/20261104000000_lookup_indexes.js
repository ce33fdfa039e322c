/**
 * Indexes for what is looked up by another column than a list is sorted by.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('provisioned_products', table => {
    // A launch asks whether its name is taken.
    table.index(['target', 'name'], 'provisioned_products_name_idx');
  });
  await knex.schema.alterTable('orders', table => {
    // An entity's page lists its orders.
    table.index(['entity_ref', 'created_at'], 'orders_entity_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('orders', table => {
    table.dropIndex(['entity_ref', 'created_at'], 'orders_entity_idx');
  });
  await knex.schema.alterTable('provisioned_products', table => {
    table.dropIndex(['target', 'name'], 'provisioned_products_name_idx');
  });
};
