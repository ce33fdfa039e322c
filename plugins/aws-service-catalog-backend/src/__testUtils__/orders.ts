import { digestPartNames, PartDigests } from '../orders/digest';
import { OrderProgress, StoredOrder } from '../orders/StoredOrder';

let count = 0;

/** An order that is well-formed, with an id and a name of its own, for tests that need no AWS. */
export function anOrder(
  changes: Partial<Omit<StoredOrder, 'progress'>> & {
    progress?: Partial<OrderProgress>;
  } = {},
): Omit<StoredOrder, 'chainEnd'> {
  count += 1;
  const { progress, ...rest } = changes;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    revision: 1,
    kind: 'provision',
    state: 'queued',
    target: 'sandbox',
    accountId: '111111111111',
    region: 'eu-central-1',
    requester: 'user:default/payments-dev',
    owner: 'group:default/team-payments',
    product: { id: 'prod-1', name: 'Secure S3 Bucket' },
    version: { id: 'pa-1', name: 'v1' },
    provisionedProduct: { name: `bucket-${count}` },
    digest: 'digest',
    attempt: 1,
    content: {
      portfolioName: 'Storage',
      parameters: [],
      tags: [],
      sendsTags: true,
      partDigests: Object.fromEntries(
        Object.keys(digestPartNames).map(part => [part, part]),
      ) as PartDigests,
    },
    progress: { failures: 0, outputs: [], ...progress },
    dueAt: '2026-01-01T00:00:00.000Z',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...rest,
  };
}
