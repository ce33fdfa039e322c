/** A row of `cost_payers`. Every instant in a row is ISO 8601 text, every month text such as `2026-11`. */
export type CostPayerRow = {
  account_id: string;
  read_at: string | null;
  /** 0 or 1 in SQLite. */
  not_activated: boolean | number | null;
  failures: number;
  error: string | null;
  next_read_at: string;
};

/** A row of `cost_calls`. */
export type CostCallsRow = { account_id: string; month: string; calls: number };

/** A row of `costs`. */
export type CostRow = {
  account_id: string;
  target: string;
  provisioned_product_id: string;
  month: string;
  currency: string;
  amount: number;
  forecast: number | null;
  name: string | null;
  product_id: string | null;
  product_name: string | null;
  owner_ref: string | null;
  entity_ref: string | null;
  requester_ref: string | null;
};

/** A row of `cost_statistics`. */
export type CostStatisticsRow = {
  product_id: string;
  /** Empty: all versions. */
  version_id: string;
  currency: string;
  count: number;
  median: number;
  low: number;
  high: number;
};
