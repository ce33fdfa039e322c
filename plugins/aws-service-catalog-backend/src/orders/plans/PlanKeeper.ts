import { Knex } from 'knex';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import {
  AwsCallError,
  AwsPlan,
  AwsTarget,
  AwsTargets,
  createPlan,
  deletePlan,
  describePlan,
  findPlanId,
  isAwsCallError,
  PlanUpdateRequest,
} from '../../aws';
import { nothingSecret, OrderLinks } from '../../provisionedProducts';
import { after } from '../backoff';
import { SecretBox } from '../secrets/SecretBox';
import { StepBoundary } from '../stepBoundaries';
import { createPlanMask } from './planSecrets';
import { PlanStore, StoredPlan } from './PlanStore';
import { sortChanges } from './replacements';

/** After so long a plan is not of use any more: AWS takes seconds for one. */
const LIFETIME_MS = 15 * 60_000;
/** How long AWS's lookups may take to show what it has taken. */
const LOOKUP_LAG_MS = 5 * 60_000;

/**
 * When AWS surely has not got a plan that it does not show. One of an order may be sent again for as long as it is of use; one
 * of somebody's is sent once.
 */
export function absentFrom({
  createdAt,
  orderId,
}: Pick<StoredPlan, 'createdAt' | 'orderId'>): string {
  const sentForMs = orderId === undefined ? 0 : LIFETIME_MS;
  return after(new Date(createdAt), sentForMs + LOOKUP_LAG_MS);
}

/** What AWS says when there is nothing to change; it calls that a failure. */
const NO_CHANGES = /no updates are to be performed|didn't contain changes/i;

/** The body of a plan, without what follows from the plan itself. */
export type PlanBody = Omit<
  PlanUpdateRequest,
  'token' | 'planName' | 'provisionedProductName' | 'provisionedProductId'
>;

/** What AWS shows of a plan. */
export type PlanSight =
  /** AWS may or may not have been asked for it, and shows none. */
  | { seen: 'nothing' }
  | { seen: 'running'; planId: string }
  | { seen: 'result'; planId: string; plan: AwsPlan }
  /** It was there, and is not any more. */
  | { seen: 'gone' };

/** The name by which a plan is found again in AWS. */
function planNameOf({ id }: Pick<StoredPlan, 'id'>): string {
  return `backstage-${id}`;
}

/**
 * Makes plans in AWS and deletes them there. A plan is noted before AWS is asked for it, so that one that is left by a crash is
 * found by its name, and swept up. The values of secrets are only ever in memory.
 */
export class PlanKeeper {
  constructor(
    private readonly options: {
      knex: Knex;
      store: PlanStore;
      targets: AwsTargets;
      clock: ClockService;
      box: SecretBox;
      links: Pick<OrderLinks, 'createMasks'>;
      boundary: (boundary: StepBoundary) => Promise<void>;
    },
  ) {}

  /**
   * Notes that a plan is going to be made.
   *
   * @throws a conflict error of the database while AWS may have another one of the same provisioned product
   */
  async begin(
    plan: Pick<
      StoredPlan,
      | 'id'
      | 'target'
      | 'provisionedProduct'
      | 'version'
      | 'creator'
      | 'orderId'
      | 'digest'
      | 'traces'
    >,
  ): Promise<StoredPlan> {
    const { store, clock, boundary } = this.options;
    const now = clock.now();
    const begun: StoredPlan = {
      ...plan,
      state: 'running',
      changes: [],
      createdAt: now.toISOString(),
      expiresAt: after(now, LIFETIME_MS),
    };
    await store.insert(begun);
    await boundary('plan-saved');
    return begun;
  }

  /**
   * Asks AWS for a plan, perhaps once more: identical body, identical token.
   *
   * @throws AwsCallError
   */
  async send(plan: StoredPlan, body: PlanBody): Promise<StoredPlan> {
    const { store, boundary } = this.options;
    const planId = await createPlan(this.targetOf(plan), {
      ...body,
      token: plan.id,
      planName: planNameOf(plan),
      provisionedProductId: plan.provisionedProduct.id,
      provisionedProductName: plan.provisionedProduct.name,
    });
    await boundary('plan-sent');
    const noted = await store.save({ ...plan, planId });
    await boundary('plan-noted');
    return noted;
  }

