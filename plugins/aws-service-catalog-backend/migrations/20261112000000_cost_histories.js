/**
 * What each provisioned product cost, its months side by side: what sums over many of them read, in place of a row for each month.
 */

// @ts-check

/** Two years, so that no two of the months that are kept share a column: m00 to m11 of even years, m12 to m23 of odd ones. */
const COLUMNS = Array.from(
  { length: 24 },
  (_, index) => `m${String(index).padStart(2, '0')}`,
);

/**
 * @param {string} month
 */
function columnOf(month) {
  const [year, ofYear] = month.split('-').map(Number);
  return COLUMNS[(year % 2) * 12 + ofYear - 1];
}

const described = [
  'target',
  'provisioned_product_id',
  'currency',
  'product_id',
  'product_name',
  'owner_ref',
  'entity_ref',
  'requester_ref',
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('cost_histories', table => {
    table.comment(
      'Derived from costs: a row for each provisioned product, currency, and whose and what it was',
    );
    table.text('target').notNullable();
    table.text('provisioned_product_id').notNullable();
    table.text('currency').notNullable();
    table.text('product_id');
    table.text('product_name');
    table.text('owner_ref');
    table.text('entity_ref');
    table.text('requester_ref');
    table.text('name');
    table.text('last_month').notNullable().comment('The last one with a cost');
    table
      .double('expected')
      .notNullable()
      .comment(
        'Of the month that was current: the forecast, or the amount without one',
      );
    table
      .integer('forecasts')
      .notNullable()
      .comment('How many amounts of that month have a forecast');
    COLUMNS.forEach(column => table.double(column).notNullable());
    table.index(
      ['target', 'provisioned_product_id'],
      'cost_histories_address_idx',
    );
    table.index(['owner_ref'], 'cost_histories_owner_idx');
    table.index(['entity_ref'], 'cost_histories_entity_idx');
    table.index(['requester_ref'], 'cost_histories_requester_idx');
  });

  const months = await knex('costs')
    .distinct('month')
    .orderBy('month', 'desc')
    .limit(13)
    .pluck('month');
  if (months.length > 0) {
    const monthOf = new Map(months.map(month => [columnOf(month), month]));
    const isCurrent = `month = '${months[0]}'`;
    const sums = COLUMNS.map(column =>
      monthOf.has(column)
        ? `sum(case when month = '${monthOf.get(
            column,
          )}' then amount else 0 end)`
        : '0',
    );
    await knex.raw(
      `insert into cost_histories
        (${described}, name, last_month, expected, forecasts, ${COLUMNS})
        select ${described}, max(name), max(month),
          sum(case when ${isCurrent} then coalesce(forecast, amount) else 0 end),
          count(case when ${isCurrent} then forecast end), ${sums}
        from costs
        where month >= '${months[months.length - 1]}'
        group by ${described}`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('cost_histories');
};
