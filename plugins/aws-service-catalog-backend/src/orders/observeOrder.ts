import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsProvisionedProduct,
  AwsRecord,
  AwsTarget,
  describeProvisionedProduct,
  describeRecord,
  getProvisionedProductOutputs,
  isAwsCallError,
  listRecordHistory,
  searchProvisionedProductsPage,
} from '../aws';
import { DescribedRecord, Observation } from './decideStep';
import { changeOf, kinds } from './kinds';
import { Remnant, StoredOrder } from './StoredOrder';

/** AWS's clock and ours are taken to differ by no more than this, */
const CLOCK_DIFFERENCE_MS = 5_000;
/**
 * unless AWS refuses a call as if it had taken it already, but no record of it is in sight. It takes no calls by clocks that
 * differ by more than this.
 */
const GREATEST_CLOCK_DIFFERENCE_MS = 15 * 60_000;
/** How long AWS's lookups may take to show what it has taken: it is only eventually consistent. */
const LOOKUP_LAG_MS = 5 * 60_000;

/** What is needed to look for an order in AWS. */
export type LookContext = {
  target: AwsTarget;
  clock: ClockService;
  /** The key of the tag that names the order. */
  orderTagKey: string;
  /** Records of a provisioned product that are known to be of other orders. */
  listKnownRecordIds: (provisionedProductId: string) => Promise<string[]>;
};

/** @returns undefined when AWS does not show enough to tell */
async function isOurs(
  found: AwsProvisionedProduct,
  order: StoredOrder,
  context: LookContext,
): Promise<boolean | undefined> {
  const { target, orderTagKey } = context;
  if (found.idempotencyToken !== undefined) {
    return found.idempotencyToken === order.token;
  }
  // AWS does not always show the token. The order's tag remains, which a remnant of an earlier attempt bears as well.
  if (found.id === order.provisionedProduct.id) {
    return false;
  }
  // Its tags are those of the stack.
  if (order.kind === 'import') {
    return (
      (await findRecord(describeCall(order, found.id), context)) !== undefined
    );
  }
  const { provisionedProducts } = await searchProvisionedProductsPage(target, {
    terms: [`id:${found.id}`],
  });
  return provisionedProducts
    .find(({ id }) => id === found.id)
    ?.tags.some(({ key, value }) => key === orderTagKey && value === order.id);
}

function refusalStands(
  { progress: { refusal } }: StoredOrder,
  { clock }: LookContext,
): boolean {
  return (
    refusal !== undefined &&
    clock.now().getTime() - Date.parse(refusal.at) >= LOOKUP_LAG_MS
  );
}

async function findLaunch(
  order: StoredOrder,
  context: LookContext,
): Promise<Observation> {
  const found = await describeProvisionedProduct(context.target, {
    name: order.provisionedProduct.name,
  });
  const ours = found && (await isOurs(found, order, context));
  if (ours === undefined) {
    return { of: 'submission', refusalStands: refusalStands(order, context) };
  }
  if (!ours) {
    return { of: 'submission', nameIsTaken: true };
  }
  const recordId = found.lastProvisioningRecordId ?? found.lastRecordId;
  return {
    of: 'submission',
    record: recordId
      ? await describeRecord(context.target, recordId)
      : undefined,
  };
}

/**
 * Looks for the record of a call whose answer was lost, by what it was about, its type and its time: AWS does not show the
 * token of a record. It is newer than every record that orders are known to have caused, whatever our clock says.
 */
async function findRecord(
  call: {
    type: string;
    provisionedProductId: string;
    sentAt: string;
    versionId?: string;
    wasRefused: boolean;
  },
  { target, listKnownRecordIds }: LookContext,
): Promise<AwsRecord | undefined> {
  const earliest =
    Date.parse(call.sentAt) -
    (call.wasRefused ? GREATEST_CLOCK_DIFFERENCE_MS : CLOCK_DIFFERENCE_MS);
  const known = await listKnownRecordIds(call.provisionedProductId);
  const records = await listRecordHistory(target, call.provisionedProductId);
  const newestKnown = records.findIndex(({ id }) => known.includes(id));
  return records
    .slice(0, newestKnown < 0 ? undefined : newestKnown)
    .find(
      ({ type, createdAt, versionId }) =>
        type === call.type &&
        (createdAt?.getTime() ?? 0) >= earliest &&
        (call.versionId === undefined || versionId === call.versionId),
    );
}

