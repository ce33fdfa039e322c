/**
 * Orders: what was asked for, how far it has come, its timeline, its secrets while they are needed, and who still has to be
 * told.
 *
 * Every instant is text in ISO 8601, UTC, with milliseconds, so that it sorts as time in every database; no column has a
 * default of now.
 */

// @ts-check

// Knex does not escape comments: they must not hold an apostrophe.

// Those in which an order still changes something, or may.
const openStates = ['awaiting-approval', 'queued', 'submitting', 'running'];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('orders', table => {
    table.comment('Durable requests of developers');
    table.text('id').notNullable().primary().comment('UUID');
    table.integer('revision').notNullable().comment('Counts the saves');
    table.text('kind').notNullable();
    table.text('state').notNullable();
    table.text('target').notNullable();
    table.text('account_id').notNullable();
    table.text('region').notNullable();
    table.text('requester').notNullable();
    table.text('request_token').comment('Of the requester, against repetition');
    table.text('owner').notNullable();
    table.text('entity_ref');
    table.text('product_id').notNullable();
    table.text('product_name').notNullable();
    table.text('version_id');
    table.text('version_name');
    table.text('provisioned_product_name').notNullable();
    table.text('provisioned_product_id').comment('Known once AWS accepted');
    table.text('provisioned_product_arn');
    table.text('digest').notNullable();
    table.integer('attempt').notNullable();
    table.text('token').comment('Idempotency token of the current attempt');
    table.text('record_id').comment('AWS record of the current attempt');
    table.text('content').notNullable().comment('JSON: what was ordered');
    table.text('progress').notNullable().comment('JSON: how far it has come');
    table.text('due_at').comment('When to look at it next');
    table.integer('last_event_sequence').notNullable();
    table.text('last_event_hash').notNullable();
    table.text('created_at').notNullable();
    table.text('updated_at').notNullable();
    table.unique(['token'], { indexName: 'orders_token_idx' });
    table.unique(['requester', 'request_token'], {
      indexName: 'orders_request_token_idx',
    });
    table.index(['target', 'due_at'], 'orders_due_idx');
    table.index(['created_at', 'id'], 'orders_list_idx');
    table.index(['owner', 'created_at'], 'orders_owner_idx');
    table.index(['requester', 'created_at'], 'orders_requester_idx');
    table.index(
      ['target', 'provisioned_product_id'],
      'orders_provisioned_product_idx',
    );
  });
  // One unfinished order per provisioned product. Its name is unique in an account and Region, and known before its id.
  await knex.raw(
    `create unique index orders_open_idx on orders (target, provisioned_product_name) where state in (${openStates
      .map(state => `'${state}'`)
      .join(', ')})`,
  );

  await knex.schema.createTable('order_approvers', table => {
    table.comment('Who may decide an order');
    table.text('order_id').notNullable();
    table.text('approver').notNullable();
    table.primary(['order_id', 'approver']);
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('order_secrets', table => {
    table.comment('Secret parameters');
    table.text('order_id').notNullable();
    table.text('parameter').notNullable();
    table.text('key_id').notNullable();
    table.text('sealed').comment('Encrypted; null once sent, or ended');
    table.integer('length').notNullable();
    table.text('fingerprint').notNullable().comment('By which it is masked');
    table.primary(['order_id', 'parameter']);
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('order_events', table => {
    table.comment('The timelines of orders; rows are only ever added');
    table.text('order_id').notNullable();
    table.integer('sequence').notNullable().comment('From 1, without gaps');
    table.text('at').notNullable();
    table.text('type').notNullable();
    table.text('state').notNullable().comment('After it');
    table.text('actor').comment('Null: the portal itself');
    table.text('message').notNullable();
    table.text('previous_hash').notNullable();
    table.text('hash').notNullable();
    table.primary(['order_id', 'sequence']);
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('order_records', table => {
    table.comment('The records of AWS that orders caused');
    table.text('target').notNullable();
    table.text('record_id').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('order_id').notNullable();
    table.primary(['target', 'record_id']);
    table.index(
      ['target', 'provisioned_product_id'],
      'order_records_provisioned_product_idx',
    );
    table
      .foreign('order_id')
      .references('id')
      .inTable('orders')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('order_outbox', table => {
    table.comment('Events that a channel has still to be told of');
    table.increments('id');
    table.text('order_id').notNullable();
    table.integer('sequence').notNullable();
    table.text('channel').notNullable();
    table.integer('failures').notNullable();
    table.text('due_at').notNullable();
    table.text('set_aside_at').comment('Given up');
    table.text('set_aside_reason');
    table.unique(['order_id', 'channel', 'sequence'], {
      indexName: 'order_outbox_sequence_idx',
    });
    table.index(['channel', 'due_at'], 'order_outbox_due_idx');
    table
      .foreign(['order_id', 'sequence'])
      .references(['order_id', 'sequence'])
      .inTable('order_events')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('order_target_claims', table => {
    table.comment('Which replica works on the orders of a target');
    table.text('target').notNullable().primary();
    table.text('holder').notNullable().comment('Empty: nobody');
    table.text('expires_at').notNullable();
    table.text('paused_until').comment('AWS asked to be left alone');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('order_target_claims');
  await knex.schema.dropTable('order_outbox');
  await knex.schema.dropTable('order_records');
  await knex.schema.dropTable('order_events');
  await knex.schema.dropTable('order_secrets');
  await knex.schema.dropTable('order_approvers');
  await knex.schema.dropTable('orders');
};
