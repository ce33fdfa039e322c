/**
 * The read side: our copy of what AWS says, and who owns what.
 *
 * Every instant is text in ISO 8601, UTC, with milliseconds, so that it sorts as time in every database; no column has a
 * default of now.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('sync_states', table => {
    table.comment('How fresh the copy of a target is');
    table.text('target').notNullable();
    table
      .text('inventory')
      .notNullable()
      .comment('products or provisioned-products');
    table.text('attempted_at').notNullable();
    table.text('synced_at').comment('End of the last complete read');
    table.text('error').comment('Why the last attempt failed');
    table.primary(['target', 'inventory']);
  });

  await knex.schema.createTable('products', table => {
    table.comment('Products that the portal may launch');
    table.text('target').notNullable();
    table.text('id').notNullable();
    table.text('name').notNullable();
    table.text('sort_name').notNullable().comment('Lower case');
    table.text('search_text').notNullable().comment('Lower case');
    table.text('provider').notNullable();
    table.text('distributor');
    table.text('short_description');
    table.text('type').notNullable();
    table.text('support_description');
    table.text('support_email');
    table.text('support_url');
    table.text('digest').notNullable().comment('Of versions and paths too');
    table.text('read_at').notNullable().comment('When AWS said so');
    table
      .text('missing_since')
      .comment('A complete read did not see it; the next decides');
    table.primary(['target', 'id']);
    table.index(['sort_name', 'target', 'id'], 'products_list_idx');
  });

  await knex.schema.createTable('product_versions', table => {
    table.comment('Active versions (AWS: provisioning artifacts)');
    table.text('target').notNullable();
    table.text('product_id').notNullable();
    table.text('id').notNullable();
    table.integer('position').notNullable().comment('0 is the newest');
    table.text('name').notNullable();
    table.text('description');
    table.text('created_at');
    table.text('guidance').notNullable();
    table.primary(['target', 'product_id', 'id']);
    table
      .foreign(['target', 'product_id'])
      .references(['target', 'id'])
      .inTable('products')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('launch_paths', table => {
    table.comment('Ways to launch a product');
    table.text('target').notNullable();
    table.text('product_id').notNullable();
    table.text('id').notNullable();
    table.text('portfolio_name').notNullable();
    table.primary(['target', 'product_id', 'id']);
    table
      .foreign(['target', 'product_id'])
      .references(['target', 'id'])
      .inTable('products')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('launch_forms', table => {
    table.comment('Launch forms that were read already');
    table.text('target').notNullable();
    table.text('product_id').notNullable();
    table.text('version_id').notNullable();
    table.text('path_id').notNullable();
    table.text('content').notNullable().comment('JSON');
    table.text('fetched_at').notNullable();
    table.primary(['target', 'product_id', 'version_id', 'path_id']);
  });

  await knex.schema.createTable('provisioned_product_owners', table => {
    table.comment('Who owns what we ordered or adopted');
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('owner_ref').notNullable();
    table.text('source').notNullable().comment('order or adopted');
    table.text('entity_ref');
    table.text('requester_ref');
    table.text('order_id');
    table.text('assigned_at').notNullable();
    table.primary(['target', 'provisioned_product_id']);
  });

  await knex.schema.createTable('provisioned_products', table => {
    table.comment('The inventory of every target');
    table.text('target').notNullable();
    table.text('id').notNullable();
    table.text('name').notNullable();
    table.text('sort_name').notNullable().comment('Lower case');
    table.text('arn').notNullable();
    table.text('type').notNullable();
    table.text('status').notNullable();
    table.text('status_message');
    table.text('product_id').notNullable();
    table.text('product_name').notNullable();
    table.text('version_id').notNullable();
    table.text('version_name').notNullable();
    table.text('tags').notNullable().comment('JSON');
    table.text('created_at').notNullable();
    table.text('last_record_id');
    table.text('last_successful_record_id');
    table
      .text('owner_ref')
      .comment('From provisioned_product_owners, or a trusted tag');
    table.text('owner_source').comment('order, adopted or tag');
    table
      .text('entity_ref')
      .comment('From provisioned_product_owners, or the tag');
    table.text('requester_ref');
    table.text('order_id');
    table.text('digest').notNullable();
    table.text('read_at').notNullable().comment('When AWS said so');
    table.text('outputs_read_at');
    table
      .text('missing_since')
      .comment('A complete read did not see it; the next decides');
    table
      .text('deleted_at')
      .comment('Terminated by us; kept until a sync agrees');
    table.primary(['target', 'id']);
    table.index(['sort_name', 'target', 'id'], 'provisioned_products_list_idx');
    // For entities that point at provisioned products by id alone.
    table.index(['id'], 'provisioned_products_id_idx');
    table.index(['entity_ref'], 'provisioned_products_entity_idx');
    table.index(['owner_ref', 'sort_name'], 'provisioned_products_owner_idx');
    table.index(['requester_ref'], 'provisioned_products_requester_idx');
    table.index(['target', 'product_id'], 'provisioned_products_product_idx');
  });

  await knex.schema.createTable('outputs', table => {
    table.comment('Outputs of provisioned products, as of outputs_read_at');
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('key').notNullable();
    table.integer('position').notNullable();
    table.text('value').comment('Null for a secret');
    table.text('description');
    table.boolean('secret').notNullable();
    table.primary(['target', 'provisioned_product_id', 'key']);
    table
      .foreign(['target', 'provisioned_product_id'])
      .references(['target', 'id'])
      .inTable('provisioned_products')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('records', table => {
    table.comment('Changes to provisioned products, as AWS recorded them');
    table.text('target').notNullable();
    table.text('id').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('type').notNullable();
    table.text('status').notNullable();
    table.text('created_at').notNullable();
    table.text('updated_at');
    table.text('errors').notNullable().comment('JSON');
    table.primary(['target', 'id']);
    table.index(
      ['target', 'provisioned_product_id', 'created_at'],
      'records_provisioned_product_idx',
    );
    table
      .foreign(['target', 'provisioned_product_id'])
      .references(['target', 'id'])
      .inTable('provisioned_products')
      .onDelete('CASCADE');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('records');
  await knex.schema.dropTable('outputs');
  await knex.schema.dropTable('provisioned_products');
  await knex.schema.dropTable('provisioned_product_owners');
  await knex.schema.dropTable('launch_forms');
  await knex.schema.dropTable('launch_paths');
  await knex.schema.dropTable('product_versions');
  await knex.schema.dropTable('products');
  await knex.schema.dropTable('sync_states');
};
