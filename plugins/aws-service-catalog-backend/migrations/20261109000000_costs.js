/**
 * What provisioned products cost, as the Cost Explorer of the accounts that pay for them says, and what it cost to ask.
 *
 * Every instant is text in ISO 8601, UTC, with milliseconds; a month is text such as 2026-11.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('cost_payers', table => {
    table.comment('How the reads of the accounts that pay have gone');
    table.text('account_id').notNullable().primary();
    table.text('read_at').comment('End of the last complete read');
    table
      .boolean('not_activated')
      .comment('Whether that read had no value of the cost allocation tag');
    table
      .integer('failures')
      .notNullable()
      .comment('Failed reads in a row; 0: the last one was complete');
    table.text('error').comment('Why the last read failed');
    table.text('next_read_at').notNullable();
  });

  await knex.schema.createTable('cost_calls', table => {
    table.comment('How often Cost Explorer was called; each page is a call');
    table.text('account_id').notNullable();
    table.text('month').notNullable();
    table.integer('calls').notNullable();
    table.primary(['account_id', 'month']);
  });

  await knex.schema.createTable('costs', table => {
    table.comment(
      'What each provisioned product cost in each month, with whose and what it was then; kept when it is gone',
    );
    table.text('account_id').notNullable().comment('Who pays');
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('month').notNullable();
    table.text('currency').notNullable();
    table.double('amount').notNullable();
    table
      .double('forecast')
      .comment('Of the month that was current: for all of it');
    table.text('name');
    table.text('product_id');
    table.text('product_name');
    table.text('owner_ref');
    table.text('entity_ref');
    table.text('requester_ref');
    table.primary([
      'target',
      'provisioned_product_id',
      'month',
      'currency',
      'account_id',
    ]);
    table.index(['month'], 'costs_month_idx');
    table.index(['owner_ref', 'month'], 'costs_owner_idx');
    table.index(['entity_ref', 'month'], 'costs_entity_idx');
    table.index(['requester_ref', 'month'], 'costs_requester_idx');
  });

  await knex.schema.createTable('cost_statistics', table => {
    table.comment('What those that run of a product cost per month');
    table.text('product_id').notNullable();
    table.text('version_id').notNullable().comment('Empty: all versions');
    table.text('currency').notNullable();
    table.integer('count').notNullable();
    table.double('median').notNullable();
    table.double('low').notNullable();
    table.double('high').notNullable();
    table.primary(['product_id', 'version_id', 'currency']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('cost_statistics');
  await knex.schema.dropTable('costs');
  await knex.schema.dropTable('cost_calls');
  await knex.schema.dropTable('cost_payers');
};
