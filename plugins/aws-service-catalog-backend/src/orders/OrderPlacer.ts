import { randomUUID } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  LeasePreview,
  OrderPreview,
  OrderRequest,
  QuotaUse,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { Authorizer, UserCaller } from '../authorize';
import { PluginConfig } from '../config';
import { InvalidFieldsError } from '../InvalidFieldsError';
import { ProvisionedProductsService } from '../provisionedProducts';
import { beginOrder } from './advanceOrder';
import { approvalTimes, firstLookAt } from './approvals/approvalTimes';
import { Judgement, OrderJudge } from './approvals/OrderJudge';
import { assertReadable } from './assertReadable';
import { orderDigest } from './digest';
import { ChangeDrafter } from './draft/ChangeDrafter';
import { draftRenewal } from './draft/draftRenewal';
import { draftTermination } from './draft/draftTermination';
import { ImportDrafter } from './draft/ImportDrafter';
import { LaunchDrafter } from './draft/LaunchDrafter';
import { nameTaken } from './draft/NameChecker';
import { DraftOptions, DraftResult, OrderDraft } from './draft/OrderDraft';
import { ServiceActionDrafter } from './draft/ServiceActionDrafter';
import { freezeOrder } from './freezeOrder';
import { changeOf, nameOrder } from './kinds';
import { OrderLeases } from './OrderLeases';
import { OrderStore } from './OrderStore';
import { findQuotaProblem, QuotaKeeper } from './quotas/QuotaKeeper';
import { OrderSecretStore } from './secrets/OrderSecretStore';
import { StoredOrder } from './StoredOrder';

/** A draft with what policies say about it. */
export type JudgedDraft = Omit<
  OrderDraft,
  'content' | 'effective' | 'lease' | 'demandedApproval'
> & {
  content: Omit<StoredOrder['content'], 'partDigests'>;
};

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
  return [`${what}: ${options.reason}`.replace(/[^.!?]$/, '$&.')];
}

/** What an order is stored with. */
type InsertOptions = {
  requestToken?: string;
  /** Why the portal ordered it: one sentence. */
  reason?: string;
  /** What has to be written with it, or not at all. */
  also?: (tx: Knex) => Promise<void>;
};

/** Turns requests into orders. */
export class OrderPlacer {
  constructor(
    private readonly options: {
      knex: Knex;
      store: OrderStore;
      secrets: OrderSecretStore;
      clock: ClockService;
      authorizer: Authorizer;
      launches: LaunchDrafter;
      changes: ChangeDrafter;
      serviceActions: ServiceActionDrafter;
      imports: ImportDrafter;
      judge: OrderJudge;
      config: PluginConfig;
      provisionedProducts: ProvisionedProductsService;
      quotas: QuotaKeeper;
      leases: OrderLeases;
    },
  ) {}

  /**
   * Says what an order would do, and everything that is wrong with it. Nothing is stored.
   *
   * @throws NotAllowedError, ConflictError, AwsCallError
   */
  async preview(
    caller: UserCaller,
    request: OrderRequest,
  ): Promise<{
    problems: OrderPreview['problems'];
    draft?: JudgedDraft;
    quota?: QuotaUse;
    lease?: LeasePreview;
  }> {
    try {
      const { draft, problems } = await this.draft(caller, request, {
        orderId: randomUUID(),
        isPreview: true,
      });
      const { judgement, ...judged } = await this.judge(caller, draft);
      const quota = await this.options.quotas.measure(draft);
      const full = findQuotaProblem(quota, draft.owner);
      return {
        draft: judged,
        quota,
        lease:
          draft.lease ??
          (draft.kind === 'provision'
            ? this.options.leases.previewLaunch(draft)
            : undefined),
        problems: [...problems, ...judgement.problems, ...(full ? [full] : [])],
      };
    } catch (error) {
      if (error instanceof InvalidFieldsError) {
        return { problems: [...error.fields] };
      }
      throw error;
    }
  }

