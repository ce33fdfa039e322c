import { randomUUID } from 'node:crypto';
import {
  isDatabaseConflictError,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  Plan,
  PlanRequest,
  TargetAddress,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { AwsTargets, isAwsCallError } from '../../aws';
import { assertUser, Caller } from '../../authorize';
import { InvalidFieldsError } from '../../InvalidFieldsError';
import { ProvisionedProductsService } from '../../provisionedProducts';
import { ChangeDrafter } from '../draft/ChangeDrafter';
import { OrderDraft } from '../draft/OrderDraft';
import { SecretBox } from '../secrets/SecretBox';
import { absentFrom, isOtherPlan, PlanKeeper } from './PlanKeeper';
import { bodyOfPlan, digestOfPlan } from './planBody';
import { traceSecrets } from './planSecrets';
import { PlanStore, StoredPlan } from './PlanStore';

/** AWS is asked about a plan at most so often, however often it is looked at. */
const LOOK_EVERY_MS = 1_000;

/** Previews of updates, for those who may order them. */
export class PlansService {
  constructor(
    private readonly options: {
      store: PlanStore;
      keeper: PlanKeeper;
      box: SecretBox;
      changes: ChangeDrafter;
      provisionedProducts: ProvisionedProductsService;
      targets: AwsTargets;
      clock: ClockService;
      logger: LoggerService;
    },
  ) {}

  /**
   * Has AWS preview an update. The secrets of the request go to AWS and are kept nowhere.
   *
   * @throws InvalidFieldsError when the update could not be ordered so
   * @throws NotFoundError, NotAllowedError when the caller may not update it
   * @throws ConflictError when it cannot be updated, or another preview is under way
   * @throws AwsCallError
   */
  async create(
    caller: Caller,
    address: TargetAddress,
    request: PlanRequest,
  ): Promise<Plan> {
    assertUser(caller);
    const { box, changes, provisionedProducts } = this.options;
    const { target, id } = address;
    const found = await provisionedProducts.findReadable(caller, address);
    const planId = randomUUID();
    const { draft, problems } = await changes.draftUpdate(
      caller,
      { ...request, kind: 'update', target, provisionedProductId: id },
      { orderId: planId, isPreview: false },
    );
    if (problems.length > 0) {
      throw new InvalidFieldsError(problems);
    }
    if (found.type !== 'CFN_STACK') {
      throw new ConflictError(
        `AWS previews updates of CloudFormation stacks only, and ${found.name} is none.`,
      );
    }
    await this.makeRoom(address);
    await this.options.targets.get(target).verifyAccount();
    const plan = await this.begin({
      id: planId,
      target,
      provisionedProduct: { id, name: found.name },
      version: draft.version ?? found.version,
      creator: caller.userEntityRef,
      digest: digestOfPlan(draft),
      traces: traceSecrets(box, planId, draft.secrets),
    });
    return present(await this.send(plan, draft));
  }

  /**
   * A preview, with what AWS says by now. When AWS has a result, the plan is deleted there.
   *
   * @throws NotFoundError when there is none, or somebody else had it made
   * @throws AwsCallError
   */
  async get(
    caller: Caller,
    { target, id, planId }: TargetAddress & { planId: string },
  ): Promise<Plan> {
    const { store, provisionedProducts } = this.options;
    await provisionedProducts.findReadable(caller, { target, id });
    const plan = await store.find(planId);
    if (
      !plan?.creator ||
      plan.creator !== caller.userEntityRef ||
      plan.target !== target ||
      plan.provisionedProduct.id !== id
    ) {
      throw new NotFoundError(`There is no plan ${planId}`);
    }
    return present(await this.follow(plan));
  }

  private async begin(
    plan: Parameters<PlanKeeper['begin']>[0],
  ): Promise<StoredPlan> {
    try {
      return await this.options.keeper.begin(plan);
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        throw anotherPlan(plan.provisionedProduct.name);
      }
      throw error;
    }
  }

  private async send(plan: StoredPlan, draft: OrderDraft): Promise<StoredPlan> {
    const { keeper, logger } = this.options;
    try {
      return await keeper.send(plan, bodyOfPlan(draft, draft.secrets));
    } catch (error) {
      if (!isAwsCallError(error)) {
        throw error;
      }
      if (error.ambiguous) {
        // AWS may have it: then it is found by its name.
        logger.warn(
          `AWS may or may not be working out plan ${plan.id} in target ${plan.target}: ${error}`,
        );
        return plan;
      }
      const refused = await keeper.refuse(plan, error);
      if (isOtherPlan(error)) {
        throw new ConflictError(
          `AWS has a plan for ${plan.provisionedProduct.name} that was not made here. It has to be executed or deleted there first.`,
        );
      }
      if (
        isAwsCallError(error, 'invalid', 'invalid-state', 'busy', 'not-found')
      ) {
        return refused;
      }
      throw error;
    }
  }

  /** Deletes what AWS has of an earlier preview that has a result. */
  private async makeRoom({ target, id }: TargetAddress): Promise<void> {
    const open = await this.options.store.findOpen(target, id);
    if (!open) {
      return;
    }
    const followed = open.creator ? await this.follow(open) : open;
    if (!followed.deletedAt) {
      throw isUnanswered(followed)
        ? unansweredPlan(followed)
        : anotherPlan(open.provisionedProduct.name);
    }
  }

  private async follow(plan: StoredPlan): Promise<StoredPlan> {
    const { keeper, clock, logger } = this.options;
    const sinceMs =
      clock.now().getTime() - Date.parse(plan.lookedAt ?? plan.createdAt);
    let followed = plan;
    const isOpen = plan.state === 'running' && !plan.deletedAt;
    if (isOpen && sinceMs >= LOOK_EVERY_MS) {
      followed = await keeper.note(plan, await keeper.look(plan));
    }
    if (followed.state === 'running' || followed.deletedAt) {
      return followed;
    }
    try {
      return await keeper.remove(followed);
    } catch (error) {
      if (!isAwsCallError(error)) {
        throw error;
      }
      logger.debug(`Plan ${plan.id} is left to be swept up: ${error}`);
      return followed;
    }
  }
}

