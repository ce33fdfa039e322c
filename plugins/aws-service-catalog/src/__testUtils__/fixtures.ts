import type {
  Approval,
  LaunchForm,
  LeaseDetail,
  OrderDetail,
  OrderEvent,
  OrderState,
  Product,
  ProvisionedProductDetail,
  TargetStatus,
  UpdateForm,
} from 'backstage-plugin-aws-service-catalog-common';

/** The time at which the fixtures' stories begin. */
export const START = '2026-11-23T10:00:00.000Z';

const where = {
  target: 'sandbox',
  accountId: '111111111111',
  region: 'eu-central-1',
};

/** An instant some seconds into the story. */
export function after(seconds: number): string {
  return new Date(Date.parse(START) + seconds * 1000).toISOString();
}

export const target: TargetStatus = {
  name: where.target,
  accountId: where.accountId,
  region: where.region,
  syncedAt: START,
};

const sentences: Record<OrderState, string> = {
  'awaiting-approval': 'Waiting for approval by platform-engineering.',
  queued: 'Ordered by payments-dev.',
  submitting: 'Sending the order to AWS.',
  running: 'AWS has accepted the order.',
  succeeded: 'AWS has finished.',
  failed: 'AWS could not finish.',
  rejected: 'Rejected by platform-engineer.',
  expired: 'Nobody decided in time.',
  cancelled: 'Cancelled by payments-dev.',
};

/** The events of an order that went through these states, ten seconds apart. */
export function eventsOf(states: OrderState[]): OrderEvent[] {
  return states.map((state, index) => ({
    sequence: index + 1,
    at: after(index * 10),
    type: state === 'queued' ? 'ordered' : state,
    state,
    actor: state === 'queued' ? 'user:default/payments-dev' : undefined,
    message: sentences[state],
  }));
}

const pathTo: Record<OrderState, OrderState[]> = {
  'awaiting-approval': ['awaiting-approval'],
  queued: ['queued'],
  submitting: ['queued', 'submitting'],
  running: ['queued', 'submitting', 'running'],
  succeeded: ['queued', 'submitting', 'running', 'succeeded'],
  failed: ['queued', 'submitting', 'running', 'failed'],
  rejected: ['awaiting-approval', 'rejected'],
  expired: ['awaiting-approval', 'expired'],
  cancelled: ['queued', 'cancelled'],
};

/** An order of payments-dev for payments-api, with the events that lead to its state. */
export function anOrder(changes: Partial<OrderDetail> = {}): OrderDetail {
  const state = changes.state ?? 'running';
  return {
    ...where,
    id: '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d01',
    kind: 'provision',
    state,
    requester: 'user:default/payments-dev',
    owner: 'group:default/team-payments',
    entityRef: 'component:default/payments-api',
    product: { id: 'prod-bucket0000001', name: 'Secure S3 Bucket' },
    version: { id: 'pa-bucket00000001', name: 'v1.2' },
    portfolio: { id: 'port-storage00001', name: 'Storage' },
    provisionedProduct: { name: 'payments-uploads' },
    parameters: [
      { key: 'BucketPurpose', value: 'uploads', secret: false },
      { key: 'MasterUserPassword', secret: true },
    ],
    tags: [{ key: 'backstage.io/owner', value: 'group:default/team-payments' }],
    digest: 'sha256-of-the-order',
    attempt: 1,
    outputs: [],
    createdAt: START,
    updatedAt: START,
    events: eventsOf(pathTo[state]),
    actions: {
      approve: { allowed: false, reason: 'Nobody has to approve it.' },
      reject: { allowed: false, reason: 'Nobody has to approve it.' },
      cancel: { allowed: false, reason: 'It was already sent to AWS.' },
      retry: { allowed: false, reason: 'Only a failed order can be retried.' },
    },
    ...changes,
  };
}

/** The approval that platform-engineering has to give within a day. */
export function anApproval(changes: Partial<Approval> = {}): Approval {
  return {
    policy: 'production',
    approvers: ['group:default/platform-engineering'],
    quorum: 1,
    onTimeout: 'expire',
    dueAt: after(24 * 3600),
    decisions: [],
    ...changes,
  };
}

/** An order that waits for a decision of the reader's. */
export function anOrderToApprove(
  changes: Partial<OrderDetail> = {},
): OrderDetail {
  return anOrder({
    state: 'awaiting-approval',
    approval: anApproval(),
    estimate: { monthly: 58, currency: 'USD' },
    actions: {
      approve: { allowed: true },
      reject: { allowed: true },
      cancel: { allowed: false, reason: 'Only its requester can cancel it.' },
      retry: { allowed: false, reason: 'Only a failed order can be retried.' },
    },
    ...changes,
  });
}