  /**
   * Checks a request against the world as it is now, and stores it as an order with its first event. The same request token of
   * the same requester gives the same order.
   *
   * @returns the order's id
   * @throws InvalidFieldsError, NotAllowedError, ConflictError, AwsCallError
   */
  async place(caller: UserCaller, request: OrderRequest): Promise<string> {
    const repeated = await this.findRepeated(caller, request);
    if (repeated) {
      return repeated;
    }
    try {
      return await this.placeNew(caller, request);
    } catch (error) {
      // The same request at the same moment: what stands in the way of this one may be its twin.
      const twin = await this.findRepeated(caller, request);
      if (twin) {
        return twin;
      }
      throw error;
    }
  }

  private async placeNew(
    caller: UserCaller,
    request: OrderRequest,
  ): Promise<string> {
    const orderId = randomUUID();
    const { draft, problems } = await this.draft(caller, request, {
      orderId,
      isPreview: false,
    });
    if (problems.length > 0) {
      throw new InvalidFieldsError(problems);
    }
    const { judgement, ...judged } = await this.judge(caller, draft);
    if (judgement.problems.length > 0) {
      throw new InvalidFieldsError(judgement.problems);
    }
    try {
      await this.insert(caller.userEntityRef, orderId, judged, {
        requestToken: request.requestToken,
      });
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        await this.refuseSecond(draft);
      }
      throw error;
    }
    return orderId;
  }

  /**
   * Stores an order that the portal itself asks for. The approval policies hold for it as for every order.
   *
   * @throws InvalidFieldsError when a policy asks for an approval that nobody can give
   * @throws a conflict error of the database when another order for it is unfinished
   */
  async placeForPortal(
    requester: string,
    id: string,
    draft: OrderDraft,
    options: Pick<InsertOptions, 'reason' | 'also'>,
  ): Promise<void> {
    const { judged, judgement } = await this.judgeFor(requester, draft);
    if (judgement.problems.length > 0) {
      throw new InvalidFieldsError(judgement.problems);
    }
    await this.insert(requester, id, judged, options);
  }

  private async draft(
    caller: UserCaller,
    request: OrderRequest,
    options: DraftOptions,
  ): Promise<DraftResult> {
    const { launches, changes, serviceActions, imports } = this.options;
    switch (request.kind) {
      case 'provision':
        return launches.draft(caller, request, options);
      case 'update':
        return changes.draftUpdate(caller, request, options);
      case 'service-action':
        return serviceActions.draft(caller, request, options);
      case 'import':
        return imports.draft(caller, request);
      case 'renew':
        return draftRenewal(caller, request, this.options);
      default:
        return draftTermination(caller, request, this.options);
    }
  }

  private async judge(
    caller: UserCaller,
    draft: OrderDraft,
  ): Promise<JudgedDraft & { judgement: Judgement }> {
    const { judged, judgement } = await this.judgeFor(
      caller.userEntityRef,
      draft,
    );
    await assertReadable(this.options.authorizer, caller, {
      ...draft,
      approvers: judgement.approval?.approvers ?? [],
    });
    return { ...judged, judgement };
  }

  private async judgeFor(
    requester: string,
    draft: OrderDraft,
  ): Promise<{ judged: JudgedDraft; judgement: Judgement }> {
    const judgement = await this.options.judge.judge(requester, draft);
    const { approval, estimate, facts, requesterIsMember } = judgement;
    const { effective: _, lease: __, demandedApproval: ___, ...rest } = draft;
    return {
      judged: {
        ...rest,
        content: {
          ...draft.content,
          approval,
          estimate,
          facts,
          requesterIsMember,
        },
      },
      judgement,
    };
  }

  private async findRepeated(
    caller: UserCaller,
    request: OrderRequest,
  ): Promise<string | undefined> {
    const { knex, store } = this.options;
    const { requestToken } = request;
    const order =
      requestToken === undefined
        ? undefined
        : await store.findByRequestToken(
            knex,
            caller.userEntityRef,
            requestToken,
          );
    if (!order) {
      return undefined;
    }
    const isSame =
      order.kind === request.kind &&
      order.target === request.target &&
      ('provisionedProductId' in request
        ? order.provisionedProduct.id === request.provisionedProductId
        : order.provisionedProduct.name === request.name);
    if (!isSame) {
      throw new ConflictError(
        `The request token '${requestToken}' was used for another order: ${order.id}`,
      );
    }
    return order.id;
  }

  private async insert(
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

  private async refuseSecond(draft: OrderDraft): Promise<never> {
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