function anotherPlan(name: string): ConflictError {
  return new ConflictError(
    `AWS is working out another preview of ${name}, and it does one at a time. Try again in a minute.`,
  );
}

function unansweredPlan(plan: StoredPlan): ConflictError {
  return new ConflictError(
    `AWS did not answer when it was asked for another preview of ${
      plan.provisionedProduct.name
    }. It may be working on it all the same, and it does one at a time. Try again after ${absentFrom(
      plan,
    )}, or when that one has a result.`,
  );
}

/** Whether AWS was asked for it, and neither has answered nor shows it. */
function isUnanswered({ state, planId }: StoredPlan): boolean {
  return state === 'running' && planId === undefined;
}

function messageOf(plan: StoredPlan): string | undefined {
  if (isUnanswered(plan)) {
    return plan.deletedAt
      ? 'AWS did not answer, and has not got it. Have it made again.'
      : `AWS did not answer, and may be working on it all the same. If it shows nothing by ${absentFrom(
          plan,
        )}, it has not got it.`;
  }
  return plan.state === 'running' && plan.deletedAt
    ? 'AWS does not have it any more. Have it made again.'
    : plan.message;
}

function present(plan: StoredPlan): Plan {
  const isLost = plan.state === 'running' && plan.deletedAt !== undefined;
  return {
    id: plan.id,
    target: plan.target,
    provisionedProductId: plan.provisionedProduct.id,
    version: plan.version,
    state: isLost ? 'failed' : plan.state,
    changes: plan.changes,
    message: messageOf(plan),
    createdAt: plan.createdAt,
  };
}