/** A bucket of team-payments that runs. */
export function aResource(
  changes: Partial<ProvisionedProductDetail> = {},
): ProvisionedProductDetail {
  return {
    ...where,
    id: 'pp-uploads0000001',
    name: 'payments-uploads',
    arn: 'arn:aws:servicecatalog:eu-central-1:111111111111:stack/payments-uploads/pp-uploads0000001',
    type: 'CFN_STACK',
    status: 'AVAILABLE',
    product: { id: 'prod-bucket0000001', name: 'Secure S3 Bucket' },
    version: { id: 'pa-bucket00000001', name: 'v1.2' },
    owner: 'group:default/team-payments',
    ownerSource: 'order',
    entityRef: 'component:default/payments-api',
    orderId: '6f1c1e0a-3f5b-4c58-9d0e-0d1a7b1c2d01',
    tags: [{ key: 'backstage.io/owner', value: 'group:default/team-payments' }],
    createdAt: START,
    syncedAt: START,
    capabilities: {
      stack: true,
      stackInstances: false,
      plan: true,
      keepsValues: true,
      serviceActions: true,
      import: true,
    },
    consoleUrl: 'https://eu-central-1.console.aws.amazon.com/servicecatalog/',
    actions: { update: { allowed: true }, terminate: { allowed: true } },
    ...changes,
  };
}

/** A product with a current and a newer version, in one portfolio. */
export function aProduct(changes: Partial<Product> = {}): Product {
  return {
    ...where,
    id: 'prod-bucket0000001',
    name: 'Secure S3 Bucket',
    provider: 'Platform Engineering',
    shortDescription: 'A private, encrypted bucket',
    type: 'CLOUD_FORMATION_TEMPLATE',
    support: {},
    versions: [
      { id: 'pa-bucket00000002', name: 'v2.0', guidance: 'DEFAULT' },
      { id: 'pa-bucket00000001', name: 'v1.2', guidance: 'DEFAULT' },
    ],
    paths: [
      {
        id: 'lpv3-storage000001',
        portfolioId: 'port-storage00001',
        portfolioName: 'Storage',
      },
    ],
    syncedAt: START,
    ...changes,
  };
}

/** The launch form of {@link aProduct}. */
export function aLaunchForm(changes: Partial<LaunchForm> = {}): LaunchForm {
  const product = aProduct();
  return {
    ...where,
    product: { id: product.id, name: product.name },
    version: product.versions[1],
    path: product.paths[0],
    versions: product.versions,
    paths: product.paths,
    parameters: [
      {
        key: 'BucketPurpose',
        type: 'String',
        noEcho: false,
        default: 'general',
        maxLength: 20,
      },
      {
        key: 'MasterUserPassword',
        type: 'String',
        noEcho: true,
        minLength: 8,
      },
      {
        key: 'Environment',
        type: 'String',
        noEcho: false,
        default: 'dev',
        allowedValues: ['dev', 'prod'],
      },
    ],
    groups: [
      { parameters: ['BucketPurpose', 'MasterUserPassword', 'Environment'] },
    ],
    rules: [],
    tagOptions: [],
    stampedTags: [],
    owners: ['group:default/team-payments'],
    fetchedAt: START,
    ...changes,
  };
}

/** The form of an update of {@link aResource}, to the version of {@link aLaunchForm}. */
export function anUpdateForm(changes: Partial<UpdateForm> = {}): UpdateForm {
  const product = aProduct();
  const form = changes.form ?? aLaunchForm();
  return {
    versions: product.versions,
    paths: product.paths,
    form,
    current: form.parameters.map(({ key, noEcho }) => ({
      key,
      source: 'unknown',
      secret: noEcho,
      kept: true,
    })),
    added: [],
    dropped: [],
    keepsValues: true,
    tags: { updatable: false, current: [] },
    readAt: START,
    ...changes,
  };
}

/** A lease that ends 30 days after the story begins. */
export function aLease(changes: Partial<LeaseDetail> = {}): LeaseDetail {
  const endsAt = after(30 * 24 * 3600);
  return {
    policy: 'sandbox-30-days',
    state: 'active',
    startedAt: START,
    endsAt,
    expiresAt: endsAt,
    onExpiry: 'terminate',
    renewals: 0,
    events: [],
    actions: {
      renew: { allowed: true },
      hold: { allowed: false, reason: 'Only operators may.' },
      release: { allowed: false, reason: 'Only operators may.' },
    },
    ...changes,
  };
}
