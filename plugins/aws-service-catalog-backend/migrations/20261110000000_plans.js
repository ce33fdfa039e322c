/**
 * What updates are prepared with: what CloudFormation says about stacks, and previews of updates that AWS makes.
 */

// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('stack_reads', table => {
    table.comment(
      'What CloudFormation says about the stacks of provisioned products, without secrets; read when it is first wanted',
    );
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('part').notNullable().comment('resources, events or parameters');
    table.text('content').comment('JSON; null: it was never read');
    table.text('read_at').comment('When the content was read');
    table.text('problem').comment('Why the last read failed; null: it did not');
    table.text('asked_at').notNullable();
    table
      .text('basis')
      .notNullable()
      .comment('Record and status at that time; another one makes it old');
    table.primary(['target', 'provisioned_product_id', 'part']);
    table
      .foreign(['target', 'provisioned_product_id'])
      .references(['target', 'id'])
      .inTable('provisioned_products')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('plans', table => {
    table.comment(
      'Plans that we made in AWS, until some time after they are deleted there; no parameter values',
    );
    table.text('id').primary().comment('UUID; also the idempotency token');
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('provisioned_product_name').notNullable();
    table.text('version_id').notNullable();
    table.text('version_name').notNullable();
    table.text('creator').comment('Who may read it; null: made for an order');
    table.text('order_id').comment('The order that it was made for');
    table.text('digest').notNullable().comment('Of what was asked for');
    table.text('plan_id').comment("AWS's; null: not known, or not made");
    table.text('state').notNullable();
    table.text('changes').notNullable().comment('JSON');
    table.text('message');
    table.text('secret_traces').comment('JSON; by which secrets are masked');
    table.text('created_at').notNullable();
    table.text('looked_at').comment('When AWS was last asked about it');
    table.text('expires_at').notNullable().comment('When it is swept up');
    table.text('deleted_at').comment('When AWS had it no more');
    table.index(['expires_at'], 'plans_expiry_idx');
    table.index(['order_id'], 'plans_order_idx');
  });
  // AWS has one plan of a provisioned product at a time.
  await knex.raw(
    'create unique index plans_open_idx on plans (target, provisioned_product_id) where deleted_at is null',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plans');
  await knex.schema.dropTable('stack_reads');
};
