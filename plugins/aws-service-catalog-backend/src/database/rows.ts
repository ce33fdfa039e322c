/** A row of `sync_states`. Every instant in a row is ISO 8601 text. */
export type SyncStateRow = {
  target: string;
  inventory: 'products' | 'provisioned-products';
  attempted_at: string;
  synced_at: string | null;
  error: string | null;
};

/** A row of `products`. */
export type ProductRow = {
  target: string;
  id: string;
  name: string;
  sort_name: string;
  search_text: string;
  provider: string;
  distributor: string | null;
  short_description: string | null;
  type: string;
  support_description: string | null;
  support_email: string | null;
  support_url: string | null;
  digest: string;
  read_at: string;
  missing_since: string | null;
};

/** A row of `product_versions`. */
export type ProductVersionRow = {
  target: string;
  product_id: string;
  id: string;
  position: number;
  name: string;
  description: string | null;
  created_at: string | null;
  guidance: 'DEFAULT' | 'DEPRECATED';
};

/** A row of `launch_paths`. */
export type LaunchPathRow = {
  target: string;
  product_id: string;
  id: string;
  portfolio_name: string;
};

/** A row of `launch_forms`. */
export type LaunchFormRow = {
  target: string;
  product_id: string;
  version_id: string;
  path_id: string;
  content: string;
  fetched_at: string;
  tag_options: string | null;
};

/** A row of `service_actions`. */
export type ServiceActionRow = {
  target: string;
  provisioned_product_id: string;
  version_id: string;
  actions: string;
  fetched_at: string;
};

/** A row of `provisioned_product_owners`. */
export type ProvisionedProductOwnerRow = {
  target: string;
  provisioned_product_id: string;
  owner_ref: string;
  source: 'order' | 'adopted';
  entity_ref: string | null;
  requester_ref: string | null;
  order_id: string | null;
  assigned_at: string;
};

/** A row of `provisioned_products`. */
export type ProvisionedProductRow = {
  target: string;
  id: string;
  name: string;
  sort_name: string;
  arn: string;
  type: string;
  status: string;
  status_message: string | null;
  product_id: string;
  product_name: string;
  version_id: string;
  version_name: string;
  tags: string;
  created_at: string;
  last_record_id: string | null;
  last_successful_record_id: string | null;
  owner_ref: string | null;
  owner_source: 'order' | 'adopted' | 'tag' | null;
  entity_ref: string | null;
  requester_ref: string | null;
  order_id: string | null;
  drift: string | null;
  digest: string;
  read_at: string;
  refresh_asked_at: string | null;
  refreshed_at: string | null;
  outputs_read_at: string | null;
  missing_since: string | null;
  deleted_at: string | null;
};

/** A row of `outputs`. */
export type OutputRow = {
  target: string;
  provisioned_product_id: string;
  key: string;
  position: number;
  value: string | null;
  description: string | null;
  /** 0 or 1 in SQLite. */
  secret: boolean | number;
};

/** A row of `records`. */
export type RecordRow = {
  target: string;
  id: string;
  provisioned_product_id: string;
  type: string;
  status: string;
  created_at: string;
  updated_at: string | null;
  errors: string;
};

/** A row of `leases`. */
export type LeaseRow = {
  id: string;
  target: string;
  provisioned_product_id: string;
  revision: number;
  status: 'running' | 'expired' | 'freed' | 'gone';
  policy: string;
  started_at: string;
  ends_at: string;
  expires_at: string;
  warned_at: string | null;
  held_at: string | null;
  problem: string | null;
  content: string;
  due_at: string | null;
  last_event_sequence: number;
  updated_at: string;
};