/** What a record of the order's attempt would look like. */
function describeCall(
  { kind, version, createdAt, progress }: StoredOrder,
  provisionedProductId: string,
): Parameters<typeof findRecord>[0] {
  return {
    type: kinds[kind].recordType ?? '',
    provisionedProductId,
    sentAt: progress.sentAt ?? createdAt,
    versionId: ['update', 'import'].includes(kind) ? version?.id : undefined,
    wasRefused: progress.refusal !== undefined,
  };
}

/** Looks for what became of the call that an order's attempt is about. */
export async function observeSubmission(
  order: StoredOrder,
  context: LookContext,
): Promise<Observation> {
  if (!changeOf(order)) {
    return findLaunch(order, context);
  }
  const { id = '' } = order.provisionedProduct;
  return {
    of: 'submission',
    record: await findRecord(describeCall(order, id), context),
    refusalStands: refusalStands(order, context),
  };
}

/**
 * Whether what a failed launch left behind is still there, and nothing but a remnant. It may have been repaired by an update
 * since, and then it must not be terminated.
 */
export async function observeLeftover(
  target: AwsTarget,
  remnant: Remnant,
): Promise<'none' | 'there' | 'in-use'> {
  const found = await describeProvisionedProduct(target, {
    id: remnant.provisionedProductId,
  });
  if (!found) {
    return 'none';
  }
  const neverRan = found.lastSuccessfulProvisioningRecordId === undefined;
  return neverRan && ['ERROR', 'TAINTED'].includes(found.status)
    ? 'there'
    : 'in-use';
}

/** Looks for the termination of what the failed attempt before left behind. */
export async function observeRemnant(
  order: StoredOrder,
  context: LookContext,
): Promise<Observation> {
  const { remnant, refusal } = order.progress;
  if (remnant?.recordId) {
    return {
      of: 'remnant',
      record: await describeRecord(context.target, remnant.recordId),
    };
  }
  return {
    of: 'remnant',
    record: await findRecord(
      {
        type: kinds.terminate.recordType ?? '',
        provisionedProductId: remnant?.provisionedProductId ?? '',
        sentAt: remnant?.sentAt ?? order.createdAt,
        wasRefused: refusal !== undefined,
      },
      context,
    ),
    refusalStands: refusalStands(order, context),
  };
}

/**
 * The record of a running order. AWS describes records to nobody but the owner once it was told of another one, which may be
 * somebody else than the portal; what the account has a right to see then is its history, and what is put out.
 */
async function readRecord(
  { kind, recordId = '', provisionedProduct: { id } }: StoredOrder,
  target: AwsTarget,
): Promise<DescribedRecord> {
  try {
    return await describeRecord(target, recordId);
  } catch (error) {
    if (id === undefined || !isAwsCallError(error, 'not-found')) {
      throw error;
    }
    const history = await listRecordHistory(target, id);
    const record = history.find(each => each.id === recordId);
    if (!record) {
      throw error;
    }
    const hasOutputs = record.status === 'SUCCEEDED' && kinds[kind].hasOutputs;
    return {
      ...record,
      outputs: hasOutputs ? await getProvisionedProductOutputs(target, id) : [],
    };
  }
}

/**
 * Looks at the record of a running order, unless its provisioned product is known to be under change still.
 *
 * @param underChange - ids of all provisioned products under change
 */
export async function observeRecord(
  order: StoredOrder,
  target: AwsTarget,
  underChange: ReadonlySet<string>,
): Promise<Observation> {
  const { id } = order.provisionedProduct;
  if (id !== undefined && underChange.has(id)) {
    return { of: 'record' };
  }
  const record = await readRecord(order, target);
  const isExplained =
    record.errors.length > 0 ||
    // It says nothing about the provisioned product, and tells its reason among its outputs.
    order.kind === 'service-action';
  if (record.status !== 'FAILED' || isExplained || !id) {
    return { of: 'record', record };
  }
  // A failed record without errors was seen: what AWS says of the provisioned product is the next best reason.
  const described = await describeProvisionedProduct(target, { id });
  const message = described?.statusMessage;
  return {
    of: 'record',
    record: {
      ...record,
      errors: message ? [{ code: described.status, message }] : [],
    },
  };
}

/**
 * The ids of all provisioned products under change in a target: one page for each 100, however many orders wait for them.
 */
export async function listUnderChange(
  target: AwsTarget,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let pageToken: string | undefined;
  do {
    const page = await searchProvisionedProductsPage(target, {
      terms: ['status:UNDER_CHANGE'],
      pageToken,
    });
    page.provisionedProducts.forEach(({ id }) => ids.add(id));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return ids;
}