  /**
   * Looks at a plan in AWS. Nothing is saved.
   *
   * @throws AwsCallError
   */
  async look(plan: StoredPlan): Promise<PlanSight> {
    const target = this.targetOf(plan);
    const planId =
      plan.planId ??
      (await findPlanId(target, {
        provisionedProductId: plan.provisionedProduct.id,
        planName: planNameOf(plan),
      }));
    if (planId === undefined) {
      return { seen: 'nothing' };
    }
    const described = await describePlan(target, planId);
    if (!described) {
      return { seen: 'gone' };
    }
    return described.status === 'CREATE_IN_PROGRESS'
      ? { seen: 'running', planId }
      : { seen: 'result', planId, plan: described };
  }

  /** Saves what AWS showed of a plan, without secrets. One that AWS does not show for long is taken for not there. */
  async note(plan: StoredPlan, sight: PlanSight): Promise<StoredPlan> {
    const { store, clock, boundary } = this.options;
    const now = clock.now().toISOString();
    switch (sight.seen) {
      case 'nothing':
        return store.save({
          ...plan,
          lookedAt: now,
          deletedAt: now < absentFrom(plan) ? undefined : now,
        });
      case 'running':
        return store.save({ ...plan, planId: sight.planId, lookedAt: now });
      case 'gone':
        // It stays without a result.
        return store.save({ ...plan, lookedAt: now, deletedAt: now });
      default: {
        const result = await this.readResult(plan, sight.plan);
        const { planId } = sight;
        const noted = await store.save({
          ...plan,
          ...result,
          planId,
          lookedAt: now,
        });
        await boundary('plan-read');
        return noted;
      }
    }
  }

  /**
   * Deletes a plan in AWS that has a result, or is known not to be there.
   *
   * @throws AwsCallError
   */
  async remove(plan: StoredPlan): Promise<StoredPlan> {
    const { store, clock, boundary } = this.options;
    if (plan.deletedAt) {
      return plan;
    }
    if (plan.planId) {
      await deletePlan(this.targetOf(plan), plan.planId, {
        hasFailed: plan.state === 'failed' || plan.state === 'no-changes',
      });
      await boundary('plan-deleted');
    }
    return store.save({ ...plan, deletedAt: clock.now().toISOString() });
  }

  /** Notes that AWS has refused to make a plan, so that there is none. */
  async refuse(plan: StoredPlan, error: AwsCallError): Promise<StoredPlan> {
    const { store, clock } = this.options;
    return store.save({
      ...plan,
      state: 'failed',
      message: await (await this.createMask(plan))(error.message),
      deletedAt: clock.now().toISOString(),
    });
  }

  /**
   * Does away with a plan that nobody needs any more, however far it has come.
   *
   * @returns whether AWS has it no more; if not, it is tried again later
   * @throws AwsCallError
   */
  async sweep(plan: StoredPlan): Promise<boolean> {
    const noted =
      plan.state === 'running'
        ? await this.note(plan, await this.look(plan))
        : plan;
    if (noted.state === 'running' && !noted.deletedAt) {
      // AWS is working on it, or may have accepted it and not show it yet.
      return false;
    }
    return (await this.remove(noted)).deletedAt !== undefined;
  }

  private async readResult(
    plan: StoredPlan,
    described: AwsPlan,
  ): Promise<Pick<StoredPlan, 'state' | 'changes' | 'message'>> {
    const { status, message, changes } = described;
    const mask = await this.createMask(plan);
    if (status.endsWith('_FAILED')) {
      return NO_CHANGES.test(message ?? '')
        ? { state: 'no-changes', changes: [] }
        : {
            state: 'failed',
            changes: [],
            message: await mask(message ?? 'AWS gives no reason.'),
          };
    }
    return {
      state: changes.length > 0 ? 'ready' : 'no-changes',
      changes: await Promise.all(
        sortChanges(changes).map(async ({ physicalId, ...change }) => ({
          ...change,
          physicalId: physicalId && (await mask(physicalId)),
        })),
      ),
    };
  }

  private async createMask(
    plan: StoredPlan,
  ): Promise<(text: string) => Promise<string>> {
    const { knex, links, box } = this.options;
    const { id } = plan.provisionedProduct;
    const masks = await links.createMasks(knex, plan.target, [{ id }]);
    const own = createPlanMask(box, plan.id, plan.traces);
    const all = masks.get(id) ?? nothingSecret;
    return async text => own.mask(await all.mask(text));
  }

  private targetOf({ target }: StoredPlan): AwsTarget {
    return this.options.targets.get(target);
  }
}

/** Whether AWS refuses a plan because there is another one. */
export function isOtherPlan(error: AwsCallError): boolean {
  return isAwsCallError(error, 'invalid-state') && /plan/i.test(error.message);
}
