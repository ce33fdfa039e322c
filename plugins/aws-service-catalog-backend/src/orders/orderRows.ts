import {
  OrderAlarm,
  orderAlarmSchema,
  OrderKind,
  OrderState,
} from 'backstage-plugin-aws-service-catalog-common';
import { digestPartNames, PartDigests } from './digest';
import { ChainedEvent } from './eventChain';
import { OrderContent, OrderProgress, StoredOrder } from './StoredOrder';

/** A row of the table `orders`. Instants are ISO 8601 text. */
export type OrderRow = {
  id: string;
  revision: number;
  kind: string;
  state: string;
  target: string;
  account_id: string;
  region: string;
  requester: string;
  request_token: string | null;
  owner: string;
  entity_ref: string | null;
  product_id: string;
  product_name: string;
  version_id: string | null;
  version_name: string | null;
  provisioned_product_name: string;
  provisioned_product_id: string | null;
  provisioned_product_arn: string | null;
  digest: string;
  attempt: number;
  token: string | null;
  record_id: string | null;
  content: string;
  progress: string;
  due_at: string | null;
  alarm: string | null;
  last_event_sequence: number;
  last_event_hash: string;
  created_at: string;
  updated_at: string;
};

/** A row of the table `order_events`. */
export type OrderEventRow = {
  order_id: string;
  sequence: number;
  at: string;
  type: string;
  state: string;
  actor: string | null;
  message: string;
  previous_hash: string;
  hash: string;
};

/** A row of the table `order_records`. */
export type OrderRecordRow = {
  target: string;
  record_id: string;
  provisioned_product_id: string;
  order_id: string;
};

/** Writes an order as its row. */
export function toOrderRow(order: StoredOrder): OrderRow {
  return {
    id: order.id,
    revision: order.revision,
    kind: order.kind,
    state: order.state,
    target: order.target,
    account_id: order.accountId,
    region: order.region,
    requester: order.requester,
    request_token: order.requestToken ?? null,
    owner: order.owner,
    entity_ref: order.entityRef ?? null,
    product_id: order.product.id,
    product_name: order.product.name,
    version_id: order.version?.id ?? null,
    version_name: order.version?.name ?? null,
    provisioned_product_name: order.provisionedProduct.name,
    provisioned_product_id: order.provisionedProduct.id ?? null,
    provisioned_product_arn: order.provisionedProduct.arn ?? null,
    digest: order.digest,
    attempt: order.attempt,
    token: order.token ?? null,
    record_id: order.recordId ?? null,
    content: order.unreadable?.content ?? JSON.stringify(order.content),
    progress: order.unreadable?.progress ?? JSON.stringify(order.progress),
    due_at: order.dueAt ?? null,
    alarm: order.progress.alarm?.code ?? null,
    last_event_sequence: order.chainEnd.sequence,
    last_event_hash: order.chainEnd.hash,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isListOfRecords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord);
}

/** @returns undefined when it is not what {@link toOrderRow} writes */
function parse<T>(
  json: string,
  isWhole: (value: Record<string, unknown>) => boolean,
): T | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) && isWhole(value) ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

const noContent = {
  parameters: [],
  tags: [],
  sendsTags: false,
  partDigests: Object.fromEntries(
    Object.keys(digestPartNames).map(part => [part, '']),
  ) as PartDigests,
} satisfies OrderContent;

/** The alarm as far as a column of its own has it: a repair of the progress by hand may have lost it. */
function readAlarm({
  alarm,
  updated_at: since,
}: OrderRow): OrderAlarm | undefined {
  const code = orderAlarmSchema.shape.code.safeParse(alarm);
  const message = 'The database does not have the reason any more.';
  return code.success ? { code: code.data, message, since } : undefined;
}

function readJsonColumns(
  row: OrderRow,
): Pick<StoredOrder, 'content' | 'progress' | 'unreadable'> {
  const content = parse<OrderContent>(
    row.content,
    ({ parameters, tags, partDigests }) =>
      isListOfRecords(parameters) &&
      isListOfRecords(tags) &&
      isRecord(partDigests),
  );
  const progress = parse<OrderProgress>(
    row.progress,
    ({ failures, outputs }) =>
      typeof failures === 'number' && isListOfRecords(outputs),
  );
  return {
    content: content ?? noContent,
    progress: {
      ...(progress ?? { failures: 0, outputs: [] }),
      alarm: progress?.alarm ?? readAlarm(row),
    },
    unreadable:
      content && progress
        ? undefined
        : {
            ...(!content && { content: row.content }),
            ...(!progress && { progress: row.progress }),
          },
  };
}

/**
 * Reads an order from its row. One whose JSON is damaged is still an order, which says so: a single one must not keep anybody
 * from reading the others.
 */
export function fromOrderRow(row: OrderRow): StoredOrder {
  return {
    id: row.id,
    revision: row.revision,
    kind: row.kind as OrderKind,
    state: row.state as OrderState,
    target: row.target,
    accountId: row.account_id,
    region: row.region,
    requester: row.requester,
    requestToken: row.request_token ?? undefined,
    owner: row.owner,
    entityRef: row.entity_ref ?? undefined,
    product: { id: row.product_id, name: row.product_name },
    version:
      row.version_id === null
        ? undefined
        : { id: row.version_id, name: row.version_name ?? '' },
    provisionedProduct: {
      name: row.provisioned_product_name,
      id: row.provisioned_product_id ?? undefined,
      arn: row.provisioned_product_arn ?? undefined,
    },
    digest: row.digest,
    attempt: row.attempt,
    token: row.token ?? undefined,
    recordId: row.record_id ?? undefined,
    ...readJsonColumns(row),
    dueAt: row.due_at ?? undefined,
    chainEnd: { sequence: row.last_event_sequence, hash: row.last_event_hash },
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Writes a timeline entry as its row. */
export function toEventRow(event: ChainedEvent): OrderEventRow {
  return {
    order_id: event.orderId,
    sequence: event.sequence,
    at: event.at,
    type: event.type,
    state: event.state,
    actor: event.actor ?? null,
    message: event.message,
    previous_hash: event.previousHash,
    hash: event.hash,
  };
}

/** Reads a timeline entry from its row. */
export function fromEventRow(row: OrderEventRow): ChainedEvent {
  return {
    orderId: row.order_id,
    sequence: row.sequence,
    at: row.at,
    type: row.type,
    state: row.state as OrderState,
    actor: row.actor ?? undefined,
    message: row.message,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
