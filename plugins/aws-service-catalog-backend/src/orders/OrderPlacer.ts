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
import { Judgement, OrderJudge } from './approvals/OrderJudge';
import { assertReadable } from './assertReadable';
import { ChangeDrafter } from './draft/ChangeDrafter';
import { draftRenewal } from './draft/draftRenewal';
import { draftRepair } from './draft/draftRepair';
import { draftTermination } from './draft/draftTermination';
import { ImportDrafter } from './draft/ImportDrafter';
import { LaunchDrafter } from './draft/LaunchDrafter';
import { DraftOptions, DraftResult, OrderDraft } from './draft/OrderDraft';
import { ServiceActionDrafter } from './draft/ServiceActionDrafter';
import { InsertOptions, JudgedDraft, OrderInserter } from './OrderInserter';
import { OrderLeases } from './OrderLeases';
import { OrderStore } from './OrderStore';
import { findQuotaProblem, QuotaKeeper } from './quotas/QuotaKeeper';

/** What would become of a request. */
export type OrderOutlook = {
  problems: OrderPreview['problems'];
  /** Absent when it cannot be told. */
  draft?: JudgedDraft;
  quota?: QuotaUse;
  lease?: LeasePreview;
};

/** Turns requests into orders. */
export class OrderPlacer {
  constructor(
    private readonly options: {
      knex: Knex;
      store: OrderStore;
      inserter: OrderInserter;
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
  ): Promise<OrderOutlook> {
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
      await this.options.inserter.insert(
        caller.userEntityRef,
        orderId,
        judged,
        {
          requestToken: request.requestToken,
        },
      );
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        await this.options.inserter.refuseSecond(draft);
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
    await this.options.inserter.insert(requester, id, judged, options);
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
      case 'repair':
        return draftRepair(caller, request, this.options);
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
    const { approval, estimate, facts } = judgement;
    const { requesterIsMember, requesterIsOperator } = judgement;
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
          requesterIsOperator,
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
}
