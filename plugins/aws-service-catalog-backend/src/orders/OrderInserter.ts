import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { beginOrder } from './advanceOrder';
import { approvalTimes, firstLookAt } from './approvals/approvalTimes';
import { orderDigest } from './digest';
import { nameTaken } from './draft/NameChecker';
import { OrderDraft } from './draft/OrderDraft';
import { freezeOrder } from './freezeOrder';
import { changeOf, nameOrder } from './kinds';
import { OrderStore } from './OrderStore';
import { QuotaKeeper } from './quotas/QuotaKeeper';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { StoredOrder } from './StoredOrder';

/** A draft with what policies say about it. */
export type JudgedDraft = Omit<
  OrderDraft,
  'content' | 'effective' | 'lease' | 'demandedApproval'
> & {
  content: Omit<StoredOrder['content'], 'partDigests'>;
};

function endSentence(text: string): string {
  return text.replace(/[^.!?]$/, '$&.');
}

/** Whoever reads the timeline sees at once what is left behind, and why. */
function describeTermination(
  options: StoredOrder['content']['termination'],
): string[] {
  if (!options) {
    return [];
  }
  const what = options.retainResources
    ? 'Its resources stay in AWS'
    : 'What cannot be deleted stays in AWS';
  return [`${what}: ${endSentence(options.reason)}`];
}

/** Whoever reads the timeline sees at once what AWS is told, and why. */
function describeRepair(repair: StoredOrder['content']['repair']): string[] {
  if (!repair) {
    return [];
  }
  const { awsOwner, launchRole, reason } = repair;
  const what = [
    ...(awsOwner === undefined ? [] : [`its owner in AWS is ${awsOwner}`]),
    ...(launchRole === undefined ? [] : [`its launch role is ${launchRole}`]),
  ];
  return [`From then on ${what.join(' and ')}: ${endSentence(reason)}`];
}

/** What an order is stored with. */
export type InsertOptions = {
  requestToken?: string;
  /** Why the portal ordered it: one sentence. */
  reason?: string;
  /** What has to be written with it, or not at all. */
  also?: (tx: Knex) => Promise<void>;
};

/** Makes drafts orders that are in the database. */
export class OrderInserter {
  constructor(
    private readonly options: {
      knex: Knex;
      store: OrderStore;
      secrets: OrderSecretStore;
      clock: ClockService;
      quotas: QuotaKeeper;
    },
  ) {}

  /**
   * Stores an order with its first event, its secrets and its place in the quota, or nothing of it.
   *
   * @throws InvalidFieldsError when the quota is used up
   * @throws a conflict error of the database when another order for it is unfinished, or has its request token
   */
  async insert(
    requester: string,
    id: string,
    { form, secrets: values, unchanged: _, ...draft }: JudgedDraft,
    { requestToken, reason, also }: InsertOptions,
  ): Promise<void> {
    const { knex, store, secrets, clock, quotas } = this.options;
    const { approval: terms } = draft.content;
    const approval = terms && approvalTimes(clock.now(), terms.timeoutMs);
    const now = clock.now().toISOString();
    const sealed = await secrets.seal(knex, id, values);
    const partDigests = freezeOrder(draft, form, sealed.fingerprints);
    const { order, event } = beginOrder(
      {
        ...draft,
        id,
        revision: 1,
        state: approval ? 'awaiting-approval' : 'queued',
        requester,
        requestToken,
        digest: orderDigest(partDigests),
        attempt: 1,
        content: { ...draft.content, partDigests },
        progress: { failures: 0, outputs: [], approval },
        dueAt: approval ? firstLookAt(clock.now(), terms, approval) : now,
        createdAt: now,
        updatedAt: now,
      },
      [
        `The ${nameOrder(draft)} was ordered for ${draft.owner}.`,
        ...(reason ? [reason] : []),
        ...describeTermination(draft.content.termination),
        ...describeRepair(draft.content.repair),
        ...(approval
          ? [`It waits for approval, until ${approval.dueAt}.`]
          : []),
      ].join(' '),
    );
    const quota = await quotas.find(order);
    await knex.transaction(async tx => {
      await quotas.reserve(tx, quota, order);
      await store.insert(tx, order, event);
      await store.addApprovers(tx, id, terms?.approvers ?? []);
      await secrets.replace(tx, sealed);
      await also?.(tx);
    });
  }

  /** Says why an order could not be stored beside the one that is there. */
  async refuseSecond(draft: OrderDraft): Promise<never> {
    const { knex, store } = this.options;
    const { name } = draft.provisionedProduct;
    if (!changeOf(draft)) {
      throw new InvalidFieldsError([nameTaken(draft, name)]);
    }
    const open = await store.findOpen(knex, [draft.target], name);
    throw new ConflictError(
      `Another order for ${name} is not finished yet: ${
        open?.id ?? 'see there'
      }`,
    );
  }
}
