import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import {
  ApprovalDecision,
  ApproveOrderRequest,
  RejectOrderRequest,
} from 'backstage-plugin-aws-service-catalog-common';
import { ClockService } from 'backstage-plugin-aws-service-catalog-node';
import { assertUser, Caller, UserCaller } from '../../authorize';
import { advanceOrder } from '../advanceOrder';
import { OrderAccess } from '../OrderAccess';
import { OrderStore } from '../OrderStore';
import { StoredOrder } from '../StoredOrder';
import { DecisionStore } from './DecisionStore';

/** Two approvers of a quorum may decide at the same moment: the one who lost the race is counted after the other. */
const MAX_TRIES = 5;

/** What approvers do. */
export class ApprovalsService {
  constructor(
    private readonly options: {
      knex: Knex;
      clock: ClockService;
      store: OrderStore;
      decisions: DecisionStore;
      access: OrderAccess;
    },
  ) {}

  /**
   * Agrees to an order that waits for approval. With the last agreement that it takes, it is queued.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async approve(
    caller: Caller,
    id: string,
    request: ApproveOrderRequest,
  ): Promise<void> {
    await this.decide(caller, id, 'approved', request);
  }

  /**
   * Refuses an order that waits for approval. One refusal is enough.
   *
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async reject(
    caller: Caller,
    id: string,
    request: RejectOrderRequest,
  ): Promise<void> {
    await this.decide(caller, id, 'rejected', request);
  }

  private async decide(
    caller: Caller,
    id: string,
    decision: ApprovalDecision['decision'],
    { digest, reason }: { digest: string; reason?: string },
  ): Promise<void> {
    assertUser(caller);
    const action = decision === 'approved' ? 'approve' : 'reject';
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const { access } = this.options;
      const order = await access.findForAction(caller, id, action, digest);
      if (await this.note(caller, order, decision, reason)) {
        return;
      }
    }
    throw new ConflictError(
      'The order went on at the same moment. Look at it again.',
    );
  }

  /** @returns false when somebody else saved the order first */
  private async note(
    caller: UserCaller,
    current: StoredOrder,
    decision: ApprovalDecision['decision'],
    reason: string | undefined,
  ): Promise<boolean> {
    const { knex, clock, store, decisions } = this.options;
    const now = clock.now();
    const by = caller.userEntityRef;
    try {
      return await knex.transaction(async tx => {
        const made = await decisions.listFor(tx, [current]);
        const agreed = (made.get(current.id) ?? []).length + 1;
        const { order, event } = advanceOrder(
          current,
          {
            ...describe(current, decision, agreed, reason),
            actor: by,
            now,
          },
          // One that goes on waiting is reminded, and ends, when it would have.
          { dueAt: nextLook(current, decision, agreed) },
        );
        if (!(await store.save(tx, order, event))) {
          return false;
        }
        await decisions.add(tx, current, {
          by,
          decision,
          reason,
          at: now.toISOString(),
        });
        return true;
      });
    } catch (error) {
      if (isDatabaseConflictError(error)) {
        throw new ConflictError('You have decided it already.');
      }
      throw error;
    }
  }
}

function nextLook(
  { dueAt, content }: StoredOrder,
  decision: ApprovalDecision['decision'],
  agreed: number,
): string | undefined {
  return decision === 'approved' && agreed < (content.approval?.quorum ?? 1)
    ? dueAt
    : undefined;
}

function describe(
  order: StoredOrder,
  decision: ApprovalDecision['decision'],
  agreed: number,
  reason: string | undefined,
) {
  if (decision === 'rejected') {
    return { type: 'rejected', message: `It was rejected: ${reason}` } as const;
  }
  const quorum = order.content.approval?.quorum ?? 1;
  const comment = reason ? `: ${reason}` : '.';
  return agreed < quorum
    ? ({
        type: 'agreed',
        message: `${agreed} of ${quorum} approvers agreed${comment}`,
      } as const)
    : ({ type: 'approved', message: `It was approved${comment}` } as const);
}
