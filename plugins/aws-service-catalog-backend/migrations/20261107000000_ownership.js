/**
 * What people ask of the inventory: to read one provisioned product again, and to see which tags in AWS are not what they should
 * be.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('provisioned_products', table => {
    table
      .text('drift')
      .comment('JSON: tags that are not as they should be; null: none');
    table
      .text('refresh_asked_at')
      .comment('When somebody last had it read again');
    table
      .text('refreshed_at')
      .comment('When it was last read by itself, changed or not');
  });
  await knex.schema.alterTable('launch_forms', table => {
    table.text('tag_options').comment('JSON; null: not known apart');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Knex would copy the table in SQLite, and lose what refers to it.
  await knex.raw('alter table launch_forms drop column tag_options');
  for (const column of ['refreshed_at', 'refresh_asked_at', 'drift']) {
    await knex.raw(`alter table provisioned_products drop column ${column}`);
  }
};
