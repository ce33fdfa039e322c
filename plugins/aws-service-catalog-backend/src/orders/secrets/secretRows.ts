/** A row of the table `order_secret_traces`. */
export type TraceRow = {
  order_id: string;
  parameter: string;
  length: number;
  fingerprint: string;
};

/** A row of the table `order_secrets`. */
export type SecretRow = TraceRow & { key_id: string; sealed: string | null };

/** A row of the table `order_trace_keys`. */
export type TraceKeyRow = { order_id: string; key_id: string; sealed: string };

/** What a trace key belongs to in place of a parameter: no parameter has an empty name. */
export const TRACE_KEY = '';
